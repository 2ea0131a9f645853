import multipart from '@fastify/multipart';
import { mediaTypeOf, sendDownload, type App, type Plugin } from '#kernel/http';
import { attachFile, readFile } from '../../messages/message-files.ts';
import { jiraUsers, type JiraContext } from './jira-context.ts';
import { badRequest, JiraError, noSuchIssue } from './jira-error.ts';
import { attachmentJson } from './jira-json.ts';
import { attachmentsOf, orderOfFile, ticketFor } from './sql-tickets.ts';
import { writeComment } from './ticket-comments.ts';

const mostBytes = 10_485_760;

/** Files of tickets. Each goes with a comment, as every file of an order goes with a message. */
export function attachmentRoutes(context: JiraContext): Plugin {
  const { kernel, projectKey } = context;
  return async (app) => {
    app.removeContentTypeParser('*');
    await app.register(multipart, { limits: { fileSize: mostBytes, files: 20 } });
    app.post<{ Params: { key: string } }>('/issue/:key/attachments', async (request, reply) => {
      if (request.headers['x-atlassian-token'] !== 'no-check' && request.headers['x-atlassian-token'] !== 'nocheck')
        throw new JiraError(403, ['XSRF check failed']);
      const { actor } = request;
      const read = kernel.database.read();
      const ticket = await ticketFor(read, actor, request.params.key, projectKey);
      if (ticket.kind === 'project') throw badRequest('Files go with orders, not with projects.');
      if (!request.isMultipart()) throw badRequest('Send the files as multipart/form-data in parts named file.');
      const ids: string[] = [];
      const names: string[] = [];
      for await (const part of request.files()) {
        const bytes = await part.toBuffer();
        const stored = await attachFile(context)(actor, ticket.number, {
          name: part.filename,
          mediaType: mediaTypeOf(part.mimetype),
          bytes,
        });
        ids.push(stored.id);
        names.push(part.filename);
      }
      if (ids.length === 0) throw badRequest('There is no file in the request.');
      await writeComment(context)(actor, ticket, { body: `Attached ${names.join(', ')}`, internal: false }, ids);
      const rows = (await attachmentsOf(read, actor, ticket)).filter(({ id }) => ids.includes(id));
      const users = await jiraUsers(
        context,
        read,
        rows.map(({ by }) => by),
      );
      return reply.send(rows.map((row) => attachmentJson(context, users, row)));
    });
  };
}

/** The bytes of a file, at the address that an attachment tells as its `content`. */
export function downloadRoute(app: App, context: JiraContext): void {
  app.get<{ Params: { id: string } }>('/secure/attachment/:id/:name', async (request, reply) => {
    const number = await orderOfFile(context.kernel.database.read(), request.params.id);
    if (number === undefined) throw noSuchIssue();
    const { file, bytes } = await readFile(context)(request.actor, number, request.params.id);
    return sendDownload(reply, file, bytes);
  });
}
