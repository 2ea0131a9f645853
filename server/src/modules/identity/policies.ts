import { allow, holds, refuse, type Actor, type Decision } from '#kernel/access';

/** Changing one's own account, and anything that would let a token outgrow its scopes, takes a browser. */
export function mayUseAccount(actor: Actor): Decision {
  if (actor.kind === 'person' && actor.tokenScopes !== null) {
    return refuse('session_required', 'An API token cannot do this. Sign in with a browser');
  }
  return allow;
}

export function mayAdminister(actor: Actor): Decision {
  return holds(actor, 'administrator')
    ? allow
    : refuse('administrator_required', 'Only portal administrators can do this');
}

/** Staff find people to work with; customers name others by their mail address. */
export function maySearchPeople(actor: Actor): Decision {
  const staff = ['administrator', 'shifter', 'sla-coordinator'].some((role) => holds(actor, role));
  return staff
    ? allow
    : refuse(
        'people_search_forbidden',
        'Only shifters, SLA coordinators and administrators can search people. Use a mail address instead',
      );
}

/** Who may see a person at all; for others there is none. */
export function maySeePerson(actor: Actor, personId: string): boolean {
  return actor.id === personId || maySearchPeople(actor).allowed;
}

/** Identities and entitlements of a person are for administrators and the person alone. */
export function maySeeIdentities(actor: Actor, personId: string): boolean {
  return actor.id === personId || mayAdminister(actor).allowed;
}
