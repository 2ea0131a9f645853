import type { AskQuestion } from '#contracts/ordering/questions';
import { personId, type Actor } from '#kernel/access';
import { HOUR, later } from '#kernel/clock';
import { json } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { allGroups } from '../desk/sql-group-store.ts';
import { routeOrder } from '../routing/route-order.ts';
import { routingRules } from '../routing/sql-routing-store.ts';
import { accountFlagged } from '../orders/sql-order-store.ts';
import { spamScore, spamThreshold } from '../orders/spam-score.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { QuestionRow } from './question.ts';
import { tellQuestion } from './tell-question.ts';
import { appendToQuestion, askedElsewhere, insertQuestion, recentQuestions } from './sql-question-store.ts';

/** Shorter texts are alike by chance. */
const tellingLength = 40;

/**
 * Asks the desk about a service. It goes to the group that takes orders of its category; what looks like spam by the rules
 * of orders (ordering.md 4.14) is held until the desk has looked at it.
 */
export const askQuestion =
  (context: OrderingContext) =>
  (actor: Actor, slug: string, input: AskQuestion): Promise<QuestionRow> =>
    context.kernel.database.transact(async (tx) => {
      const { kernel, ports } = context;
      const id = personId(actor);
      const service = await ports.services.bySlug(tx, slug);
      if (!service) throw notFound(`service ${slug}`);
      const person = (await ports.people.byIds(tx, [id])).get(id);
      if (!person) throw notFound('person');
      const now = kernel.clock.now();
      const { text, form } = input;
      const spam = spamScore({
        accountAgeDays: (Date.parse(now) - Date.parse(person.createdAt)) / (24 * HOUR),
        hasAffiliation: person.institution !== '' || person.groups.length > 0,
        email: person.email,
        comment: text,
        ordersInLastHour: await recentQuestions(tx, id, later(now, -HOUR)),
        sameTextElsewhere:
          text.length >= tellingLength &&
          (await askedElsewhere(tx, { personId: id, text, since: later(now, -24 * HOUR) })),
        accountFlagged: await accountFlagged(tx, id),
        formSeconds: form?.seconds,
        hiddenField: form?.website ?? '',
      });
      const { group } = routeOrder(
        {
          category: service.category,
          service,
          offer: '',
          provider: '',
          orderType: 'order',
          class: 'simple',
          typology: 'single_user',
          country: person.country,
          parameters: [],
          orderTarget: '',
        },
        await routingRules(tx),
        await allGroups(tx),
      );
      const question = await insertQuestion(tx, {
        id: nextId(),
        service_slug: service.slug,
        service_name: service.name,
        category: service.category,
        person_id: id,
        person_name: person.name,
        person_email: person.email,
        group_id: group.id,
        state: 'open',
        spam: spam.score >= spamThreshold ? 'suspected' : 'no',
        spam_reasons: json([...spam.reasons]),
        first_text: text,
        asked_at: now,
        last_at: now,
        answered_at: null,
        closed_at: null,
      });
      await appendToQuestion(tx, {
        question_id: question.id,
        at: now,
        author_role: 'customer',
        author_id: id,
        author_name: person.name,
        body: text,
      });
      await tellQuestion(tx, kernel, { question, actor, change: 'asked', text });
      return question;
    });
