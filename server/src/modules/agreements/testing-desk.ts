import type { Actor } from '#kernel/access';
import { assembleKernel, type Kernel } from '#kernel/assemble';
import { FixedClock } from '#kernel/clock';
import { loadConfig } from '#kernel/config';
import type { Database } from '#kernel/database';
import { buildHttp, type App } from '#kernel/http';
import { agreementsModule, type AgreementsModule } from './agreements-module.ts';
import type { FakeOrders } from './testing-orders.ts';

const person = (id: string, name: string, ...roles: readonly (readonly [string, string])[]): Actor => ({
  kind: 'person',
  id,
  name,
  email: `${id}@portolan.example`,
  roles: roles.map(([role, scope]) => ({ role, scope })),
  tokenScopes: null,
});

/** People who act in tests of agreements. */
export const people = {
  jonas: person('jonas', 'Jonas Weber', ['sla-coordinator', '*']),
  anna: person('anna', 'Anna de Wit', ['shifter', 'group:cloud-compute']),
  otto: person('otto', 'Otto Other', ['shifter', 'group:storage']),
  eleni: person('eleni', 'Ελένη Παπαδάκη'),
  nikos: person('nikos', 'Nikos Reader'),
  petr: person('petr', 'Petr Provider', ['provider', 'site:CESNET-MCC']),
  marie: person('marie', 'Marie Elsewhere', ['provider', 'site:IN2P3-IRES']),
  nobody: person('nobody', 'Somebody Else'),
} as const;
export type PersonName = keyof typeof people;

const sites = ['CESNET-MCC', 'IN2P3-IRES'].map((name) => ({
  name,
  country: name === 'CESNET-MCC' ? 'Czechia' : 'France',
  contact: { name: `Operations of ${name}`, email: `ops@${name.toLowerCase()}.example` },
}));

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly bytes: Buffer;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
  readonly body: any;
}

export interface TestDesk {
  readonly kernel: Kernel;
  readonly clock: FixedClock;
  readonly orders: FakeOrders;
  readonly agreements: AgreementsModule;
  readonly app: App;
  call(
    who: PersonName | null,
    method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Answer>;
  /** Delivers events, and runs the jobs that make PDFs. */
  settle(): Promise<void>;
  /** Mails to somebody, newest first. */
  mails(to: string): Promise<{ subject: string; text: string }[]>;
  close(): Promise<void>;
}

/** The agreements module with its API and pages on a database of its own, over orders that a test puts there. */
export async function testDesk(orders: FakeOrders, database: Database): Promise<TestDesk> {
  const clock = new FixedClock('2026-11-23T10:00:00.000Z');
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATA_DIR: 'memory',
    PORT: '0',
    PUBLIC_URL: 'http://portolan.example',
  });
  const kernel = await assembleKernel({ config, clock, database });
  const agreements = agreementsModule({
    kernel,
    orders,
    coordinators: async () => ['jonas@portolan.example'],
    sites: { byName: async (_read, name) => sites.find((site) => site.name === name) },
    accountOf: async (_read, email) => {
      const id = Object.values(people).find((known) => known.email === email)?.id ?? undefined;
      return id === undefined ? undefined : { id, language: null };
    },
  });
  const { app } = await buildHttp({
    logger: kernel.logger,
    metrics: kernel.metrics,
    authenticate: async (request) => {
      const who = String(request.headers['x-who'] ?? '');
      const found = Object.entries(people).find(([name]) => name === who);
      return found ? found[1] : request.actor;
    },
    trustProxy: undefined,
    publicUrl: config.publicUrl,
  });
  await app.register(agreements.routes);
  await app.ready();

  async function renderDue(): Promise<void> {
    const versions = await kernel.database
      .read()
      .selectFrom('kernel.events')
      .select(['payload'])
      .where('type', 'like', 'agreements.%')
      .execute();
    const ids = new Set(
      versions.flatMap(({ payload }) =>
        typeof payload === 'object' && payload !== null && 'versionId' in payload ? [String(payload.versionId)] : [],
      ),
    );
    for (const id of ids) await agreements.commands.render(id);
  }

  await kernel.jobs.start({ work: false });
  return {
    kernel,
    clock,
    orders,
    agreements,
    app,
    async call(who, method, url, body, headers = {}) {
      const answer = await app.inject({
        method,
        url,
        headers: { ...(who === null ? {} : { 'x-who': who }), ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const isJson = String(answer.headers['content-type'] ?? '').includes('json');
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        bytes: answer.rawPayload,
        body: isJson ? answer.json() : answer.body,
      };
    },
    async settle() {
      await kernel.relay.drain();
      await renderDue();
      await kernel.relay.drain();
    },
    async mails(to) {
      const rows = await kernel.database
        .read()
        .selectFrom('kernel.mails')
        .select(['subject', 'body_text'])
        .where('recipient', '=', to)
        .orderBy('number', 'desc')
        .execute();
      return rows.map((row) => ({ subject: row.subject, text: row.body_text }));
    },
    async close() {
      await app.close();
      await kernel.close();
    },
  };
}

/** The token in the newest mail to somebody. */
export async function tokenFor(desk: TestDesk, to: string): Promise<string> {
  const [mail] = await desk.mails(to);
  const token = /\/s\/([\w-]{43})/.exec(mail?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`no link in the mail to ${to}`);
  return token;
}
