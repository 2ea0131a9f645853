import { z } from 'zod';
import type { ProjectConversation, ProjectWord } from '#contracts/ordering/project-pages';
import { allow, personId, refuse, require, type Actor, type Decision } from '#kernel/access';
import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { cursorNumber, decodeCursor, encodeCursor } from '#kernel/http';
import { seesDesk } from '../orders/order-access.ts';
import { deskTags } from '../orders/order-audience.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { mayOrderIn, maySeeProject, projectAudience, type ProjectRecord } from './project.ts';
import { appendWord, lastWords, wordsOn, type WordRow } from './sql-project-conversation.ts';
import { projectByNumber } from './sql-project-store.ts';

type Page = { readonly after?: string | undefined; readonly limit: number };

/** Who may order in the project writes to the desk about it; the desk writes back. */
function mayWrite(project: ProjectRecord, actor: Actor): Decision {
  return seesDesk(actor) && !maySeeProject(project, actor) ? allow : mayOrderIn(project, actor);
}

/** For the people of the project, and for the desk, which reads of a project no more than this. */
async function findProject(read: Read, actor: Actor, number: number): Promise<ProjectRecord> {
  const project = await projectByNumber(read, number);
  if (!project || !(maySeeProject(project, actor) || seesDesk(actor))) throw notFound(`project ${number}`);
  return project;
}

const cursor = (after: string | undefined) =>
  after === undefined ? null : decodeCursor(after, z.tuple([cursorNumber]))[0];

const toWord = (actor: Actor, { number, at, by, role, authorId, text, editedAt }: WordRow): ProjectWord => ({
  number,
  at,
  by,
  role,
  mine: actor.id !== null && authorId === actor.id,
  text,
  edited: editedAt !== null,
});

/** What was said about the project as a whole; notes of the desk among itself are none of it. */
export async function readProjectConversation(
  read: Read,
  actor: Actor,
  number: number,
  { after, limit }: Page,
): Promise<ProjectConversation> {
  const project = await findProject(read, actor, number);
  const rows = await wordsOn(read, project.id, {
    before: cursor(after),
    limit: limit + 1,
    direct: maySeeProject(project, actor),
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => toWord(actor, row)),
    next: rows.length > limit && last ? encodeCursor([last.number]) : null,
    total: null,
    project: { number: project.number, name: project.name },
    mayWrite: mayWrite(project, actor).allowed,
  };
}

/** Writes about the project as a whole: its people to the desk, the desk to its people. */
export const writeOnProject =
  ({ kernel }: OrderingContext) =>
  (actor: Actor, number: number, text: string): Promise<void> =>
    kernel.database.transact(async (tx) => {
      const project = await findProject(tx, actor, number);
      require(mayWrite(project, actor));
      const isCustomer = maySeeProject(project, actor);
      const id = await appendWord(tx, {
        projectId: project.id,
        at: kernel.clock.now(),
        role: isCustomer ? 'customer' : 'shifter',
        authorId: personId(actor),
        by: actor.name,
        text,
      });
      const target = `project:${project.number}`;
      await kernel.publish(tx, {
        type: 'ordering.project_message_written',
        aggregate: target,
        payload: {
          orderId: '',
          projectId: project.id,
          projectNumber: project.number,
          messageId: id,
          scope: 'public',
          by: isCustomer ? 'customer' : 'shifter',
          files: 0,
        },
        audience: [...deskTags, ...projectAudience(project)],
      });
      await kernel.audit(tx, { actor, action: 'ordering.write_on_project', target });
    });

/** Projects about which their people wrote to the desk, with the last word of each. */
export async function listProjectConversations(read: Read, actor: Actor, { after, limit }: Page) {
  if (!seesDesk(actor)) require(refuse('questions_forbidden', 'Only the order desk reads what others asked'));
  const rows = await lastWords(read, { before: cursor(after), limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ project, ...row }) => ({
      project,
      last: toWord(actor, row),
      waits: row.role === 'customer',
    })),
    next: rows.length > limit && last ? encodeCursor([last.number]) : null,
    total: null,
  };
}
