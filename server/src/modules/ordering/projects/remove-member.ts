import { require, type Actor } from '#kernel/access';
import { notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { passOrders } from '../orders/pass-orders.ts';
import type { People } from '../ports.ts';
import { projectToChange, tellProjectChange, type ProjectParts } from './project-parts.ts';
import { active, mayChangeProject } from './project.ts';
import { requireNow } from '../refusal.ts';
import { deleteMember, saveProject } from './sql-project-store.ts';

/** Takes a member or an open invitation out of the project; what they ordered in it stays, with the owner as customer. */
export const removeMember =
  (parts: ProjectParts & { readonly people: Pick<People, 'byIds'> }) =>
  (actor: Actor, number: number, memberId: string, version?: number): Promise<void> =>
    parts.database.transact(async (tx) => {
      const project = await projectToChange(tx, actor, number);
      require(mayChangeProject(project, actor));
      requireNow(active(project));
      wantsVersion(version, project.version, 'The project');
      const member = project.members.find((one) => one.id === memberId);
      if (!member) throw notFound(`member ${memberId} of project ${number}`);
      await deleteMember(tx, member.id);
      const owner = (await parts.people.byIds(tx, [project.ownerId])).get(project.ownerId);
      if (member.personId !== null && owner) {
        const why = 'they were taken out of the project';
        await passOrders(tx, parts, { projectId: project.id, from: member.personId, to: owner, why });
      }
      await saveProject(tx, project, parts.clock.now());
      await tellProjectChange(tx, parts, {
        actor,
        project,
        change: 'member_removed',
        action: 'ordering.remove_member',
        details: { member: member.id, person: member.personId },
      });
    });
