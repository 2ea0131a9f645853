import { letter } from '#kernel/mail-texts';
import { projectFacts, projectMoments } from './project-moments.ts';
import type { Reaction } from '#kernel/outbox';
import type { OrderingContext } from '../ordering-context.ts';
import { peopleOfProject, projectById } from './sql-project-store.ts';
import { tables } from '../tables.ts';

/** A message on a project as a whole goes to its people by mail, when it is written and when it is changed (ordering.md 4.17). */
export function projectMessageMails({ kernel, ports }: OrderingContext): Reaction {
  return {
    name: 'ordering.mail_project_message',
    on: ['ordering.project_message_written', 'ordering.message_edited'],
    async react(tx, event) {
      const message = await tables(tx)
        .selectFrom('ordering.messages')
        .select(['project_id', 'body', 'scope', 'author_name', 'author_id'])
        .where('id', '=', String(event.payload['messageId']))
        .where('order_id', 'is', null)
        // The scope stands in the query, so that no note can be found here.
        .where('scope', 'in', ['public', 'direct'])
        .executeTakeFirst();
      const project = message && (await projectById(tx, message.project_id));
      if (!message || !project) return;
      const moment = event.type === 'ordering.message_edited' ? projectMoments.edited : projectMoments.written;
      const isDirect = message.scope === 'direct';
      const values = {
        ...projectFacts(project),
        'message.author': message.author_name,
        'message.is_direct': isDirect,
      };
      const people = await ports.people.byIds(tx, await peopleOfProject(tx, project.id));
      const url = kernel.config.publicUrl;
      for (const person of people.values()) {
        if (person.id === message.author_id || person.mailless.includes('messages')) continue;
        await kernel.mailer.send(tx, {
          key: `project:${project.number}:${event.id}:${person.id}`,
          to: person.email,
          about: `project:${project.number}`,
          ...letter(await kernel.mailTexts.words(tx, moment, values, { language: person.language }), {
            quote: isDirect ? undefined : { by: message.author_name, text: message.body },
            url: `${url}/projects/${project.number}`,
            because: `You get this because you are in the project ${project.name}. Settings: ${url}/settings/notifications`,
          }),
        });
      }
    },
  };
}
