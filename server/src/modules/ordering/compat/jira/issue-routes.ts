import type { App } from '#kernel/http';
import { assigneeIn, editTicket } from './edit-ticket.ts';
import { createTicket } from './create-ticket.ts';
import { jiraUsers, type JiraContext } from './jira-context.ts';
import { badRequest } from './jira-error.ts';
import { customFields, fieldId, systemFields } from './jira-fields.ts';
import { bodyOf, isRecord, readWishes, reference } from './jira-input.ts';
import { changelogJson, fieldChoice, fieldsJson, issueKey, statusJson } from './jira-json.ts';
import { formFields } from './meta-routes.ts';
import { showTickets } from './show-tickets.ts';
import { statusHistory, ticketFor } from './sql-tickets.ts';
import { readComment } from './ticket-comments.ts';
import { deleteTicket, transitionsOf, transitionTicket } from './transition-ticket.ts';

interface Issue {
  readonly Params: { readonly key: string };
  readonly Querystring: Readonly<Record<string, string | undefined>>;
}

const listOf = (text: string | undefined) => (text ?? '').split(',').filter((part) => part !== '');

/** Tickets one by one. */
export function issueRoutes(app: App, context: JiraContext): void {
  const { api, kernel, projectKey } = context;
  const read = () => kernel.database.read();
  type Asked = { readonly params: Issue['Params']; readonly actor: Parameters<typeof ticketFor>[1] };
  const ticketOf = ({ params, actor }: Asked) => ticketFor(read(), actor, params.key, projectKey);

  app.post('/issue', async (request, reply) => {
    const issueId = await createTicket(context)(request.actor, readWishes(bodyOf(request.body)));
    return reply
      .code(201)
      .send({ id: String(issueId), key: issueKey(context, issueId), self: `${api}/issue/${issueId}` });
  });

  app.get<Issue>('/issue/:key', async (request) => {
    const ticket = await ticketOf(request);
    const expand = listOf(request.query['expand']);
    const chosen = fieldChoice(listOf(request.query['fields']), '*all');
    const [shown] = await showTickets(context, read(), request.actor, [ticket], { chosen, expand });
    return {
      ...shown,
      ...(expand.includes('names') ? { names: namesOfFields() } : {}),
      ...(expand.includes('schema') ? { schema: schemas() } : {}),
      ...(expand.includes('transitions') ? { transitions: transitions(request.query, ticket) } : {}),
      ...(expand.includes('renderedFields') ? { renderedFields: {} } : {}),
    };
  });

  app.put<Issue>('/issue/:key', async (request, reply) => {
    const body = bodyOf(request.body);
    if (!isRecord(body['fields']) && !isRecord(body['update']))
      throw badRequest("one of 'fields' or 'update' required");
    await editTicket(context)(request.actor, await ticketOf(request), readWishes(body));
    return reply.code(204).send();
  });

  app.delete<Issue>('/issue/:key', async (request, reply) => {
    await deleteTicket(context)(request.actor, await ticketOf(request));
    return reply.code(204).send();
  });

  app.put<Issue>('/issue/:key/assignee', async (request, reply) => {
    const ticket = await ticketOf(request);
    const assignee = bodyOf(request.body);
    await assigneeIn(context, request.actor, assignee);
    await editTicket(context)(request.actor, ticket, { ...readWishes({}), system: { assignee } });
    return reply.code(204).send();
  });

  function transitions(query: Issue['Querystring'], ticket: Awaited<ReturnType<typeof ticketOf>>) {
    const withFields = (query['expand'] ?? '').includes('transitions.fields');
    return transitionsOf(ticket)
      .filter(({ id }) => query['transitionId'] === undefined || query['transitionId'] === id)
      .map(({ id, to }) => ({ id, name: to.name, to: statusJson(context, to), ...(withFields ? { fields: {} } : {}) }));
  }
  app.get<Issue>('/issue/:key/transitions', async (request) => ({
    expand: 'transitions',
    transitions: transitions(request.query, await ticketOf(request)),
  }));
  app.post<Issue>('/issue/:key/transitions', async (request, reply) => {
    const body = bodyOf(request.body);
    const wanted = reference(body['transition']);
    if (wanted === undefined) throw badRequest("Missing 'transition' identifier");
    const ticket = await ticketOf(request);
    const { comments } = readWishes({ update: body['update'] });
    await transitionTicket(context)(request.actor, ticket, wanted, comments.map(readComment));
    return reply.code(204).send();
  });

  app.get<Issue>('/issue/:key/editmeta', async (request) => {
    const { kind } = await ticketOf(request);
    const { issuetype: _type, project: _project, ...fields } = formFields(context, kind);
    return { fields };
  });
  app.get<Issue>('/issue/:key/watchers', async (request) => {
    const { issueId } = await ticketOf(request);
    return {
      self: `${api}/issue/${issueKey(context, issueId)}/watchers`,
      isWatching: false,
      watchCount: 0,
      watchers: [],
    };
  });
  for (const method of ['POST', 'DELETE'] as const)
    app.route<Issue>({
      method,
      url: '/issue/:key/watchers',
      handler: async (request, reply) => {
        await ticketOf(request);
        return reply.code(204).send();
      },
    });
  app.get<Issue>('/issue/:key/worklog', async (request) => {
    await ticketOf(request);
    return { startAt: 0, maxResults: 0, total: 0, worklogs: [] };
  });
  app.get<Issue>('/issue/:key/remotelink', async (request) => {
    const ticket = await ticketOf(request);
    if (ticket.kind === 'project') return [];
    return [
      {
        id: ticket.issueId,
        self: `${api}/issue/${ticket.issueId}/remotelink/${ticket.issueId}`,
        application: {},
        object: { url: `${kernel.config.publicUrl}/orders/${ticket.number}`, title: `Order ${ticket.number}` },
      },
    ];
  });
  app.get<Issue>('/issue/:key/changelog', async (request) => {
    const ticket = await ticketOf(request);
    const history = ticket.kind === 'order' ? await statusHistory(read(), ticket.order.id) : [];
    const users = await jiraUsers(
      context,
      read(),
      history.map(({ by_id: id }) => id),
    );
    const { histories, ...page } = changelogJson(context, users, history);
    return { ...page, isLast: true, values: histories };
  });
}

/** Name of each field by its id. */
export const namesOfFields = () =>
  Object.fromEntries([
    ...systemFields.map(({ id, name }) => [id, name]),
    ...customFields.map((field) => [fieldId(field), field.name]),
  ]);

export const schemas = () => Object.fromEntries(fieldsJson().map(({ id, schema }) => [id, schema]));
