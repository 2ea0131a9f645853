import { letter } from '#kernel/mail-texts';
import { projectFacts, projectMoments } from './project-moments.ts';
import type { Reaction } from '#kernel/outbox';
import { allGroups } from '../desk/sql-group-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { tables } from '../tables.ts';
import { projectById } from './sql-project-store.ts';

/** What the people of a project write about it as a whole reaches the group that takes what no other does. */
export function projectDeskMail({ kernel }: OrderingContext): Reaction {
  return {
    name: 'ordering.mail_project_message_to_desk',
    on: ['ordering.project_message_written'],
    async react(tx, event) {
      const message = await tables(tx)
        .selectFrom('ordering.messages')
        .select(['project_id', 'body', 'author_name'])
        .where('id', '=', String(event.payload['messageId']))
        .where('author_role', '=', 'customer')
        .where('scope', '=', 'public')
        .executeTakeFirst();
      const project = message && (await projectById(tx, message.project_id));
      const group = (await allGroups(tx)).find(({ isDefault }) => isDefault);
      if (!message || !project || !group) return;
      const values = { ...projectFacts(project), 'message.author': message.author_name };
      await kernel.mailer.send(tx, {
        key: `project:${project.number}:${event.id}:desk`,
        to: group.mail,
        about: `project:${project.number}`,
        ...letter(await kernel.mailTexts.words(tx, projectMoments.toDesk, values), {
          mark: `[Project ${project.number}]`,
          quote: { by: message.author_name, text: message.body },
          url: `${kernel.config.publicUrl}/projects/${project.number}/conversation`,
          because: `You get this because messages about whole projects come to the group ${group.name}.`,
        }),
      });
    },
  };
}
