import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import type { People } from '../ports.ts';
import { tellProjectChange, type ProjectParts } from './project-parts.ts';
import type { MemberRecord, ProjectRecord } from './project.ts';
import { changeMemberRight, deleteMember, invitationsFor, joinMember, lockProject } from './sql-project-store.ts';

/**
 * Turns invitations to the address of the actor into memberships; called when they look at their projects. An address
 * counts only where `People` knows it as that of this very person, so that nobody joins with a claimed address.
 */
export const joinProjects =
  (parts: ProjectParts & { readonly people: Pick<People, 'byEmail'> }) =>
  async (actor: Actor): Promise<void> => {
    const { id, email } = actor;
    if (id === null || email === null) return;
    const read = parts.database.read();
    const numbers = await invitationsFor(read, email);
    if (numbers.length === 0) return;
    if ((await parts.people.byEmail(read, email))?.id !== id) return;
    for (const number of numbers) {
      await parts.database.transact(async (tx) => {
        const project = await lockProject(tx, number);
        const invited = project?.members.find((member) => member.personId === null && isFor(member, email));
        if (!project || !invited) return;
        await join(tx, { project, invited, personId: id, now: parts.clock.now() });
        await tellProjectChange(tx, parts, {
          actor,
          project,
          change: 'joined',
          action: 'ordering.join_project',
          details: { member: invited.id },
          alsoTell: [id],
        });
      });
    }
  };

const isFor = (member: MemberRecord, email: string) => member.email.toLowerCase() === email.toLowerCase();

interface Joining {
  readonly project: ProjectRecord;
  readonly invited: MemberRecord;
  readonly personId: string;
  readonly now: string;
}

/** Who was invited twice, under two addresses, stays one member with the greater right. */
async function join(tx: Tx, { project, invited, personId, now }: Joining): Promise<void> {
  const already = project.members.find((member) => member.personId === personId);
  if (!already && project.ownerId !== personId) return joinMember(tx, invited.id, personId, now);
  await deleteMember(tx, invited.id);
  if (already && invited.right === 'order') await changeMemberRight(tx, already.id, 'order');
}
