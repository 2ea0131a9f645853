import type { Publication } from '#contracts/catalogue/schemas';
import { allow, holds, refuse, scopesOf, type Actor, type Decision } from '#kernel/access';

interface Owned {
  readonly status: Publication;
  readonly providerSlug: string;
}

function keeps(actor: Actor, providerSlug: string): boolean {
  return holds(actor, 'administrator') || holds(actor, 'provider', `provider:${providerSlug}`);
}

/** Everybody sees what is published; what is not, only those who keep it. What is deleted nobody sees. */
export function maySee(actor: Actor, { status, providerSlug }: Owned): boolean {
  switch (status) {
    case 'published':
      return true;
    case 'draft':
    case 'unpublished':
      return keeps(actor, providerSlug);
    case 'deleted':
      return false;
  }
}

/** Slugs of the providers whose entries somebody keeps; `all` for administrators of the portal. */
export function keptBy(actor: Actor): readonly string[] | 'all' {
  const scopes = scopesOf(actor, 'provider');
  if (holds(actor, 'administrator') || scopes.includes('*')) return 'all';
  return scopes.flatMap((scope) => /^provider:(.+)$/.exec(scope)?.[1] ?? []);
}

/** Entries are kept by the administrators of their provider and of the portal. */
export function mayKeep(actor: Actor, { slug, name }: { slug: string; name: string }): Decision {
  if (keeps(actor, slug)) return allow;
  return refuse('catalogue_change_forbidden', `Only administrators of ${name} can change its entries`);
}

/** Order systems are kept by portal administrators. */
export function mayKeepOmses(actor: Actor): Decision {
  return holds(actor, 'administrator')
    ? allow
    : refuse('administrator_only', 'Only portal administrators keep order systems');
}
