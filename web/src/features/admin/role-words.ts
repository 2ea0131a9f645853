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

function kindsOf(role: string): readonly string[] {
  return isGrantable(role) ? grantableRoles[role].scopes : [];
}

/** Whether a role holds somewhere, and not simply everywhere. */
export function hasScope(role: string): boolean {
  return kindsOf(role).some((kind) => kind !== '*');
}

const examples: Readonly<Record<string, string>> = {
  group: 'group:cloud-compute',
  site: 'site:CESNET-MCC',
  provider: 'provider:egi-foundation',
};

/** How the scope of a role is written. */
export function scopeHint(role: string): string {
  const kinds = kindsOf(role);
  const such = kinds.flatMap((kind) => examples[kind] ?? []).join(t(' or '));
  return kinds.includes('*') ? t('Such as {such}; * for everywhere', { such }) : t('Such as {such}', { such });
}

/** What of the scope goes without saying: `*` where nothing else is possible, `site:` where only sites are. */
export function defaultScope(role: string): string {
  const [kind, ...others] = kindsOf(role);
  if (kind === undefined || others.length > 0) return '';
  return kind === '*' ? '*' : `${kind}:`;
}
