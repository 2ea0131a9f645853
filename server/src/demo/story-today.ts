import type { StoryOrder } from './story.ts';

/** What lies on the desk today, one of each kind that asks for somebody: placed last, in this order. */
export const ordersOfToday: readonly StoryOrder[] = [
  {
    customer: 'ingrid',
    project: 'hydrophone',
    service: 'OPENCoastS Portal',
    offer: 'Forecasts for a community',
    parameters: {},
    comment: 'For the drift of the buoys.',
    daysAgo: 1,
    steps: [
      { after: 1, by: 'jonas', act: 'take' },
      { after: 0, by: 'jonas', desk: { noAgreement: true, reason: 'Basic level of service' } },
      { after: 1, by: 'jonas', act: 'approve' },
      {
        after: 1,
        by: 'jonas',
        act: 'deliver',
        access: { url: 'https://opencoasts.lnec.example/hydrophone', text: 'Sign in with your institute account.' },
      },
      {
        after: 2,
        by: 'ingrid',
        rate: {
          service: 2,
          ordering: 4,
          text: 'Ordering was quick, but the portal does not let our institute in, and its helpdesk has not answered.',
        },
      },
    ],
  },
  {
    customer: 'eleni',
    project: 'aegean',
    service: 'EGI Cloud compute',
    offer: 'High-memory',
    parameters: { 'Number of VM instances': 4, 'Number of days': 120 },
    comment: 'The assimilation step needs 480 GB in one machine.',
    daysAgo: 1.2,
    steps: [
      { after: 1, by: 'anna', act: 'take' },
      { after: 3, by: 'jonas', level: 'approve' },
    ],
  },
  {
    customer: 'tomas',
    project: 'nanoflow',
    service: 'EGI Notebooks',
    offer: 'Community Notebook',
    parameters: {},
    comment: 'A second hub, for the students of the autumn school.',
    daysAgo: 1.4,
    steps: [
      { after: 1, by: 'jonas', act: 'take' },
      { after: 0, by: 'jonas', desk: { noAgreement: true, reason: 'Basic level of service' } },
      { after: 1, by: 'jonas', act: 'approve' },
    ],
  },
  {
    customer: 'ingrid',
    project: 'arctic',
    service: 'B2DROP',
    offer: 'Community space',
    parameters: {},
    comment: 'For the drawings of the ice edge that volunteers make.',
    daysAgo: 0.16,
    steps: [],
  },
  {
    customer: 'tomas',
    project: 'nanoflow',
    service: 'EGI Cloud compute',
    offer: 'General purpose',
    bundle: { ref: 'egi-cloud-compute/1', further: ['b2drop/2', 'fitsm/1'] },
    parameters: { 'Number of VM instances': 6, 'Number of days': 60 },
    comment: 'We would like to begin with all three parts together.',
    daysAgo: 0.14,
    steps: [],
  },
];
