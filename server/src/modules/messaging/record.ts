import { anonymous, type Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import type { MessagingContext } from './messaging-context.ts';
import type { Caller } from './roles.ts';
import { tables } from './tables.ts';

/** The module, in which changes are recorded as those of a user of the service. */
export function actingAs(context: MessagingContext, { userId, name }: Caller): MessagingContext {
  const actor: Actor = { ...anonymous, id: userId, name: name === '' ? 'service' : name };
  return { ...context, actor };
}

/** Under what the record of a project's changes is found; it stays when the project is gone. */
export const recordOf = (projectId: string): string => `messaging-project:${projectId}`;

/**
 * Writes a change of a project, or of what is in it, into the record, in the transaction of the change, and tells the
 * screens that show it. `details` say what was changed by name, and where it can be said, `before` and `after`.
 */
export async function record(
  { audit, publish, actor }: MessagingContext,
  tx: Tx,
  { projectId, action, details }: { projectId: string; action: string; details: Readonly<Record<string, unknown>> },
): Promise<void> {
  await audit(tx, { actor, action: `messaging.${action}`, target: recordOf(projectId), details: { ...details } });
  await publish(tx, {
    type: 'messaging.project_changed',
    aggregate: recordOf(projectId),
    payload: { action },
    audience: await audienceOf(tx, projectId),
  });
}

/** Who sees a project on their screen. */
async function audienceOf(read: Read, projectId: string): Promise<string[]> {
  const people = await tables(read)
    .selectFrom('messaging.project_people')
    .select('person_id')
    .where('project_id', '=', projectId)
    .execute();
  return ['role:administrator', ...people.map(({ person_id }) => `person:${person_id}`)];
}
