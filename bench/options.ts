import { parseArgs } from 'node:util';

export type DatabaseKind = 'pglite' | 'postgres';

export interface Options {
  readonly orders: number;
  readonly seconds: number;
  readonly connections: number;
  readonly databases: readonly DatabaseKind[];
  /** Only operations whose name contains one of these. */
  readonly scenario: readonly string[];
  /** The loaded database stays, and the next run goes on with it. */
  readonly keep: boolean;
  /** Messaging is compared with its floor and peers; null where it is not. */
  readonly messaging: { readonly system: string; readonly backlog: number } | null;
  /** Where databases may be made and dropped. */
  readonly server: string;
  /** Start-up and the initial JavaScript are measured too. */
  readonly around: boolean;
}

const help = `npm run bench -- [options]

  --orders 100000      orders to load, with ten messages each; a tenth and a hundredth of them are measured on the way
  --seconds 6          how long each operation runs, and as long its floor, in turns
  --connections 4      callers at the same time, each with one request under way
  --only PART          pglite, postgres or messaging; all, then start-up and the initial JavaScript, unless given
  --scenario TEXT      only operations whose name contains the text; several texts with | between them
  --keep               leaves the loaded database portolan_bench_ORDERS, of PGlite a folder of temporary files by that
                       name, or goes on with it without loading;
                       what was written in the meantime is in it too, so figures of one run alone compare
  --system TEXT        messaging: only systems whose name contains the text, beside the floor
  --backlog 0          messaging: so many messages are written, and everything is measured once more

Messaging is compared with a floor (bare Node HTTP with group commit to a file) and with those of RabbitMQ, NATS, Redis
and Google's Pub/Sub emulator that are installed; each is started on a port and in a folder of its own.

TEST_DATABASE_URL names the PostgreSQL server where a database is made and dropped
(postgres://postgres@127.0.0.1:5432/postgres unless set).

The floor of an operation is what its requests send to the database, sent by the bare driver behind a bare Fastify route:
the statements of a transaction one after the other on one connection, all others at once. It has no rules and no rights.`;

export function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: '100000' },
      seconds: { type: 'string', default: '6' },
      connections: { type: 'string', default: '4' },
      only: { type: 'string' },
      scenario: { type: 'string', default: '' },
      system: { type: 'string', default: '' },
      backlog: { type: 'string', default: '0' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    console.log(help);
    process.exit(0);
  }
  const { only } = values;
  if (only !== undefined && only !== 'pglite' && only !== 'postgres' && only !== 'messaging')
    throw new Error(`--only takes pglite, postgres or messaging, not ${only}`);
  return {
    orders: count('orders', values.orders),
    seconds: count('seconds', values.seconds),
    connections: count('connections', values.connections),
    databases: only === undefined ? ['postgres', 'pglite'] : only === 'messaging' ? [] : [only],
    messaging:
      only === undefined || only === 'messaging'
        ? { system: values.system, backlog: values.backlog === '0' ? 0 : count('backlog', values.backlog) }
        : null,
    scenario: values.scenario.split('|'),
    keep: values.keep,
    server: process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres',
    around: only === undefined,
  };
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${name} takes a whole number above 0, not ${text}`);
}
