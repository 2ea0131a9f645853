/** Roles that count in every project of the service. */
export const serviceRoles = [
  'service_admin',
  'admin_viewer',
  'push_worker',
  'metrics_viewer',
  'register_admin',
  'argo_api_authn',
] as const;
/** Roles that somebody holds in one project. */
export const projectRoles = ['project_admin', 'publisher', 'consumer'] as const;

export type ServiceRole = (typeof serviceRoles)[number];
export type ProjectRole = (typeof projectRoles)[number];
export type MessagingRole = ServiceRole | ProjectRole;

const known = new Set<string>([...serviceRoles, ...projectRoles]);
/** Whether a text names a role; users may be given any of them, in a project or for the service. */
export const isRole = (text: string): boolean => known.has(text);

/** Who calls: a user, or whoever holds the service's own secret, who is nobody and may do everything. */
export interface Caller {
  readonly userId: string | null;
  /** The number of the user, which is kept with what they publish; 0 for who is no user. */
  readonly number: number;
  readonly name: string;
  readonly serviceRoles: readonly string[];
  /** Roles by id of the project; a member without roles has an empty list. */
  readonly projects: ReadonlyMap<string, readonly string[]>;
}

/** Who calls without a token, or with one that nobody holds. */
export const nobody: Caller = { userId: null, number: 0, name: '', serviceRoles: [], projects: new Map() };
/** The house itself, people of the portal once it is known that they may, and whoever holds the service token. */
export const house: Caller = { ...nobody, serviceRoles: ['service_admin'] };

/** All roles that a caller has in a project. */
export function rolesIn(caller: Caller, projectId: string | null): readonly string[] {
  const own = projectId === null ? [...caller.projects.values()].flat() : (caller.projects.get(projectId) ?? []);
  return [...own, ...caller.serviceRoles];
}

export const isServiceAdmin = (caller: Caller): boolean => caller.serviceRoles.includes('service_admin');

/**
 * Whether a list holds back what does not name the caller: whoever publishes or consumes sees only resources whose list
 * of users holds them, unless they administer the project or the service (messaging-ams.md 3.6, 3.8).
 */
export function seesOwnOnly(caller: Caller, projectId: string, role: 'publisher' | 'consumer'): boolean {
  const roles = rolesIn(caller, projectId);
  return roles.includes(role) && !roles.includes('project_admin') && !roles.includes('service_admin');
}

/**
 * Whether a resource is closed to the caller: who holds the role that uses it must be on its list, an administrator
 * with that role too (messaging-ams.md 3.7, 3.9).
 */
export function isClosedTo(
  caller: Caller,
  { projectId, users }: { projectId: string; users: ReadonlySet<string> },
  role: 'publisher' | 'consumer',
): boolean {
  return rolesIn(caller, projectId).includes(role) && (caller.userId === null || !users.has(caller.userId));
}
