import type { IdentityModule } from '#identity';
import type { Kernel } from '#kernel/assemble';
import type { App } from '#kernel/http';
import { fieldId, fieldNamed } from './jira-fields.ts';

interface Running {
  readonly app: App;
  readonly kernel: Pick<Kernel, 'database'>;
  readonly modules: { readonly identity: Pick<IdentityModule, 'technicalAccount' | 'issueToken'> };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read answers of every shape
  readonly body: any;
}

/** Calls the ticket surface as its technical account, for tests. */
export async function jiraClient(app: Running) {
  const { kernel, modules } = app;
  const account = await modules.identity.technicalAccount('jira');
  const { secret } = await kernel.database.transact((tx) =>
    modules.identity.issueToken(tx, { personId: account.id ?? '', name: 'test', scopes: ['*'], expiresInDays: 30 }),
  );
  const authorization = `Basic ${Buffer.from(`jira:${secret}`).toString('base64')}`;
  const call = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer> => {
    const answer = await app.app.inject({
      method,
      url: path.startsWith('http') ? new URL(path).pathname + new URL(path).search : `/jira/rest/api/2${path}`,
      headers: { authorization, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
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
    password: secret,
    authorization,
    get: (path: string) => call('GET', path),
    post: (path: string, body?: unknown) => call('POST', path, body),
    put: (path: string, body?: unknown) => call('PUT', path, body),
    delete: (path: string) => call('DELETE', path),
  };
}

/** `customfield_<number>` of a field by its name. */
export const custom = (name: string) => fieldId(fieldNamed(name));

/** A project ticket as the marketplace's connector makes one. */
export const anEpic = (name: string, more: Record<string, unknown> = {}) => ({
  fields: {
    project: { key: 'EOSCSO' },
    issuetype: { id: 10000 },
    summary: `Project, John Doe, ${name}`,
    [custom('Epic Name')]: name,
    [custom('CI-Name')]: 'John',
    [custom('CI-Surname')]: 'Doe',
    [custom('CI-DisplayName')]: 'John Doe',
    [custom('CI-Email')]: 'john.doe@elsewhere.example',
    [custom('CI-EOSC-UniqueID')]: 'john-uid@aai.example',
    [custom('CP-CustomerTypology')]: { id: '10260' },
    [custom('SO-ProjectName')]: `${name} (17)`,
    ...more,
  },
});

const cloudOrder = JSON.stringify({
  category: 'Compute',
  service: 'EGI Cloud compute',
  offer: 'General purpose',
  attributes: {
    'Number of CPU Cores': 8,
    'Amount of RAM per CPU core': 4,
    'Local disk': 20,
    'Number of VM instances': 3,
    'Access type': 'opportunistic',
    'Start of service': '2026-12-24',
    'Number of days': 30,
  },
});

/** An order ticket as the connector makes one. */
export const anOrderTicket = (epic: string | undefined, more: Record<string, unknown> = {}) => ({
  fields: {
    project: { key: 'EOSCSO' },
    issuetype: { id: '10204' },
    summary: 'Service order, John Doe, EGI Cloud compute',
    ...(epic === undefined ? {} : { [custom('Epic Link')]: epic }),
    [custom('SO-1')]: cloudOrder,
    [custom('CP-INeedAVoucher')]: { id: '10271' },
    [custom('CP-VoucherID')]: '',
    [custom('CP-Platforms')]: '',
    [custom('SO-OfferType')]: { id: '10280' },
    [custom('Order reference')]: 'https://marketplace.example/projects/17/services/1',
    ...more,
  },
});
