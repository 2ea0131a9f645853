import type { Site, SiteInput } from '#contracts/registry/schemas';
import { allow, holds, refuse, type Actor, type Decision } from '#kernel/access';

/** A site as the registry keeps it, with its contacts. */
export interface SiteRecord extends SiteInput {
  readonly id: string;
  readonly version: number;
}

/** Names and addresses of contacts are for people who are signed in. */
export function maySeeContacts(actor: Actor): boolean {
  return actor.kind !== 'anonymous';
}

/** Who keeps the entry of a site: its administrators, and those of the portal. */
export function mayKeepSite(actor: Actor, name: string): Decision {
  if (holds(actor, 'administrator') || holds(actor, 'site-admin', `site:${name}`)) return allow;
  return refuse('site_change_forbidden', `Only administrators of ${name} can change its entry`);
}

/** The site as this reader may see it. */
export function shownTo(actor: Actor, { id: _id, ...site }: SiteRecord): Site {
  return { ...site, contacts: maySeeContacts(actor) ? site.contacts : null };
}

/** Says whether a new entry would change nothing. */
export function sameSite(known: SiteRecord, input: SiteInput): boolean {
  const { id: _id, version: _version, ...kept } = known;
  return (Object.keys(kept) as (keyof SiteInput)[]).every((key) => canonical(kept[key]) === canonical(input[key]));
}

// jsonb does not keep the order of keys, so objects are compared with sorted ones.
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
