import type { JiraCheck } from '#contracts/ordering/jira';
import type { App } from '#kernel/http';
import { connectorFields } from './connector-settings.ts';
import { closeSession, openSession, sessionCookie } from './jira-credentials.ts';
import { technicalId, type JiraContext } from './jira-context.ts';
import { fieldId } from './jira-fields.ts';
import { isRecord, type Body } from './jira-input.ts';
import { contextPath, issueTypes, statuses } from './jira-names.ts';
import { shownUrl, webhookEvents } from './webhook-body.ts';
import { webhooksOf } from './webhook-registration.ts';

type Send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => Promise<Answer>;
interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Goes through the self-check of the connector by the requests that it makes (ordering.md 3.5.1), signed in as its account. */
export const checkConnector = (context: JiraContext, app: App) => async (): Promise<JiraCheck[]> => {
  const session = await openSession(context, await technicalId(context));
  const send: Send = async (method, path, body) => {
    const answer = await app.inject({
      method,
      url: `${contextPath}/rest/api/2${path}`,
      headers: { cookie: `${sessionCookie}=${session}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
  };
  try {
    return [
      credentials(context),
      await answers(send, 'Connection', '/project'),
      await answers(send, `Issue type of orders (${issueTypes.order.id})`, `/issuetype/${issueTypes.order.id}`),
      await answers(send, `Issue type of projects (${issueTypes.project.id})`, `/issuetype/${issueTypes.project.id}`),
      await answers(send, `Project ${context.projectKey}`, `/project/${context.projectKey}`),
      ...(await Promise.all(statuses.map(({ id, name }) => answers(send, `Status ${name} (${id})`, `/status/${id}`)))),
      await fields(send),
      ...(await ticket(context, send)),
      await webhooks(context),
    ];
  } finally {
    await closeSession(context, session);
  }
};

const check = (name: string, ok: boolean, detail: string): JiraCheck => ({ name, ok, detail: ok ? '' : detail });

function credentials({ kernel: { config } }: JiraContext): JiraCheck {
  return {
    name: `Account ${config.JIRA_USER}`,
    ok: true,
    detail: config.JIRA_PASSWORD === undefined ? 'No JIRA_PASSWORD is set: use a token made here as the password' : '',
  };
}

async function answers(send: Send, name: string, path: string): Promise<JiraCheck> {
  const { status } = await send('GET', path);
  return check(name, status === 200, `GET ${path} answered ${status}`);
}

async function fields(send: Send): Promise<JiraCheck> {
  const { body } = await send('GET', '/field');
  const there = (Array.isArray(body) ? body : []).filter(isRecord);
  const missing = connectorFields.filter(
    (field) => !there.some(({ id, name }) => id === fieldId(field) && name === field.name),
  );
  return check('Custom fields', missing.length === 0, `Missing: ${missing.map(({ name }) => name).join(', ')}`);
}

/** Makes a ticket, changes it, writes on it, looks for the way to Ready, and deletes it. */
async function ticket({ projectKey }: JiraContext, send: Send): Promise<JiraCheck[]> {
  const made = await send('POST', '/issue', {
    fields: {
      project: { key: projectKey },
      issuetype: { id: issueTypes.order.id },
      summary: 'Check of the connection',
    },
  });
  const id = isRecord(made.body) ? String(made.body['id']) : '';
  const created = check('Create a ticket', made.status === 201, `answered ${made.status}`);
  if (!created.ok) return [created];
  const changed = await send('PUT', `/issue/${id}`, {
    fields: { description: 'Made to check the connection' },
    update: { labels: [{ add: 'test' }] },
  });
  const said = await send('POST', `/issue/${id}/comment`, { body: 'Check of the connection' });
  const { body } = await send('GET', `/issue/${id}/transitions`);
  const ready = statuses.find(({ state }) => state === 'ready');
  const offered: Body[] = isRecord(body) && Array.isArray(body['transitions']) ? body['transitions'] : [];
  const leads = offered.some(({ to }) => isRecord(to) && to['id'] === ready?.id);
  const gone = await send('DELETE', `/issue/${id}`);
  return [
    created,
    check('Change a ticket', changed.status === 204, `answered ${changed.status}`),
    check('Write a comment', said.status === 201, `answered ${said.status}`),
    check('From Todo to Ready', leads, 'No transition of a new ticket leads to Ready'),
    check('Delete a ticket', gone.status === 204, `answered ${gone.status}`),
  ];
}

async function webhooks(context: JiraContext): Promise<JiraCheck> {
  const rows = await webhooksOf(context.kernel.database.read());
  const fit = rows.some(
    ({ enabled, url, events, filter }) =>
      enabled &&
      shownUrl(url).endsWith('/api/webhooks/jira?issue_id=${issue.id}') &&
      filter.includes(`project = ${context.projectKey}`) &&
      webhookEvents.every((event) => events.includes(event)),
  );
  return check('Webhook', fit, 'No webhook tells a marketplace of its tickets. Add one below');
}
