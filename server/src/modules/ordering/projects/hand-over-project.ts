import { letter } from '#kernel/mail-texts';
import { projectFacts, projectMoments } from './project-moments.ts';
import { require, type Actor } from '#kernel/access';
import { AppError, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { nextId } from '#kernel/ids';
import { passOrders } from '../orders/pass-orders.ts';
import type { People } from '../ports.ts';
import { projectToChange, tellProjectChange, type ProjectParts } from './project-parts.ts';
import { active, mayChangeProject, mayReceive } from './project.ts';
import { requireNow } from '../refusal.ts';
import { deleteMember, insertMember, saveProject } from './sql-project-store.ts';
import { orderingLabels as label } from '../mail-labels.ts';

/** Makes a member who has joined the owner; the former owner stays as a member who may order. */
export const handOverProject =
  (parts: ProjectParts & { readonly people: Pick<People, 'byIds'> }) =>
  (actor: Actor, number: number, memberId: string, version?: number): Promise<void> =>
    parts.database.transact(async (tx) => {
      const project = await projectToChange(tx, actor, number);
      require(mayChangeProject(project, actor));
      requireNow(active(project));
      wantsVersion(version, project.version, 'The project');
      const member = project.members.find((one) => one.id === memberId);
      if (!member) throw notFound(`member ${memberId} of project ${number}`);
      requireNow(mayReceive(member));
      // `mayReceive` lets nobody through who has not joined.
      const newOwner = member.personId ?? '';
      const now = parts.clock.now();
      const cards = await parts.people.byIds(tx, [project.ownerId, newOwner]);
      const former = cards.get(project.ownerId);
      if (!former) throw new AppError('refused', 'project_change_forbidden', 'The owner has no account any more');
      await deleteMember(tx, member.id);
      await insertMember(tx, project.id, {
        id: nextId(),
        personId: project.ownerId,
        email: former.email,
        right: 'order',
        invitedAt: now,
        joinedAt: now,
      });
      await saveProject(tx, { ...project, ownerId: newOwner }, now);
      const next = cards.get(newOwner);
      if (next) {
        const why = 'its project was handed over';
        await passOrders(tx, parts, { projectId: project.id, from: project.ownerId, to: next, why });
      }
      const to = next?.email ?? member.email;
      const values = { ...projectFacts(project), 'owner.name': former.name };
      const words = await parts.mailTexts.words(tx, projectMoments.handedOver, values, {
        language: next?.language ?? null,
      });
      await parts.mailer.send(tx, {
        key: `project:${project.number}:handed-over:${newOwner}:${project.version}`,
        to,
        about: `project:${project.number}`,
        ...letter(words, {
          mark: `[Project ${project.number}]`,
          rows: [
            [label.project, project.name],
            [label.formerOwner, former.name],
          ],
          url: `${parts.publicUrl}/projects/${project.number}`,
          because: 'You get this mail because you are a member of this project.',
        }),
      });
      await tellProjectChange(tx, parts, {
        actor,
        project: { ...project, ownerId: newOwner },
        change: 'handed_over',
        action: 'ordering.hand_over_project',
        details: { from: project.ownerId, to: newOwner },
        alsoTell: [project.ownerId],
      });
    });
