import type { customerTypologies, memberRights, ProjectInput } from '#contracts/ordering/project-schemas';
import { allow, refuse, type Actor, type Decision } from '#kernel/access';

export type MemberRight = (typeof memberRights)[number];
/** What somebody may do in a project; `owner` includes everything, `order` includes reading. */
export type ProjectRight = 'owner' | MemberRight;

export interface MemberRecord {
  readonly id: string;
  /** Null until the invited person looks for the first time. */
  readonly personId: string | null;
  readonly email: string;
  readonly right: MemberRight;
  readonly invitedAt: string;
  readonly joinedAt: string | null;
}

/** The frame of orders: who owns it, who may order in it, what it is for. */
export interface ProjectRecord {
  readonly id: string;
  readonly number: number;
  readonly ownerId: string;
  readonly name: string;
  readonly typology: (typeof customerTypologies)[number];
  readonly status: 'active' | 'archived';
  readonly details: ProjectInput;
  readonly version: number;
  readonly createdAt: string;
  readonly changedAt: string;
  readonly members: readonly MemberRecord[];
}

/** Most members and open invitations of one project. */
export const mostMembers = 100;

/** What the actor may do in the project; undefined for everybody who has no part in it. */
export function rightIn(project: ProjectRecord, actor: Actor): ProjectRight | undefined {
  if (actor.kind === 'system') return 'owner';
  if (actor.id === null) return undefined;
  if (project.ownerId === actor.id) return 'owner';
  return project.members.find((member) => member.personId === actor.id)?.right;
}

/** Only owner and members see a project; for everybody else there is none. */
export function maySeeProject(project: ProjectRecord, actor: Actor): boolean {
  return rightIn(project, actor) !== undefined;
}

/** Placing orders and writing to the desk in the name of the project. */
export function mayOrderIn(project: ProjectRecord, actor: Actor): Decision {
  const right = rightIn(project, actor);
  if (right !== 'owner' && right !== 'order') {
    return refuse(
      'project_order_forbidden',
      'You may read this project. Ask its owner to invite you as somebody who may order',
    );
  }
  return active(project, 'Restore it to order in it');
}

/** Details, members and status are the owner's. */
export function mayChangeProject(project: ProjectRecord, actor: Actor): Decision {
  if (rightIn(project, actor) === 'owner') return allow;
  return refuse('project_change_forbidden', 'Only the owner of the project can do this');
}

/** An archived project stays as it is until it is restored. */
export function active(project: ProjectRecord, remedy = 'Restore it to change it'): Decision {
  return project.status === 'active' ? allow : refuse('project_archived', `This project is archived. ${remedy}`);
}

/** A project with running orders cannot be put away. */
export function mayArchive(openOrders: number): Decision {
  if (openOrders === 0) return allow;
  const open = openOrders === 1 ? '1 order is open' : `${openOrders} orders are open`;
  return refuse('project_has_open_orders', `${open}. Close or cancel what is open first`);
}

/** What was ordered stays readable, so only a project without any order can go. */
export function mayDelete(orders: number): Decision {
  if (orders === 0) return allow;
  return refuse('project_has_orders', 'Something was ordered in it, which stays readable. Archive the project instead');
}

/** Only somebody who has signed in can become the owner. */
export function mayReceive(member: MemberRecord): Decision {
  if (member.personId !== null) return allow;
  return refuse(
    'member_not_joined',
    `${member.email} has not joined yet. Ask them to open the link of their invitation`,
  );
}

/** Whose screens show the project. */
export function projectAudience(project: ProjectRecord): string[] {
  const people = [project.ownerId, ...project.members.flatMap((member) => member.personId ?? [])];
  return [...new Set(people)].map((id) => `person:${id}`);
}
