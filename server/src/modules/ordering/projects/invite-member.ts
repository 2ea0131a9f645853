import { letter } from '#kernel/mail-texts';
import { projectFacts, projectMoments } from './project-moments.ts';
import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { nextId } from '#kernel/ids';
import type { People } from '../ports.ts';
import { projectToChange, tellProjectChange, type ProjectParts } from './project-parts.ts';
import { active, mayChangeProject, mostMembers, type MemberRight, type ProjectRecord } from './project.ts';
import { requireNow } from '../refusal.ts';
import { insertMember, saveProject } from './sql-project-store.ts';
import { orderingLabels as label } from '../mail-labels.ts';

export interface Invitation {
  readonly email: string;
  readonly right: MemberRight;
}

export const rightInWords: Record<MemberRight, string> = {
  order: 'order services and write to the order desk',
  read: 'read the orders and the conversations',
};

/** Invites somebody by mail; who signs in with that address joins when they first look. */
export const inviteMember =
  (parts: ProjectParts & { readonly people: Pick<People, 'byIds'> }) =>
  (actor: Actor, number: number, { email, right }: Invitation, version?: number): Promise<void> =>
    parts.database.transact(async (tx) => {
      const project = await projectToChange(tx, actor, number);
      require(mayChangeProject(project, actor));
      requireNow(active(project));
      wantsVersion(version, project.version, 'The project');
      await requireNewcomer(tx, parts.people, project, email);
      const now = parts.clock.now();
      const member = { id: nextId(), personId: null, email, right, invitedAt: now, joinedAt: null };
      await insertMember(tx, project.id, member);
      await saveProject(tx, project, now);
      await sendInvitation(tx, parts, { actor, project, invitation: { email, right } });
      await tellProjectChange(tx, parts, {
        actor,
        project,
        change: 'invited',
        action: 'ordering.invite_member',
        details: { member: member.id, right },
      });
    });

async function requireNewcomer(tx: Tx, people: Pick<People, 'byIds'>, project: ProjectRecord, email: string) {
  const refused = (path: string, code: string, message: string) =>
    new AppError('conflict', code, message, { errors: [{ path, message }] });
  const same = (address: string | undefined) => address?.toLowerCase() === email.toLowerCase();
  if (project.members.some((member) => same(member.email))) {
    throw refused(
      'email',
      'already_member',
      `${email} is invited already. Take them out first to give them another right`,
    );
  }
  const joined = [project.ownerId, ...project.members.flatMap((member) => member.personId ?? [])];
  const cards = await people.byIds(tx, joined);
  const known = [...cards.values()].find((card) => same(card.email));
  if (known) throw refused('email', 'already_member', `${known.name} is in this project already`);
  if (project.members.length >= mostMembers) {
    throw refused('email', 'too_many_members', `A project has at most ${mostMembers} members. Take somebody out first`);
  }
}

interface InvitationMail {
  readonly actor: Actor;
  readonly project: ProjectRecord;
  readonly invitation: Invitation;
}

async function sendInvitation(tx: Tx, parts: ProjectParts, { actor, project, invitation }: InvitationMail) {
  const { email, right } = invitation;
  const words = await parts.mailTexts.words(tx, projectMoments.invited, {
    ...projectFacts(project),
    'owner.name': actor.name,
    'reader.email': email,
  });
  await parts.mailer.send(tx, {
    // The version counts on with every change, so that an invitation after a removal is a mail of its own.
    key: `project:${project.number}:invitation:${email.toLowerCase()}:${project.version}`,
    to: email,
    about: `project:${project.number}`,
    ...letter(words, {
      mark: `[Project ${project.number}]`,
      rows: [
        [label.project, project.name],
        [label.invitedBy, actor.name],
        [label.youMay, rightInWords[right]],
      ],
      url: `${parts.publicUrl}/projects/${project.number}`,
      because: `You get this mail because ${actor.name} gave your address.`,
    }),
  });
}
