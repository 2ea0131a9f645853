import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { testApp, type TestApp } from '#test/app';
import { jiraClient } from '../testing-jira.ts';
import type { JiraImportRequest } from './import-jira.ts';

/** What a broken network or a hostile server answers in place of the real one. */
interface Mishap {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Another Portolan over real HTTP, whose Jira face is the source, behind a proxy by which answers can be altered. */
export async function sourceJira() {
  const calls: string[] = [];
  const hooks: {
    mishap?: ((path: string) => Mishap | undefined) | undefined;
    // oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape are altered
    alter?: ((path: string, body: any) => unknown) | undefined;
  } = {};
  let port = 0;
  const proxy = createServer(forward);
  function forward(incoming: IncomingMessage, answer: ServerResponse): void {
    const path = incoming.url ?? '';
    calls.push(path);
    const mishap = hooks.mishap?.(path);
    if (mishap) return void answer.writeHead(mishap.status, mishap.headers).end(mishap.body);
    const { headers, method } = incoming;
    const onward = httpRequest({ host: '127.0.0.1', port, method, path, headers }, (there) => {
      const parts: Buffer[] = [];
      there.on('data', (part: Buffer) => void parts.push(part));
      there.on('end', () => {
        const body = Buffer.concat(parts);
        const isJson = String(there.headers['content-type']).includes('json');
        const altered =
          isJson && hooks.alter ? Buffer.from(JSON.stringify(hooks.alter(path, JSON.parse(body.toString())))) : body;
        const { 'content-length': _length, 'transfer-encoding': _encoding, ...rest } = there.headers;
        answer.writeHead(there.statusCode ?? 502, rest).end(altered);
      });
    });
    incoming.pipe(onward);
  }
  await new Promise<void>((done) => void proxy.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const app = await testApp({ settings: { PUBLIC_URL: origin } });
  await app.app.listen({ port: 0, host: '127.0.0.1' });
  port = (app.app.server.address() as AddressInfo).port;
  const jira = await jiraClient(app);
  return {
    app,
    jira,
    url: `${origin}/jira`,
    calls,
    hooks,
    /** Adds a file to a ticket, as a client does. */
    async attach(key: string, name: string, bytes: string): Promise<void> {
      const form = new FormData();
      form.append('file', new Blob([bytes], { type: 'text/plain' }), name);
      const answer = await fetch(`${origin}/jira/rest/api/2/issue/${key}/attachments`, {
        method: 'POST',
        headers: { authorization: jira.authorization, 'x-atlassian-token': 'no-check' },
        body: form,
      });
      if (answer.status !== 200) throw new Error(await answer.text());
    },
    async close(): Promise<void> {
      proxy.close();
      proxy.closeAllConnections();
      await app.close();
    },
  };
}

export type SourceJira = Awaited<ReturnType<typeof sourceJira>>;

/** The installation that takes the tickets, a few days later, and its import. */
export async function importer(source: SourceJira, settings: Readonly<Record<string, string>> = {}) {
  const app = await testApp({ now: '2026-11-27T12:00:00.000Z', settings: { OUTWARD_ALLOW: '127.0.0.1', ...settings } });
  const waits: number[] = [];
  return {
    app,
    waits,
    run: (more: Partial<JiraImportRequest> = {}) =>
      app.modules.ordering.importJira({
        url: source.url,
        project: 'EOSCSO',
        signIn: { kind: 'password', user: 'jira', password: source.jira.password },
        dryRun: false,
        wait: async (milliseconds) => void waits.push(milliseconds),
        ...more,
      }),
  };
}

export type Importer = Awaited<ReturnType<typeof importer>>;

/** Every row of the tables that an import writes to, to see that nothing changed. */
export async function countRows(app: TestApp): Promise<Record<string, number>> {
  const names = [
    'identity.people',
    'kernel.files',
    'kernel.audit',
    'ordering.projects',
    'ordering.orders',
    'ordering.messages',
    'ordering.message_files',
    'ordering.status_entries',
    'ordering.desk_entries',
    'ordering.jira_tickets',
    'ordering.jira_foreign_tickets',
    'ordering.jira_foreign_projects',
    'ordering.jira_foreign_comments',
    'ordering.jira_foreign_files',
    'ordering.jira_imports',
  ];
  const counted: Record<string, number> = {};
  for (const name of names) counted[name] = await rowsIn(app, name);
  return counted;
}

async function rowsIn(app: TestApp, name: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(name)}`.execute(
    app.kernel.database.read(),
  );
  return rows[0]?.count ?? 0;
}
