/** A request as a caller sends it. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: unknown;
}

/** What the calls are about, once the database is loaded. */
export interface Situation {
  readonly orders: number;
  /** One project a connection: a customer places one order at a time. */
  readonly projects: readonly number[];
  /** One order a connection, taken by the desk. */
  readonly taken: readonly number[];
}

/** Shifter, customer, SLA coordinator and administrator of the demo. */
export type Persona = 'anna' | 'eleni' | 'marta' | 'sofia';

export interface Scenario {
  readonly name: string;
  readonly goalMs: number;
  readonly persona: Persona;
  readonly reads: boolean;
  /** What the marketplace itself took for the same call, as its recorded answers say (`X-Runtime`, 2021). */
  readonly peerMs?: number;
  /** After so many calls of a connection they repeat; so many are recorded for the floor. */
  readonly period: number;
  call(situation: Situation, connection: number, n: number): Call;
}

const get = (path: string): Call => ({ method: 'GET', path });
// Spreads calls over what was loaded, the same in every run.
const some = (orders: number, connection: number, n: number) => ((connection * 8 + n) * 7919) % orders;

/** The time of an event that was loaded, as the feed prints it; see `loadMany`. */
const feedMoment = (event: number) =>
  `2025-01-01T00:00:${String(Math.floor(event / 1_000_000)).padStart(2, '0')}.${String(event % 1_000_000).padStart(6, '0')}Z`;

const daysAgo = (days: number) => Temporal.Now.plainDateISO().subtract({ days }).toString();

const parameters = {
  'Number of CPU Cores': 4,
  'Amount of RAM per CPU core': 4,
  'Local disk': 40,
  'Number of VM instances': 20,
  'Access type': 'reserved',
  'Start of service': '2026-12-01',
  'Number of days': 90,
};

const read = { goalMs: 50, persona: 'anna', reads: true } as const;
const write = { goalMs: 100, reads: false } as const;

const jiraQueries: readonly (readonly [by: string, jql: string, persona?: Persona])[] = [
  ['id', 'key = EOSCSO-3000'],
  ['status', 'status = "In Progress"'],
  ['text', 'text ~ "rare77"'],
  ['text, common', 'text ~ "coastal"'],
  ['text, customer', 'text ~ "rare77"', 'eleni'],
  ['text, customer, common', 'text ~ "coastal"', 'eleni'],
  ['labels', 'labels = urgent'],
  ['no label', 'labels is EMPTY'],
  ['no assignee', 'assignee is EMPTY'],
  ['resolution', 'resolved >= -30d'],
  ['summary', 'summary ~ "Notebooks"'],
  ['date', 'created >= -30d order by updated DESC'],
];

