import type { Selectable } from 'kysely';
import { holds, personId, type Actor } from '#kernel/access';
import { json, type Read, type Tx } from '#kernel/database';
import { tables, type OrderingTables } from '../../tables.ts';
import { technicalId, type JiraContext } from './jira-context.ts';
import { badField, JiraError } from './jira-error.ts';
import { isRecord, type Body } from './jira-input.ts';
import { searchTickets } from './search-tickets.ts';
import { maskedUrl, shownUrl, webhookUrl } from './webhook-body.ts';

export type JiraWebhook = Selectable<OrderingTables['ordering.jira_webhooks']>;

const mostWebhooks = 100;
export const noSuchWebhook = () => new JiraError(404, ['No webhook with this id exists.']);

/** Webhooks are kept by administrators and by the account of the connector. */
export async function requireKeeper(context: JiraContext, actor: Actor): Promise<void> {
  if (holds(actor, 'administrator') || (actor.id !== null && actor.id === (await technicalId(context)))) return;
  throw new JiraError(403, ['You do not have permission to manage webhooks.']);
}

export async function webhooksOf(read: Read): Promise<JiraWebhook[]> {
  return tables(read).selectFrom('ordering.jira_webhooks').selectAll().orderBy('number').execute();
}

export async function webhookNumbered(read: Read, id: string): Promise<JiraWebhook> {
  const row = /^\d{1,9}$/.test(id)
    ? await tables(read)
        .selectFrom('ordering.jira_webhooks')
        .selectAll()
        .where('number', '=', Number(id))
        .executeTakeFirst()
    : undefined;
  if (!row) throw noSuchWebhook();
  return row;
}

type Settings = Pick<JiraWebhook, 'name' | 'url' | 'events' | 'filter' | 'exclude_body' | 'enabled'>;
const fresh: Settings = { name: '', url: '', events: [], filter: '', exclude_body: false, enabled: true };

/** Reads a registration, what it leaves out from `before`; an address as it was shown keeps its secret. */
export async function readRegistration(
  context: JiraContext,
  actor: Actor,
  given: Body,
  before: Settings = fresh,
): Promise<Settings> {
  const name = given['name'] === undefined ? before.name : given['name'];
  if (typeof name !== 'string' || name.trim() === '' || name.length > 255)
    throw badField('name', 'The webhook needs a name.');
  const filters = given['filters'];
  const wanted = isRecord(filters) ? filters['issue-related-events-section'] : undefined;
  const filter = typeof wanted === 'string' ? wanted.trim() : before.filter;
  if (filter.length > 5000) throw badField('filters', 'The query is too long.');
  if (filter !== '')
    await searchTickets(context, context.kernel.database.read(), actor, { jql: filter, startAt: 0, maxResults: 0 });
  return {
    name: name.trim(),
    url: readUrl(context, given['url'], before.url),
    events: readEvents(given['events'], before.events),
    filter,
    exclude_body: typeof given['excludeBody'] === 'boolean' ? given['excludeBody'] : before.exclude_body,
    enabled: typeof given['enabled'] === 'boolean' ? given['enabled'] : before.enabled,
  };
}

function readUrl({ kernel, projectKey }: JiraContext, given: unknown, before: string): string {
  if (given === undefined || (before !== '' && given === shownUrl(before))) return before;
  const wrong = badField('url', 'The webhook needs an address that begins with http:// or https://.');
  if (typeof given !== 'string' || given.length > 2000) throw wrong;
  if (!/^https?:\/\/[^/?#@${}]+([/?#]|$)/.test(given) || !URL.canParse(given)) throw wrong;
  kernel.outward.check(webhookUrl(given, { issueId: 1, commentId: '1', projectKey }));
  return given;
}

function readEvents(given: unknown, before: readonly string[]): readonly string[] {
  if (given === undefined) return before;
  const events: unknown[] = Array.isArray(given) ? given : [undefined];
  const read = events.flatMap((event) => (typeof event === 'string' && /^[a-z:_]{1,60}$/.test(event) ? [event] : []));
  if (read.length !== events.length || read.length > 60)
    throw badField('events', 'The events of a webhook are a list of names.');
  return [...new Set(read)];
}

/** Keeps a new receiver; it is told of what happens from now on. */
export const registerWebhook =
  (context: JiraContext) =>
  async (tx: Tx, actor: Actor, settings: Settings): Promise<JiraWebhook> => {
    const { kernel } = context;
    if ((await webhooksOf(tx)).length >= mostWebhooks) throw new JiraError(400, ['There are too many webhooks.']);
    const now = kernel.clock.now();
    const row = await tables(tx)
      .insertInto('ordering.jira_webhooks')
      .values({
        ...settings,
        events: json(settings.events),
        by_id: personId(actor),
        created_at: now,
        changed_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await noteWebhook(context, tx, actor, 'register', row);
    return row;
  };

export const changeWebhook =
  (context: JiraContext) =>
  async (tx: Tx, actor: Actor, number: number, settings: Settings): Promise<JiraWebhook> => {
    const row = await tables(tx)
      .updateTable('ordering.jira_webhooks')
      .set({
        ...settings,
        events: json(settings.events),
        by_id: personId(actor),
        changed_at: context.kernel.clock.now(),
      })
      .where('number', '=', number)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw noSuchWebhook();
    await noteWebhook(context, tx, actor, 'change', row);
    return row;
  };

export const removeWebhook =
  (context: JiraContext) =>
  async (tx: Tx, actor: Actor, number: number): Promise<void> => {
    const row = await tables(tx)
      .deleteFrom('ordering.jira_webhooks')
      .where('number', '=', number)
      .returningAll()
      .executeTakeFirst();
    if (!row) throw noSuchWebhook();
    await noteWebhook(context, tx, actor, 'remove', row);
  };

async function noteWebhook(
  { kernel }: JiraContext,
  tx: Tx,
  actor: Actor,
  deed: 'register' | 'change' | 'remove',
  { number, url }: JiraWebhook,
): Promise<void> {
  await kernel.audit(tx, {
    actor,
    action: `ordering.${deed}_jira_webhook`,
    target: `jira-webhook:${number}`,
    details: { url: maskedUrl(url) },
  });
}
