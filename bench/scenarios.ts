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

export interface Scenario {
  readonly name: string;
  readonly goalMs: number;
  readonly persona: 'anna' | 'eleni';
  readonly reads: boolean;
  /** After so many calls of a connection they repeat; so many are recorded for the floor. */
  readonly period: number;
  call(situation: Situation, connection: number, n: number): Call;
}

const get = (path: string): Call => ({ method: 'GET', path });
// Spreads calls over what was loaded, the same in every run.
const some = (orders: number, connection: number, n: number) => ((connection * 8 + n) * 7919) % orders;

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
  { ...read, name: 'search, common word', period: 1, call: () => get('/api/orders?q=coastal') },
  {
    ...read,
    name: 'order page',
    period: 8,
    call: ({ orders }, connection, n) => get(`/api/orders/${1000 + some(orders, connection, n)}`),
  },
  { ...read, name: 'event feed', period: 1, call: () => get('/api/events?after=0&limit=100') },
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
