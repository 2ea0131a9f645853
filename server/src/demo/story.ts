import type { ProjectInput } from '#contracts/ordering/project-schemas';

/** Projects of the demo, by a short key; owners are personas. */
export const demoProjects: Readonly<
  Record<
    string,
    {
      owner: string;
      members?: readonly { email: string; right: 'order' | 'read' }[];
      details: Partial<ProjectInput> & Pick<ProjectInput, 'name' | 'typology'>;
    }
  >
> = {
  aegean: {
    owner: 'eleni',
    members: [{ email: 'tomas@nanoflow.example', right: 'read' }],
    details: {
      name: 'Aegean Coastal Forecast',
      typology: 'research',
      userGroupName: 'Coastal modelling group',
      organisation: 'HCMR',
      country: 'Greece',
      partnerCountries: ['Cyprus', 'Italy'],
      scientificDomains: ['Oceanography'],
      overview:
        'Hourly wave and current ensemble for 14 harbours. We outgrew the two servers at the institute and need 50 machines for the winter campaign.',
    },
  },
  nanoflow: {
    owner: 'tomas',
    details: {
      name: 'NanoFlow materials',
      typology: 'project',
      projectOwner: 'NanoFlow consortium',
      organisation: 'NanoFlow',
      country: 'Czechia',
      scientificDomains: ['Materials science'],
      overview: 'Molecular dynamics of thin films, several thousand independent runs a week.',
    },
  },
  arctic: {
    owner: 'ingrid',
    details: {
      name: 'Arctic Ice Archive',
      typology: 'research',
      userGroupName: 'Sea ice observers',
      organisation: 'Polar data centre',
      country: 'Norway',
      partnerCountries: ['Finland'],
      scientificDomains: ['Earth sciences'],
      overview: 'Forty years of radar images of sea ice, open to everybody, growing by 60 TB a year.',
    },
  },
  hydrophone: {
    owner: 'ingrid',
    details: {
      name: 'Atlantic Hydrophone Network',
      typology: 'private_company',
      companyName: 'Sonar North',
      organisation: 'Sonar North',
      country: 'Norway',
      scientificDomains: ['Oceanography'],
      overview: 'Whale song from 30 buoys, analysed overnight.',
    },
  },
};

/** One thing that somebody does to an order, so many hours after the step before. */
export type Step =
  | {
      readonly after: number;
      readonly by: string;
      readonly act: string;
      readonly reason?: string;
      readonly message?: string;
      readonly category?: string;
      readonly access?: { text?: string; url?: string; secrets?: Record<string, string> };
    }
  | { readonly after: number; readonly by: string; readonly say: string }
  | { readonly after: number; readonly by: string; readonly note: string; readonly shared?: boolean }
  | { readonly after: number; readonly by: string; readonly share: { site: string; resources: Record<string, number> } }
  | {
      readonly after: number;
      readonly by: string;
      readonly onShare: number;
      readonly act: string;
      readonly comment?: string;
      readonly counter?: { resources: Record<string, number> };
      readonly access?: { text?: string; url?: string; secrets?: Record<string, string> };
    }
  | { readonly after: number; readonly by: string; readonly desk: Record<string, unknown> }
  | { readonly after: number; readonly by: string; readonly level: 'approve' | 'refuse' }
  | {
      readonly after: number;
      readonly by: string;
      /** What is done with the SLA of the order, or with the OLA of a share. */
      readonly agreement: string;
      readonly ofShare?: number;
      /** In which role the signature is given. */
      readonly role?: string;
      readonly reason?: string;
    }
  | {
      readonly after: number;
      readonly by: string;
      readonly rate: { service: number; ordering: number; text: string; publish?: boolean };
    };

export interface StoryOrder {
  readonly customer: string;
  readonly project: string;
  /** Name of service and offer, as the catalogue has them. */
  readonly service: string;
  readonly offer: string;
  /** The bundle whose main offer this is, with the references of its further offers. */
  readonly bundle?: { readonly ref: string; readonly further: readonly string[] };
  /** By label; a day is given as days from today. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly comment: string;
  /** Working days before today when it was placed. */
  readonly daysAgo: number;
  readonly steps: readonly Step[];
}

const compute = (overrides: Record<string, unknown> = {}) => ({
  'Number of CPU Cores': 4,
  'Amount of RAM per CPU core': 4,
  'Local disk': 40,
  'Number of VM instances': 50,
  'Access type': 'reserved',
  'Start of service': 10,
  'Number of days': 180,
  ...overrides,
});