export const scenarios: readonly Scenario[] = [
  {
    ...read,
    name: 'desk list',
    period: 1,
    call: () => get('/api/orders?state=-closed&state=-rejected&group=cloud-compute'),
  },
  {
    ...read,
    name: 'list, every filter',
    period: 1,
    call: () =>
      get(
        '/api/orders?state=in_progress&group=cloud-compute&service=EGI%20Notebooks&class=complex&waiting=provider&sort=-lastPublic',
      ),
  },
  {
    ...read,
    name: 'search, rare word',
    period: 8,
    call: ({ orders }, connection, n) => get(`/api/orders?q=rare${1 + some(orders, connection, n)}`),
  },
  ...(
    [
      ['assignee', 'assignee=me'],
      ['priority', 'priority=urgent'],
      ['project', 'project=7'],
    ] as const
  ).map(([by, filter]): Scenario => ({
    ...read,
    name: `list, by ${by}`,
    goalMs: 200,
    period: 1,
    call: () => get(`/api/orders?${filter}`),
  })),
  { ...read, name: 'search, common word', period: 1, call: () => get('/api/orders?q=coastal') },
  {
    ...read,
    name: 'order page',
    period: 8,
    call: ({ orders }, connection, n) => get(`/api/orders/${1000 + some(orders, connection, n)}`),
  },
  // One customer owns all that was loaded.
  { ...read, name: 'projects of one', goalMs: 200, persona: 'eleni', period: 1, call: () => get('/api/projects') },
  { ...read, name: 'work of one', goalMs: 200, persona: 'eleni', period: 1, call: () => get('/api/work') },
  { ...read, name: 'orders of one', goalMs: 200, persona: 'eleni', period: 1, call: () => get('/api/orders') },
  {
    ...read,
    name: 'search by customer',
    goalMs: 500,
    persona: 'eleni',
    period: 1,
    call: () => get('/api/orders?q=Notebooks'),
  },
  { ...read, name: 'mailbox', goalMs: 200, persona: 'sofia', period: 1, call: () => get('/api/mailbox?q=nowhere') },
  { ...read, name: 'event feed', period: 1, call: () => get('/api/events?after=0&limit=100') },
  // The Ordering API: the first order system is the default one, and anna its administrator.
  ...[
    ['agreements list', ''],
    ['agreements, every filter', '?state=active&kind=SLA&type=vo_sla&service=EGI%20Notebooks&endsBefore=2030-01-01'],
    ['agreements, by text', '?q=campaign%20notebooks'],
    ['agreements of a site', '?site=CESNET-MCC&state=active'],
  ].map(([name = '', query]) => ({
    ...read,
    name,
    goalMs: 200,
    period: 1,
    call: () => get(`/api/agreements${query}`),
  })),
  {
    ...read,
    name: 'agreements of one',
    goalMs: 200,
    persona: 'eleni',
    period: 1,
    call: () => get('/api/agreements'),
  },
  {
    ...read,
    name: 'OMS events, first',
    period: 1,
    peerMs: 77,
    call: () => get('/api/v1/oms/1/events?from_timestamp=2025-01-01T00:00:00.000010Z&limit=20'),
  },
  {
    ...read,
    name: 'OMS events, last',
    period: 1,
    peerMs: 77,
    call: ({ orders }) => get(`/api/v1/oms/1/events?from_timestamp=${feedMoment(orders * 10 - 100)}&limit=20`),
  },
  {
    ...read,
    name: 'OMS projects',
    period: 8,
    peerMs: 430,
    call: ({ orders }, connection, n) =>
      get(`/api/v1/oms/1/projects?from_id=${some(Math.max(orders / 50 - 40, 1), connection, n)}`),
  },
  {
    ...read,
    name: 'OMS items',
    period: 8,
    peerMs: 250,
    call: ({ orders }, connection, n) =>
      get(`/api/v1/oms/1/projects/${1 + some(Math.ceil(orders / 50), connection, n)}/project_items`),
  },
  {
    ...read,
    name: 'OMS item',
    period: 8,
    peerMs: 48,
    call: ({ orders }, connection, n) => {
      const iid = 1 + some(orders, connection, n);
      return get(`/api/v1/oms/1/projects/${Math.ceil(iid / 50)}/project_items/${iid}`);
    },
  },
  {
    ...read,
    name: 'OMS messages',
    period: 8,
    peerMs: 25,
    call: ({ orders }, connection, n) => {
      const iid = 1 + some(orders, connection, n);
      return get(`/api/v1/oms/1/messages?project_id=${Math.ceil(iid / 50)}&project_item_id=${iid}`);
    },
  },
  {
    ...read,
    name: 'TMF list',
    goalMs: 200,
    period: 1,
    call: () => get('/tmf-api/serviceOrdering/v4/serviceOrder?limit=20'),
  },
  {
    ...read,
    name: 'TMF list, by state',
    goalMs: 200,
    period: 1,
    call: () => get('/tmf-api/serviceOrdering/v4/serviceOrder?state=inProgress&limit=20'),
  },
  {
    ...read,
    name: 'TMF order',
    period: 8,
    call: ({ orders }, connection, n) =>
      get(`/tmf-api/serviceOrdering/v4/serviceOrder/${1000 + some(orders, connection, n)}`),
  },
  {
    ...read,
    name: 'statistics, 90 days',
    goalMs: 500,
    period: 1,
    call: () => get('/api/statistics?split=service'),
  },
  {
    ...read,
    name: 'statistics, all',
    goalMs: 2000,
    period: 1,
    call: () => get(`/api/statistics?from=${daysAgo(1000)}&by=month&split=service`),
  },
  ...jiraQueries.map(([by, jql, persona = 'anna']): Scenario => ({
    ...read,
    name: `Jira, by ${by}`,
    goalMs: by.startsWith('text') ? 500 : 200,
    persona,
    period: 1,
    call: () => get(`/jira/rest/api/2/search?maxResults=50&jql=${encodeURIComponent(jql)}`),
  })),
  {
    ...read,
    name: 'Jira, webhooks',
    goalMs: 200,
    persona: 'sofia',
    period: 1,
    call: () => get('/jira/rest/webhooks/1.0/webhook'),
  },
  {
    ...write,
    name: 'place an order',
    persona: 'eleni',
    period: 1,
    call: ({ projects }, connection) => ({
      method: 'POST',
      path: '/api/orders',
      body: { project: projects[connection], offer: 'egi-cloud-compute/1', parameters },
    }),
  },
  {
    ...write,
    name: 'transition',
    persona: 'anna',
    period: 2,
    call: ({ taken }, connection, n) => ({
      method: 'POST',
      path: `/api/orders/${taken[connection]}/transitions`,
      body: n % 2 === 0 ? { action: 'ask', message: 'Which?' } : { action: 'resume' },
    }),
  },
];
