import type { Reaction } from '#kernel/outbox';
import { groupById } from '../desk/sql-group-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { questionById } from './sql-question-store.ts';

/** Who asked gets each answer by mail, the group each question; what is held as spam reaches nobody. */
export function questionMails({ kernel, ports }: OrderingContext): Reaction[] {
  const url = kernel.config.publicUrl;
  return [
    {
      name: 'ordering.mail_question_to_desk',
      on: ['ordering.question_asked', 'ordering.question_asked_on'],
      async react(tx, event) {
        const question = await questionById(tx, String(event.payload['questionId']));
        const group = question && (await groupById(tx, question.group_id));
        if (!question || !group || question.spam !== 'no') return;
        const isFirst = event.type === 'ordering.question_asked';
        await kernel.mailer.send(tx, {
          key: `question:${question.number}:${event.id}:desk`,
          to: group.mail,
          subject: `[Question ${question.number}] ${isFirst ? '' : 'Once more: '}${question.service_name}`,
          about: `question:${question.number}`,
          content: {
            opening: `${question.person_name} ${isFirst ? 'asks' : 'wrote again'} about ${question.service_name}.`,
            quote: { by: question.person_name, text: String(event.payload['text']) },
            button: { label: 'Answer the question', url: `${url}/questions/${question.number}` },
            because: `You get this because questions about this service come to the group ${group.name}.`,
          },
        });
      },
    },
    {
      name: 'ordering.mail_question_answered',
      on: ['ordering.question_answered'],
      async react(tx, event) {
        const question = await questionById(tx, String(event.payload['questionId']));
        const person = question && (await ports.people.byIds(tx, [question.person_id])).get(question.person_id);
        if (!question || !person || person.mailless.includes('messages')) return;
        const by = String(event.payload['by']);
        await kernel.mailer.send(tx, {
          key: `question:${question.number}:${event.id}:${person.id}`,
          to: person.email,
          subject: `[Question ${question.number}] An answer about ${question.service_name}`,
          about: `question:${question.number}`,
          content: {
            opening: `${by} of the order desk answered your question about ${question.service_name}.`,
            quote: { by, text: String(event.payload['text']) },
            otherwise: 'If that settles it, you need to do nothing. You can ask on, or order the service, on its page.',
            button: { label: 'Open the question', url: `${url}/questions/${question.number}` },
            because: `You get this because you asked. Settings: ${url}/settings/notifications`,
          },
        });
      },
    },
  ];
}
