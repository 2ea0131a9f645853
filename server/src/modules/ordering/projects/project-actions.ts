import type { Action } from '#contracts/kernel/schemas';
import type { Actor, Decision } from '#kernel/access';
import { active, mayArchive, mayChangeProject, mayDelete, mayOrderIn, type ProjectRecord } from './project.ts';

const refusalOf = (...decisions: readonly Decision[]): string | null => {
  const no = decisions.find((decision) => !decision.allowed);
  return no && !no.allowed ? no.reason : null;
};

/** What the actor may do with the project, and why not. */
export function projectActions(
  project: ProjectRecord,
  actor: Actor,
  { orders, openOrders }: { readonly orders: number; readonly openOrders: number },
): Action[] {
  const owner = mayChangeProject(project, actor);
  const order = refusalOf(mayOrderIn(project, actor));
  const change = refusalOf(owner, active(project));
  const joined = project.members.some((member) => member.personId !== null);
  const isArchived = project.status === 'archived';
  const action = (
    name: string,
    label: string,
    refusal: string | null,
    effect: string | null,
    needs: string[] = [],
  ) => ({
    action: name,
    label,
    refusal,
    effect,
    needs,
    primary: false,
  });
  return [
    { ...action('order', 'Order a service', order, null), primary: order === null },
    action('edit', 'Edit project', change, null),
    action('invite', 'Invite somebody', change, 'Mail to them with a link to this project', ['email', 'right']),
    action(
      'remove_member',
      'Take somebody out',
      change ?? (project.members.length === 0 ? 'Nobody is invited' : null),
      'They no longer see the project and its orders; nobody gets a mail',
      ['member'],
    ),
    action(
      'hand_over',
      'Hand over project',
      change ?? (joined ? null : 'Nobody has joined yet. Invite the new owner first'),
      'Mail to the new owner. You stay as a member who may order',
      ['member'],
    ),
    isArchived
      ? action('restore', 'Restore project', refusalOf(owner), 'Members can order in it again; nobody gets a mail')
      : action(
          'archive',
          'Archive project',
          refusalOf(owner, mayArchive(openOrders)),
          'Nobody can order in it until it is restored; nobody gets a mail',
        ),
    action('duplicate', 'Duplicate project', null, 'Copies its details; no orders, no members', ['name']),
    action(
      'delete',
      'Delete project',
      refusalOf(owner, mayDelete(orders)),
      'It is gone for all its members; nobody gets a mail',
    ),
  ];
}