/** The orders of the demo, oldest first; together they are in every state. Starts that lie in the past are those of running orders. */
export const story: readonly StoryOrder[] = [
  {
    customer: 'eleni',
    project: 'aegean',
    service: 'EGI Notebooks',
    offer: 'AoD/Catch-all',
    parameters: {},
    comment: 'For a first look at the data with two students.',
    daysAgo: 60,
    steps: [
      { after: 1, by: 'anna', act: 'take' },
      { after: 1, by: 'anna', act: 'approve' },
      {
        after: 2,
        by: 'anna',
        act: 'deliver',
        access: { url: 'https://notebooks.portolan.example/', text: 'Sign in with your institute account.' },
      },
      {
        after: 100,
        by: 'eleni',
        rate: { service: 5, ordering: 4, text: 'Running the same afternoon.', publish: true },
      },
    ],
  },
  {
    customer: 'tomas',
    project: 'nanoflow',
    service: 'EGI High-Throughput compute',
    offer: 'Base',
    parameters: {},
    comment: '',
    daysAgo: 45,
    steps: [
      { after: 2, by: 'jonas', act: 'take' },
      {
        after: 4,
        by: 'jonas',
        act: 'reject',
        category: 'not_eligible',
        message:
          'The call for free computing hours closed in June. The next one opens in January; please order again then.',
      },
    ],
  },
  {
    customer: 'eleni',
    project: 'aegean',
    service: 'EGI Cloud compute',
    offer: 'Compute-intensive',
    parameters: { 'Number of VM instances': 8, 'Start of service': -160, 'Number of days': 365 },
    comment: 'The machines have run since the test phase. This puts them under an agreement, from their first day on.',
    daysAgo: 28,
    steps: [
      { after: 1, by: 'anna', act: 'take' },
      { after: 1, by: 'anna', share: { site: 'CESNET-MCC', resources: { vm: 8 } } },
      { after: 1, by: 'anna', onShare: 1, act: 'send' },
      { after: 10, by: 'anna', onShare: 1, act: 'validate', comment: 'Confirmed by phone' },
      { after: 2, by: 'anna', agreement: 'propose', role: 'Order desk' },
      { after: 3, by: 'ivan', agreement: 'sign', ofShare: 1, role: 'Site manager' },
      { after: 4, by: 'eleni', agreement: 'sign', role: 'Head of the modelling group' },
      { after: 1, by: 'anna', act: 'approve' },
      {
        after: 20,
        by: 'anna',
        onShare: 1,
        act: 'deliver',
        access: {
          url: 'https://cloud.cesnet.example/',
          text: 'Project aegean-winter is enabled for vo.coastal-forecast.eu.',
          secrets: { 'Project id': 'b1f0aa52' },
        },
      },
    ],
  },
  {
    customer: 'ingrid',
    project: 'hydrophone',
    service: 'Training infrastructure',
    offer: 'Training Infrastructure',
    parameters: {},
    comment: '',
    daysAgo: 20,
    steps: [{ after: 10, by: 'ingrid', act: 'cancel', reason: 'The workshop moved to spring.' }],
  },
  {
    customer: 'eleni',
    project: 'aegean',
    service: 'EGI Cloud compute',
    offer: 'General purpose',
    parameters: compute(),
    comment: 'Two sites are fine, as long as all machines of one ensemble member run in the same place.',
    daysAgo: 12,
    steps: [
      { after: 1, by: 'anna', act: 'take' },
      {
        after: 3,
        by: 'anna',
        act: 'ask',
        message:
          'Dear Eleni, can the 50 machines be split over two or three sites, and does your code need a shared file system?',
      },
      { after: 14, by: 'eleni', say: 'Two sites are fine. 30 and 20 would suit us well. No shared file system.' },
      { after: 3, by: 'anna', share: { site: 'CESNET-MCC', resources: { vm: 30 } } },
      { after: 0, by: 'anna', share: { site: 'IISAS-FedCloud', resources: { vm: 20 } } },
      { after: 1, by: 'anna', onShare: 1, act: 'send' },
      { after: 0, by: 'anna', onShare: 2, act: 'send' },
      { after: 5, by: 'anna', onShare: 1, act: 'validate', comment: 'Jana confirmed by phone' },
      { after: 6, by: 'anna', onShare: 2, act: 'reject', comment: 'Full until March' },
      { after: 2, by: 'anna', share: { site: 'IN2P3-IRES', resources: { vm: 20 } } },
      { after: 1, by: 'anna', onShare: 3, act: 'send' },
      {
        after: 3,
        by: 'anna',
        say: 'Dear Eleni, 30 of your 50 machines are confirmed at CESNET. We expect the second centre to answer this week. Your start is not at risk.',
      },
      {
        after: 8,
        by: 'jonas',
        note: 'IRES opened the link twice and did not answer. If nothing comes I would split the rest: 10 at CYFRONET-CLOUD, 10 at INFN-CLOUD-BARI. Both have room.',
      },
      { after: 1, by: 'anna', desk: { tags: ['winter-campaign'], priority: 'urgent' } },
    ],
  },
  {
    customer: 'ingrid',
    project: 'arctic',
    service: 'EGI Online Storage',
    offer: 'Object storage',
    parameters: {},
    comment: 'Read often, written once a day.',
    daysAgo: 8,
    steps: [
      { after: 1, by: 'marta', act: 'take' },
      { after: 2, by: 'marta', share: { site: 'SARA-MATRIX', resources: {} } },
      { after: 1, by: 'marta', onShare: 1, act: 'send' },
      {
        after: 20,
        by: 'marta',
        onShare: 1,
        act: 'counter',
        comment: 'New disks arrive in January, then we can offer the rest.',
        counter: { resources: {} },
      },
    ],
  },
  {
    customer: 'ingrid',
    project: 'hydrophone',
    service: 'EGI Archive storage',
    offer: 'EGI Archive storage',
    parameters: {},
    comment: '',
    daysAgo: 5,
    steps: [
      { after: 3, by: 'marta', act: 'take' },
      {
        after: 2,
        by: 'marta',
        act: 'ask',
        message: 'For how long do the recordings have to be kept after the project ends?',
      },
    ],
  },
  {
    customer: 'tomas',
    project: 'nanoflow',
    service: 'EGI Cloud compute',
    offer: 'GPU',
    parameters: {},
    comment: 'Training of a surrogate model.',
    daysAgo: 9,
    steps: [
      { after: 2, by: 'jonas', act: 'take' },
      { after: 1, by: 'jonas', share: { site: 'CYFRONET-CLOUD', resources: {} } },
      { after: 1, by: 'jonas', onShare: 1, act: 'send' },
      { after: 9, by: 'jonas', onShare: 1, act: 'validate', comment: 'Confirmed by phone' },
      { after: 1, by: 'jonas', agreement: 'withdraw', reason: 'A trial of two weeks needs no agreement' },
      { after: 0, by: 'jonas', desk: { noAgreement: true, reason: 'Trial of two weeks' } },
      { after: 1, by: 'jonas', act: 'approve' },
    ],
  },
  {
    customer: 'eleni',
    project: 'aegean',
    service: 'EGI Online Storage',
    offer: 'Block storage',
    parameters: {},
    comment: 'For the archive of model runs.',
    daysAgo: 6,
    steps: [
      { after: 2, by: 'marta', act: 'take' },
      { after: 2, by: 'marta', share: { site: 'INFN-CLOUD-BARI', resources: {} } },
      { after: 1, by: 'marta', onShare: 1, act: 'send' },
      { after: 6, by: 'marta', onShare: 1, act: 'validate', comment: 'Confirmed by phone' },
      { after: 3, by: 'marta', agreement: 'propose', role: 'SLA coordinator' },
    ],
  },
  {
    customer: 'tomas',
    project: 'nanoflow',
    service: 'EGI High-Throughput compute',
    offer: 'MPI',
    parameters: {},
    comment: 'Jobs of 64 cores, a few hours each.',
    daysAgo: 2,
    steps: [],
  },
  {
    customer: 'ingrid',
    project: 'arctic',
    service: 'B2DROP',
    offer: 'B2DROP For Communities And Organisations',
    parameters: {},
    comment: '',
    daysAgo: 2,
    steps: [{ after: 1, by: 'marta', act: 'take' }],
  },
  {
    customer: 'tomas',
    project: 'nanoflow',
    service: 'EGI Notebooks',
    offer: 'Community Notebook',
    parameters: {},
    comment: 'For 25 people of the consortium.',
    daysAgo: 0.6,
    steps: [],
  },
  {
    customer: 'eleni',
    project: 'aegean',
    service: 'EGI Cloud container compute',
    offer: 'High-memory',
    parameters: {},
    comment: '',
    daysAgo: 0.3,
    steps: [],
  },
];

/** Monthly results of a site whose agreement stands, the month that ended last at the end. */
export const demoResults = {
  site: 'CESNET-MCC',
  source: 'Monthly report of the monitoring',
  months: [
    { availability: 99.41, reliability: 99.87, unknown: 0.12 },
    { availability: 97.9, reliability: 98.6, unknown: 14.5 },
    { availability: 78.23, reliability: 84.06, unknown: 0.6 },
    { availability: 98.75, reliability: 99.2, unknown: 0.31 },
  ],
  /** What the provider says to the month that was missed. */
  explanation:
    'A switch between the two machine rooms failed on a Friday night and its spare was faulty, too. The network was whole again on Tuesday. A second path was laid since then.',
} as const;
