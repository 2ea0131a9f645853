import { FixedClock } from '#kernel/clock';
import { loadConfig, type Config } from '#kernel/config';
import { createPortolan, type Portolan } from '../../src/app.ts';
import { seedBase } from '../../src/demo/seed-base.ts';
import { testDatabase } from './database.ts';

export interface TestApp extends Portolan {
  readonly clock: FixedClock;
  /** Calls the API as a persona of the demo (`eleni`, `anna`, ...), or as nobody. */
  as(persona: string | null): TestClient;
  /** Id of a persona. */
  idOf(persona: string): string;
  /** Delivers all events and runs the jobs they ask for. */
  settle(): Promise<void>;
}

export interface TestAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
  readonly body: any;
}

export interface TestClient {
  get(url: string, headers?: Record<string, string>): Promise<TestAnswer>;
  post(url: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  put(url: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  patch(url: string, body?: unknown, headers?: Record<string, string>): Promise<TestAnswer>;
  delete(url: string, headers?: Record<string, string>): Promise<TestAnswer>;
}

const morning = '2026-11-23T09:00:00.000Z';

/** Another process on the same database and by the same clock; closing it leaves the database open. */
export function processBeside(
  { kernel: { config, clock, database } }: Portolan,
  settings: Partial<Config> = {},
): Promise<Portolan> {
  const shared = { ...database, close: () => Promise.resolve() };
  return createPortolan({ ...config, ...settings }, { clock, database: shared });
}

/** The whole application on a database of its own, with the demo's people, groups, sites and catalogue; time stands still. */
export async function testApp({
  now = morning,
  settings = {},
}: { now?: string; settings?: Readonly<Record<string, string>> } = {}): Promise<TestApp> {
  const clock = new FixedClock(now);
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: 'memory',
    PORT: '0',
    PUBLIC_URL: 'http://portolan.example',
    ...settings,
  });
  const portolan = await createPortolan(config, { clock, database: await testDatabase() });
  const people = await seedBase(portolan, () => undefined);
  const tokens = new Map<string, string>();
  for (const [persona, personId] of people) {
    const issued = await portolan.kernel.database.transact((tx) =>
      portolan.modules.identity.issueToken(tx, { personId, name: 'test', scopes: ['*'], expiresInDays: 30 }),
    );
    tokens.set(persona, issued.secret);
  }
  await portolan.kernel.jobs.start({ work: false });

  const client = (persona: string | null): TestClient => {
    const token = persona === null ? undefined : tokens.get(persona);
    if (persona !== null && token === undefined) throw new Error(`There is no persona ${persona}`);
    const call = async (
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
      url: string,
      body?: unknown,
      headers: Record<string, string> = {},
    ): Promise<TestAnswer> => {
      const answer = await portolan.app.inject({
        method,
        url,
        headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const isJson = String(answer.headers['content-type'] ?? '').includes('json');
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        body: isJson ? answer.json() : answer.body,
      };
    };
    return {
      get: (url, headers) => call('GET', url, undefined, headers),
      post: (url, body, headers) => call('POST', url, body, headers),
      put: (url, body, headers) => call('PUT', url, body, headers),
      patch: (url, body, headers) => call('PATCH', url, body, headers),
      delete: (url, headers) => call('DELETE', url, undefined, headers),
    };
  };

  return {
    ...portolan,
    clock,
    as: client,
    idOf(persona) {
      const id = people.get(persona);
      if (id === undefined) throw new Error(`There is no persona ${persona}`);
      return id;
    },
    async settle() {
      await portolan.kernel.relay.drain();
    },
  };
}
