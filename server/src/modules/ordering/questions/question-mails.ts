import { letter } from '#kernel/mail-texts';
import type { Reaction } from '#kernel/outbox';
import { groupById } from '../desk/sql-group-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { questionMoments } from './question-moments.ts';
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
        const moment = event.type === 'ordering.question_asked' ? questionMoments.asked : questionMoments.askedOn;
        await kernel.mailer.send(tx, {
          key: `question:${question.number}:${event.id}:desk`,
          to: group.mail,
          about: `question:${question.number}`,
          ...letter(await kernel.mailTexts.words(tx, moment, factsOf(question)), {
            mark: `[Question ${question.number}]`,
            quote: { by: question.person_name, text: String(event.payload['text']) },
            url: `${url}/questions/${question.number}`,
            because: `You get this because questions about this service come to the group ${group.name}.`,
          }),
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
        const values = { ...factsOf(question), 'answer.author': by };
        const { language } = person;
        await kernel.mailer.send(tx, {
          key: `question:${question.number}:${event.id}:${person.id}`,
          to: person.email,
          about: `question:${question.number}`,
          ...letter(await kernel.mailTexts.words(tx, questionMoments.answered, values, { language }), {
            mark: `[Question ${question.number}]`,
            quote: { by, text: String(event.payload['text']) },
            url: `${url}/questions/${question.number}`,
            because: `You get this because you asked. Settings: ${url}/settings/notifications`,
          }),
        });
      },
    },
  ];
}

interface Facts {
  readonly number: number;
  readonly service_name: string;
  readonly person_name: string;
}

const factsOf = (question: Facts) => ({
  'question.number': question.number,
  'service.name': question.service_name,
  'customer.name': question.person_name,
});
