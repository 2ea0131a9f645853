/** An entitlement that says membership of a group, or a role in it (AARC-G069, which supersedes G002). */
export interface Entitlement {
  /** `mace`, `geant`; lower case. */
  readonly nid: string;
  /** The delegated namespace: `egi.eu`. */
  readonly namespace: string;
  readonly subnamespaces: readonly string[];
  readonly group: string;
  readonly subgroups: readonly string[];
  readonly role: string | null;
  /** Who says so; never part of a comparison. */
  readonly authority: string | null;
}

/** Characters that may stand in a component as they are, or percent-encoded (RFC 8141); a colon would end it. */
const component = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=@/?]|%[0-9A-Fa-f]{2})+$/;
const nidForm = /^[a-z0-9][a-z0-9-]{0,30}[a-z0-9]$/;

/** Reads `urn:{nid}:{namespace}[:{sub}]*:group:{group}[:{subgroup}]*[:role={role}][#{authority}]`; null for anything else. */
export function parseEntitlement(text: string): Entitlement | null {
  const [body = '', ...after] = text.split('#');
  const authority = after.length === 0 || after[0] === '' ? null : decoded(after.join('#'));
  if (authority === undefined) return null;
  const [scheme = '', nid = '', namespace = '', ...rest] = body.split(':');
  if (scheme.toLowerCase() !== 'urn' || !nidForm.test(nid.toLowerCase())) return null;

  const marker = rest.indexOf('group');
  if (marker < 0) return null;
  const path = rest.slice(marker + 1);
  const last = path.at(-1);
  const role = last?.startsWith('role=') ? decoded(last.slice('role='.length)) : null;
  const groups = role === null ? path : path.slice(0, -1);
  if (groups.some((name) => name.startsWith('role='))) return null;

  const names = [namespace, ...rest.slice(0, marker), ...groups].map(decoded);
  if (role === undefined || !names.every((name) => name !== undefined)) return null;
  const [owner = '', ...others] = names;
  const [group, ...subgroups] = others.slice(marker);
  if (group === undefined) return null;
  return {
    nid: nid.toLowerCase(),
    namespace: owner,
    subnamespaces: others.slice(0, marker),
    group,
    subgroups,
    role,
    authority,
  };
}

/** Writes the stable form that many clients compare as plain text: parts in one order, one role. */
export function printEntitlement(entitlement: Entitlement): string {
  const { nid, namespace, subnamespaces, group, subgroups, role, authority } = entitlement;
  // Only the first component `group` marks the group, so a subnamespace of that name is encoded.
  const before = subnamespaces.map((name) => (name === 'group' ? '%67roup' : encoded(name)));
  const parts = ['urn', nid, encoded(namespace), ...before, 'group', encoded(group), ...subgroups.map(encoded)];
  if (role !== null) parts.push(`role=${encoded(role)}`);
  return parts.join(':') + (authority === null ? '' : `#${encoded(authority)}`);
}

/**
 * True when what somebody holds is at least what is required: membership of a subgroup is membership of its parents,
 * but a role counts only in the very group that names it. False when either is no entitlement.
 */
export function satisfies(required: string | Entitlement, held: string | Entitlement): boolean {
  const wanted = typeof required === 'string' ? parseEntitlement(required) : required;
  const owned = typeof held === 'string' ? parseEntitlement(held) : held;
  if (!wanted || !owned) return false;
  if (wanted.nid !== owned.nid || wanted.namespace !== owned.namespace || wanted.group !== owned.group) return false;
  if (!beginsWith(owned.subnamespaces, wanted.subnamespaces) || !beginsWith(owned.subgroups, wanted.subgroups))
    return false;
  return wanted.role === null || (wanted.role === owned.role && wanted.subgroups.length === owned.subgroups.length);
}

/** True when one of the values that a person carries satisfies the requirement. */
export function holdsEntitlement(required: string | Entitlement, held: readonly string[]): boolean {
  const wanted = typeof required === 'string' ? parseEntitlement(required) : required;
  return wanted !== null && held.some((value) => satisfies(wanted, value));
}

function beginsWith(whole: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((name, index) => whole[index] === name);
}

function decoded(text: string): string | undefined {
  if (!component.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    // Percent signs that are no UTF-8: not an entitlement.
    return undefined;
  }
}

const encoded = (name: string): string => encodeURIComponent(name);
