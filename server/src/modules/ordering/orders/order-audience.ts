import { scopeTag } from '#kernel/access';
import type { Read } from '#kernel/database';
import { providerRoles } from '../shares/share-access.ts';
import type { OrderRow, ShareRecord } from './order.ts';
import { sharesOf } from './sql-order-store.ts';
import { peopleOfProject } from '../projects/sql-project-store.ts';

/** Tags of those who read every order. */
export const deskTags: readonly string[] = ['role:shifter', 'role:sla-coordinator', 'role:administrator'];

type Contacted = Pick<ShareRecord, 'site_name' | 'contact_person_id' | 'sent_at'>;

/** Tags of the contacts of a share, which is theirs from its sending on. */
export function contactTags({ site_name: site, contact_person_id: person, sent_at: sentAt }: Contacted): string[] {
  if (sentAt === null) return [];
  return [
    ...providerRoles.map((role) => scopeTag(role, `site:${site}`)),
    ...(person === null ? [] : [`person:${person}`]),
  ];
}

/** Tags of the contacts who work on an order now. */
export async function providersOf(read: Read, orderId: string): Promise<string[]> {
  const live = (await sharesOf(read, orderId)).filter(
    ({ state }) => !['proposed', 'withdrawn', 'superseded'].includes(state),
  );
  return [...new Set(live.flatMap(contactTags))];
}

/** Tags of those whose screens show an order: the desk, the people of its project, the contacts that were asked. */
export async function orderAudience(read: Read, order: Pick<OrderRow, 'id' | 'project_id'>): Promise<string[]> {
  const people = await peopleOfProject(read, order.project_id);
  return [...new Set([...deskTags, ...people.map((id) => `person:${id}`), ...(await providersOf(read, order.id))])];
}
