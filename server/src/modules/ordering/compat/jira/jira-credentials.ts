import type { FastifyRequest } from 'fastify';
import { anonymous, type Actor } from '#kernel/access';
import { HOUR, later } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { newSecret, sameSecret, sha256 } from '#kernel/ids';
import { tables } from '../../tables.ts';
import type { JiraContext } from './jira-context.ts';
import { JiraError } from './jira-error.ts';

export const sessionCookie = 'JSESSIONID';
const sessionHours = 8;
const guesses = { name: 'jira-sign-in', most: 30, windowSeconds: 300 };

export const unauthenticated = () =>
  new JiraError(401, ['You are not authenticated. Authentication required to perform this operation.']);

/** Who calls: HTTP Basic with a password or an API token, a bearer token, or the session of a client. Throws 401 for what does not hold, `limit` once an address has guessed too often. */
export async function jiraActor(context: JiraContext, request: FastifyRequest): Promise<Actor> {
  const { kernel } = context;
  // From here on the account is answered from memory, inside transactions too.
  await context.ports.accounts.technical(context.kernel.config.JIRA_USER);
  const header = request.headers.authorization ?? '';
  const bearer = /^Bearer +(\S+) *$/i.exec(header)?.[1];
  if (bearer !== undefined) await kernel.within(guesses, request.ip);
  if (bearer !== undefined) return withScope(await byToken(context, request, bearer));
  const basic = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header)?.[1];
  if (basic !== undefined) {
    const [, name = '', password = ''] =
      /^([^:]*):([\s\S]*)$/.exec(Buffer.from(basic, 'base64').toString('utf8')) ?? [];
    return signedIn(context, request, name, password);
  }
  if (header !== '') throw unauthenticated();
  const secret = request.cookies[sessionCookie];
  return secret === undefined ? anonymous : ((await bySession(context, secret)) ?? anonymous);
}

/** Whoever this name and password stand for: the configured account, or a person with an API token of theirs as the password. */
export async function signedIn(
  context: JiraContext,
  request: FastifyRequest,
  name: string,
  password: string,
): Promise<Actor> {
  const { JIRA_USER: user, JIRA_PASSWORD: kept } = context.kernel.config;
  await context.kernel.within(guesses, request.ip);
  const technical = await context.ports.accounts.technical(user);
  if (name === user && kept !== undefined && sameSecret(password, kept)) return technical;
  const actor = withScope(await byToken(context, request, password));
  const names = actor.id === technical.id ? [user] : [actor.email, actor.id];
  if (!names.some((known) => known?.toLowerCase() === name.toLowerCase())) throw await refused(context, request);
  return actor;
}

async function byToken(context: JiraContext, request: FastifyRequest, token: string): Promise<Actor> {
  try {
    return await context.ports.accounts.actorOfToken(token);
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unauthenticated') throw await refused(context, request);
    throw error;
  }
}

/** Counts wrong guesses of an address, so that passwords are not tried out. */
async function refused({ kernel }: JiraContext, request: FastifyRequest): Promise<JiraError> {
  await kernel.limit(guesses, request.ip);
  return unauthenticated();
}

function withScope(actor: Actor): Actor {
  const { tokenScopes } = actor;
  if (tokenScopes === null || tokenScopes.includes('*') || tokenScopes.includes('orders')) return actor;
  throw new JiraError(403, ['This needs an API token with the scope orders.']);
}

async function bySession({ kernel, ports }: JiraContext, secret: string): Promise<Actor | undefined> {
  const read = kernel.database.read();
  const row = await tables(read)
    .selectFrom('ordering.jira_sessions')
    .select('person_id')
    .where('token_hash', '=', sha256(secret))
    .where('expires_at', '>', kernel.clock.now())
    .executeTakeFirst();
  return row && ports.actors.of(read, row.person_id);
}

/** Opens a session of a client, with those that ran out swept on the way. Answers its secret. */
export async function openSession({ kernel }: JiraContext, personId: string): Promise<string> {
  const secret = newSecret();
  const now = kernel.clock.now();
  await kernel.database.transact(async (tx) => {
    await tables(tx).deleteFrom('ordering.jira_sessions').where('expires_at', '<', now).execute();
    await tables(tx)
      .insertInto('ordering.jira_sessions')
      .values({
        token_hash: sha256(secret),
        person_id: personId,
        created_at: now,
        expires_at: later(now, sessionHours * HOUR),
      })
      .execute();
  });
  return secret;
}

export async function closeSession({ kernel }: JiraContext, secret: string): Promise<void> {
  await tables(kernel.database.read())
    .deleteFrom('ordering.jira_sessions')
    .where('token_hash', '=', sha256(secret))
    .execute();
}
