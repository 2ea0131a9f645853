import type { ShareRole } from '#contracts/ordering/share-lifecycle';
import { scopesOf, type Actor } from '#kernel/access';
import type { ShareRecord } from '../orders/order.ts';

type Contacted = Pick<ShareRecord, 'state' | 'site_name' | 'contact_email' | 'contact_person_id' | 'sent_at'>;

/** Who holds one of these for a site speaks for it as a provider. */
export const providerRoles = ['provider', 'site-admin'] as const;

/** Sites for which the actor speaks as a provider. */
export function sitesOf(actor: Actor): string[] {
  return providerRoles
    .flatMap((role) => scopesOf(actor, role))
    .flatMap((scope) => (scope.startsWith('site:') ? [scope.slice('site:'.length)] : []));
}

/** The addresses that a share is sent to; a contact may be several, separated by commas. */
export function addressesOf(contactEmail: string): string[] {
  const all = contactEmail
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  return all.filter(
    (address, index) => all.findIndex((other) => other.toLowerCase() === address.toLowerCase()) === index,
  );
}

/** Speaks for the resource centre of the share: its contact, or holder of a role on the site. A draft has no contact yet. */
export function isContactOf(actor: Actor, share: Contacted): boolean {
  if (actor.id === null || share.sent_at === null) return false;
  if (share.contact_person_id === actor.id || sitesOf(actor).includes(share.site_name)) return true;
  const own = (actor.email ?? '').toLowerCase();
  return own !== '' && addressesOf(share.contact_email).some((address) => address.toLowerCase() === own);
}

/** In which roles the actor may act on a share, the desk first. */
export function rolesOnShare(actor: Actor, share: Contacted, mayWork: boolean): ShareRole[] {
  if (actor.kind === 'system') return ['system'];
  return [...(mayWork ? (['shifter'] as const) : []), ...(isContactOf(actor, share) ? (['provider'] as const) : [])];
}
