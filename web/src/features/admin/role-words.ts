import { grantableRoles } from '#contracts/identity/schemas';
import type { GrantableRole } from '#contracts/identity/schemas';

import { t } from '../../app/messages.ts';

export function isGrantable(role: string): role is GrantableRole {
  return role in grantableRoles;
}

export const roleOptions = (): { value: string; label: string }[] =>
  Object.entries(grantableRoles).map(([value, { label }]) => ({ value, label: t(label) }));

/** `Shifter, cloud-compute`; a scope of `*` goes without saying. */
export function roleText({ role, scope }: { readonly role: string; readonly scope: string }): string {
  const label = isGrantable(role) ? t(grantableRoles[role].label) : role;
  return scope === '*' ? label : `${label}, ${scope.replace(/^[a-z]+:/, '')}`;
}

/** Whether a role takes a scope, and which kinds: `group:`, `site:`. */
export function scopeHint(role: string): string {
  if (!isGrantable(role)) return '';
  const kinds: readonly string[] = grantableRoles[role].scopes;
  const named = kinds.filter((kind) => kind !== '*').map((kind) => `${kind}:name`);
  const everywhere = kinds.includes('*') ? ['* for everywhere'] : [];
  return [...everywhere, ...named].join(', ');
}

export function defaultScope(role: string): string {
  if (!isGrantable(role)) return '*';
  const kinds: readonly string[] = grantableRoles[role].scopes;
  return kinds.includes('*') ? '*' : `${kinds[0]}:`;
}
