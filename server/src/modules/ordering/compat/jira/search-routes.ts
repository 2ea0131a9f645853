import type { FastifyRequest } from 'fastify';
import type { App } from '#kernel/http';
import type { JiraContext } from './jira-context.ts';
import { badRequest } from './jira-error.ts';
import { isRecord, reference, type Body } from './jira-input.ts';
import { fieldChoice } from './jira-json.ts';
import { namesOfFields, schemas } from './issue-routes.ts';
import { searchTickets } from './search-tickets.ts';
import { showTickets } from './show-tickets.ts';
import { ticketsOf } from './sql-tickets.ts';

const mostResults = 1000;

/** A list as clients give it: an array, or names with commas between. */
function listIn(value: unknown): string[] {
  const parts: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return parts
    .flatMap((part) => (typeof part === 'string' ? part.split(',') : []))
    .filter((part) => part.trim() !== '');
}

function wholeIn(value: unknown, otherwise: number): number {
  const number = typeof value === 'string' ? Number(value) : value;
  if (value === undefined || value === null || value === '') return otherwise;
  if (typeof number !== 'number' || !Number.isSafeInteger(number))
    throw badRequest(`'${reference(value) ?? ''}' is not a whole number.`);
  return number < 0 ? otherwise : number;
}

/** Searches by query, by GET and POST, in the older form with offsets and the newer one with page tokens. */
export function searchRoutes(app: App, context: JiraContext): void {
  const asked = (request: FastifyRequest): Body => {
    const given = request.method === 'POST' ? request.body : request.query;
    return isRecord(given) ? given : {};
  };

  async function find(request: FastifyRequest, given: Body, startAt: number, otherwise: '*all' | '*navigable') {
    const jql = typeof given['jql'] === 'string' ? given['jql'] : '';
    const maxResults = Math.min(wholeIn(given['maxResults'], 50), mostResults);
    const expand = listIn(given['expand']);
    const read = context.kernel.database.read();
    const page = await searchTickets(context, read, request.actor, { jql, startAt, maxResults });
    const chosen = fieldChoice(listIn(given['fields']), otherwise);
    const issues = await showTickets(context, read, request.actor, await ticketsOf(read, page.issueIds), {
      chosen,
      expand,
    });
    return { page, issues, maxResults, expand };
  }

  app.route({
    method: ['GET', 'POST'],
    url: '/search',
    handler: async (request) => {
      const given = asked(request);
      const startAt = wholeIn(given['startAt'], 0);
      const { page, issues, maxResults, expand } = await find(request, given, startAt, '*navigable');
      return {
        expand: 'schema,names',
        startAt,
        maxResults,
        total: page.total,
        issues,
        ...(expand.includes('names') ? { names: namesOfFields() } : {}),
        ...(expand.includes('schema') ? { schema: schemas() } : {}),
      };
    },
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/search/jql',
    handler: async (request) => {
      const given = asked(request);
      const startAt = readPageToken(given['nextPageToken']);
      const { page, issues, maxResults } = await find(request, given, startAt, '*navigable');
      const next = startAt + maxResults;
      const isLast = next >= page.total || maxResults === 0;
      return { issues, ...(isLast ? {} : { nextPageToken: pageToken(next) }), isLast };
    },
  });
}

const pageToken = (startAt: number) => Buffer.from(`at ${startAt}`).toString('base64url');

function readPageToken(token: unknown): number {
  if (token === undefined || token === null || token === '') return 0;
  const [, startAt] = /^at (\d{1,9})$/.exec(Buffer.from(reference(token) ?? '', 'base64url').toString('utf8')) ?? [];
  if (startAt === undefined) throw badRequest('The page token is not one that was given out.');
  return Number(startAt);
}
