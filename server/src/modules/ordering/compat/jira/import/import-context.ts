import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import type { KnownOffers } from '../../../imports/recognise-order.ts';
import type { Deed } from '../../../orders/order.ts';
import type { OrderingContext } from '../../../ordering-context.ts';
import type { PersonCard } from '../../../ports.ts';
import type { TicketReport } from './import-report.ts';
import type { JiraClient } from './jira-client.ts';
import type { Dictionary, Mapping } from './mapping.ts';
import type { ForeignUser } from './read-issue.ts';

/** What one import works with. */
export interface JiraImport extends OrderingContext {
  readonly client: JiraClient;
  /** The other Jira by the address that it gives itself; names it wherever something of it is kept. */
  readonly source: string;
  /** The address at which it is called. */
  readonly url: string;
  readonly mapping: Mapping;
  readonly dictionary: Dictionary;
  readonly known: KnownOffers;
  /** By whom the tickets come. */
  readonly actor: Actor;
  readonly mostFileBytes: number;
  readonly dryRun: boolean;
  /** Projects that came with the first of their orders, before their own turn; by the id of their ticket. */
  readonly epics: Map<string, Omit<TicketReport, 'key'>>;
}

/** Whether the account is one by which a marketplace writes for its customers. */
export function isConnector({ mapping, kernel }: JiraImport, { name }: ForeignUser): boolean {
  return (mapping.connector ?? [kernel.config.JIRA_USER]).includes(name);
}

/** Somebody of the other Jira as the timeline tells of them. */
interface Somebody {
  readonly deed: Deed;
  /** Of somebody without an account here. */
  readonly author?: { readonly uid: string | null; readonly email: string };
}

/** Who wrote or did something: the customer, by mail address or through the connector; else somebody of the desk. */
export async function somebodyOf(
  imported: JiraImport,
  read: Read,
  user: ForeignUser,
  customer: Pick<PersonCard, 'id' | 'name' | 'email'>,
): Promise<Somebody> {
  const { email, displayName, name } = user;
  const isCustomer = email !== '' && email.toLowerCase() === customer.email.toLowerCase();
  if (isCustomer || isConnector(imported, user))
    return { deed: { byId: customer.id, byName: customer.name, byRole: 'customer' } };
  const known = email === '' ? undefined : await imported.ports.people.byEmail(read, email);
  return {
    deed: { byId: known?.id ?? null, byName: known?.name ?? displayName, byRole: 'shifter' },
    ...(known || (name === '' && email === '') ? {} : { author: { uid: name === '' ? null : name, email } }),
  };
}
