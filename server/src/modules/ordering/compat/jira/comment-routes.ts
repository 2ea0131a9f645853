import type { Actor } from '#kernel/access';
import type { App } from '#kernel/http';
import { jiraUsers, type JiraContext } from './jira-context.ts';
import { JiraError } from './jira-error.ts';
import { bodyOf } from './jira-input.ts';
import { commentJson } from './jira-json.ts';
import { commentsOf, ticketFor } from './sql-tickets.ts';
import { changeComment, readComment, writeComment } from './ticket-comments.ts';

interface OfIssue {
  readonly Params: { readonly key: string };
  readonly Querystring: { readonly startAt?: string; readonly maxResults?: string; readonly orderBy?: string };
}
interface OneComment {
  readonly Params: { readonly key: string; readonly id: string };
}

/** Comments of tickets: what customer and desk write to each other, and the desk's notes. */
export function commentRoutes(app: App, context: JiraContext): void {
  const { kernel, projectKey } = context;

  async function load(actor: Actor, key: string) {
    const read = kernel.database.read();
    const ticket = await ticketFor(read, actor, key, projectKey);
    const rows = (await commentsOf(read, actor, [ticket])).get(ticket.issueId) ?? [];
    const users = await jiraUsers(
      context,
      read,
      rows.map(({ author_id: id }) => id),
    );
    return { ticket, rows, show: (row: (typeof rows)[number]) => commentJson(context, users, ticket.issueId, row) };
  }
  async function one(actor: Actor, { key, id }: OneComment['Params']) {
    const found = await load(actor, key);
    const row = found.rows.find(({ number }) => String(number) === id);
    if (!row) throw new JiraError(404, [`Can not find a comment for the id: ${id}.`]);
    return { ...found, row };
  }

  app.get<OfIssue>('/issue/:key/comment', async (request) => {
    const { rows, show } = await load(request.actor, request.params.key);
    const { orderBy = '' } = request.query;
    const startAt = Math.max(Number(request.query.startAt ?? 0) || 0, 0);
    const maxResults = Math.max(Number(request.query.maxResults ?? 1_048_576) || 1_048_576, 1);
    const ordered = orderBy.startsWith('-') ? rows.toReversed() : rows;
    const comments = ordered.slice(startAt, startAt + maxResults).map(show);
    return { startAt, maxResults, total: rows.length, comments };
  });

  app.post<OfIssue>('/issue/:key/comment', async (request, reply) => {
    const { actor, params } = request;
    const input = readComment(bodyOf(request.body));
    const ticket = await ticketFor(kernel.database.read(), actor, params.key, projectKey);
    const { number } = await writeComment(context)(actor, ticket, input);
    const { row, show } = await one(actor, { key: params.key, id: String(number) });
    return reply.code(201).send(show(row));
  });

  app.get<OneComment>('/issue/:key/comment/:id', async (request) => {
    const { row, show } = await one(request.actor, request.params);
    return show(row);
  });

  app.put<OneComment>('/issue/:key/comment/:id', async (request) => {
    const { ticket, row } = await one(request.actor, request.params);
    const body = bodyOf(request.body);
    const input = readComment(body);
    // Who says nothing of visibility leaves it as it is.
    const internal = 'visibility' in body || 'properties' in body ? input.internal : row.scope === 'internal';
    await changeComment(context)(request.actor, ticket, row, { ...input, internal });
    const changed = await one(request.actor, request.params);
    return changed.show(changed.row);
  });

  app.delete<OneComment>('/issue/:key/comment/:id', async (request, reply) => {
    const { ticket, row } = await one(request.actor, request.params);
    await changeComment(context)(request.actor, ticket, row, 'hide');
    return reply.code(204).send();
  });
}
