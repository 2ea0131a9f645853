import { seesDesk } from '../../orders/order-access.ts';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import type { OrderingContext } from '../../ordering-context.ts';
import type { PersonCard } from '../../ports.ts';
import { contextPath } from './jira-names.ts';

/** What the ticket surface works with. */
export interface JiraContext extends OrderingContext {
  /** Context path and version, absolute: `https://orders.example.org/jira/rest/api/2`. */
  readonly api: string;
  /** `https://orders.example.org/jira`. */
  readonly base: string;
  readonly projectKey: string;
}

export function jiraContext(context: OrderingContext): JiraContext {
  const base = `${context.kernel.config.publicUrl}${contextPath}`;
  return { ...context, base, api: `${base}/rest/api/2`, projectKey: context.kernel.config.JIRA_PROJECT_KEY };
}

/** The account by which a marketplace's connector works: its name is told as it is configured, whatever the person is called. */
export async function technicalId(context: JiraContext): Promise<string> {
  return (await context.ports.accounts.technical(context.kernel.config.JIRA_USER)).id ?? '';
}

/** People as Jira's clients name them: by mail address, the technical account by its name. */
export interface JiraUsers {
  readonly technical: string;
  card(id: string | null): PersonCard | undefined;
  nameOf(id: string): string;
}

export async function jiraUsers(context: JiraContext, read: Read, ids: readonly (string | null)[]): Promise<JiraUsers> {
  const technical = await technicalId(context);
  const cards = await context.ports.people.byIds(
    read,
    ids.filter((id) => id !== null),
  );
  const card = (id: string | null) => (id === null ? undefined : cards.get(id));
  return {
    technical,
    card,
    nameOf: (id) =>
      id === technical ? context.kernel.config.JIRA_USER : card(id)?.email === '' ? id : (card(id)?.email ?? id),
  };
}

/** Id of the person whom a client names: the technical account, a mail address or an id. */
export async function personNamed(context: JiraContext, read: Read, name: string): Promise<string | undefined> {
  if (name === context.kernel.config.JIRA_USER) return technicalId(context);
  if (name.includes('@')) return (await context.ports.people.byEmail(read, name))?.id;
  return (await context.ports.people.byIds(read, [name])).get(name)?.id;
}

/** The desk sees every ticket; somebody else those of the projects in which they have a part. */
export const seesAllTickets = (actor: Actor) => seesDesk(actor);
