import { allow, holds, refuse, type Actor, type Decision } from '#kernel/access';

/** Makes, renames and deletes projects, and appoints the people who administer one. */
export function mayGovern(actor: Actor): Decision {
  return holds(actor, 'administrator')
    ? allow
    : refuse(
        'messaging_administrator_required',
        'Only portal administrators make, rename and delete projects and appoint people',
      );
}

interface TokenOwner {
  readonly service_roles: readonly string[];
  readonly memberships: readonly { readonly project: string }[];
}

/** Whoever administers one project makes no token by which they could act in another. */
export function mayRenewToken(actor: Actor, user: TokenOwner, project: string): Decision {
  const elsewhere = user.service_roles.length > 0 || user.memberships.some((one) => one.project !== project);
  return mayGovern(actor).allowed || !elsewhere
    ? allow
    : refuse('token_of_others', 'It works in other projects too. Ask a portal administrator for a new token');
}
