import type { NoticeTopic } from '#contracts/identity/schemas';
import { catalogueLabels } from '#catalogue';
import type { Read, Tx } from '#kernel/database';
import {
  dayIn,
  letter,
  periodIn,
  type MailFrame,
  type MailMoment,
  type MailReader,
  type MailValues,
  type MailWords,
  type Placeholders,
} from '#kernel/mail-texts';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import { accessWords, bundleRow, linesInWords, namedLines } from '../bundles/line-words.ts';
import { deskAddress } from './desk-address.ts';
import { orderFacts } from './mail-facts.ts';
import type { OrderRow } from './order.ts';
import { orderMoments as moments } from './order-moments.ts';
import { maillessSources, type OrderingContext } from '../ordering-context.ts';
import { openQuestion } from './sql-question-reminders.ts';
import { orderById } from './sql-order-store.ts';
import { peopleOfProject } from '../projects/sql-project-store.ts';
import { tables } from '../tables.ts';
import { orderingLabels as label } from '../mail-labels.ts';

/** A text of the payload; empty where there is none. */
function textOf({ payload }: DomainEvent, key: string): string {
  const value = payload[key];
  return typeof value === 'string' ? value : '';
}

/** Where the files of a message are; mails carry none. */
function filesRow({ payload: { files } }: DomainEvent): Row[] {
  return typeof files === 'number' && files > 0 ? [[label.files, `${files}, on the page of the order`]] : [];
}

function periodRow({ starts_on: start, ends_on: end }: OrderRow): Row[] {
  if (start === null) return [];
  return end === null ? [[label.starts, dayIn(start)]] : [[label.period, periodIn(start, end)]];
}

interface Reader extends MailReader {
  readonly name: string;
}

type Facts = Pick<MailFrame, 'rows' | 'quote' | 'facts'>;
type Row = NonNullable<MailFrame['rows']>[number];

/** What one moment says to each of its readers. */
interface Notice {
  readonly words: (read: Read, reader: Reader) => Promise<MailWords>;
  readonly facts: Facts;
  /** The setting by which people keep it out of their mail; null for what always comes. */
  readonly topic: NoticeTopic | null;
}

const withFacts = (notice: Notice, lines: readonly string[]): Notice => ({
  ...notice,
  facts: { ...notice.facts, facts: [...(notice.facts.facts ?? []), ...lines] },
});

/**
 * Mails to the customer side and to the desk (ordering.md 4.17); one a person, order, moment and event. A customer mail
 * is built from the public facts of the order alone: it never sees a note.
 */
export function orderMails(context: OrderingContext): Reaction[] {
  const { kernel, ports, replies } = context;
  const url = kernel.config.publicUrl;

  const orderOf = (tx: Tx, event: DomainEvent) => orderById(tx, textOf(event, 'orderId'));

  /** One moment with its values and facts; `values` gets the reader, who is another one in each mail. */
  const say = <P extends Placeholders>(
    moment: MailMoment<P>,
    values: (reader: Reader) => MailValues<P>,
    { topic, ...facts }: Facts & Pick<Notice, 'topic'>,
  ): Notice => ({
    topic,
    facts,
    words: (read, reader) => kernel.mailTexts.words(read, moment, values(reader), reader),
  });
  const forCustomer =
    (order: OrderRow) =>
    ({ name }: Reader) => ({ ...orderFacts(order, kernel.config), 'reader.name': name });
  const forDesk = (order: OrderRow) => orderFacts(order, kernel.config);

  async function toCustomers(
    tx: Tx,
    event: DomainEvent,
    order: OrderRow,
    notice: Notice,
    except?: string | null,
  ): Promise<void> {
    if (maillessSources(kernel.config).includes(order.source)) return;
    const ids = (await peopleOfProject(tx, order.project_id)).filter((id) => id !== except);
    const people = await ports.people.byIds(tx, ids);
    for (const person of people.values()) {
      if (notice.topic !== null && person.mailless.includes(notice.topic)) continue;
      const words = await notice.words(tx, { ...person, special: order.offer_ref });
      await kernel.mailer.send(tx, {
        key: `order:${order.number}:${event.id}:${person.id}`,
        to: person.email,
        about: `order:${order.number}`,
        replyTo: replies.of(order.number, person.email),
        hold: notice.topic !== null && person.digested.includes(notice.topic),
        ...letter(words, {
          ...notice.facts,
          mark: `[${order.number}]`,
          url: `${url}/projects/${order.project_number}/lines/${order.iid}`,
          because: `You get this because order ${order.number} belongs to your project ${order.project_name}. Settings: ${url}/settings/notifications`,
        }),
      });
    }
  }

  async function toDesk(tx: Tx, event: DomainEvent, order: OrderRow, notice: Notice): Promise<void> {
    const desk = await deskAddress(tx, { ports, publicUrl: url }, order, notice.topic);
    if (!desk) return;
    await kernel.mailer.send(tx, {
      key: `order:${order.number}:${event.id}:desk`,
      to: desk.to,
      about: `order:${order.number}`,
      replyTo: replies.of(order.number, desk.to),
      hold: desk.hold,
      ...letter(await notice.words(tx, desk), {
        ...notice.facts,
        mark: `[${order.number}]`,
        url: `${url}/orders/${order.number}`,
        because: desk.because,
      }),
    });
  }

  const matter = (order: OrderRow): Row[] => [
    [catalogueLabels.service, `${order.service_name}, ${order.offer_name}`],
    ...bundleRow(order),
    [label.project, order.project_name],
    ...periodRow(order),
  ];

  return [
    {
      name: 'ordering.mail_received',
      on: ['ordering.order_placed'],
      async react(tx, event) {
        const order = await orderOf(tx, event);
        // The first line of a bundle tells of all.
        if (!order || event.payload['source'] === 'import' || order.parent_id !== null) return;
        const lines = await linesInWords(tx, order);
        const rows = matter(order);
        const title = { 'order.title': order.bundle_name ?? order.service_name };
        const notice =
          order.kind !== 'order' && lines.length === 0
            ? say(moments.added, forCustomer(order), { topic: 'progress', rows })
            : say(moments.received, (reader) => ({ ...forCustomer(order)(reader), ...title }), {
                topic: 'progress',
                rows,
                facts: lines,
              });
        await toCustomers(tx, event, order, notice);
      },
    },
    {
      name: 'ordering.mail_customer_moments',
      on: [
        'ordering.order_asked',
        'ordering.order_approved',
        'ordering.order_delivered',
        'ordering.order_rejected',
        'ordering.order_closed',
        'ordering.order_reopened',
      ],
      async react(tx, event) {
        const order = await orderOf(tx, event);
        // What moved with the first line of its bundle is told with that one.
        if (!order || order.kind !== 'order' || event.payload['with'] !== undefined) return;
        const by = await nameOf(tx, textOf(event, 'byId'));
        const moved = await namedLines(tx, order, event.payload['also']);
        const access = event.type === 'ordering.order_delivered' ? await accessOf(tx, moved.lines) : [];
        const notice = customerNotice(moved.order, event, { by, access });
        const lines = await linesInWords(tx, order);
        if (notice && order.spam !== 'yes') await toCustomers(tx, event, order, withFacts(notice, lines));
        if (event.payload['action'] === 'cancel') {
          const cancelled = say(moments.customerCancelled, () => ({ ...forDesk(order), 'canceller.name': by }), {
            topic: 'desk',
            rows: [...matter(order), [label.reason, textOf(event, 'reason')]],
            facts: lines,
          });
          await toDesk(tx, event, order, cancelled);
        }
      },
    },
    {
      name: 'ordering.mail_customer_erased',
      on: ['ordering.customer_erased'],
      async react(tx, event) {
        const order = await orderOf(tx, event);
        if (!order) return;
        const passed = { 'project.is_passed': event.payload['passed'] === true };
        const erased = say(moments.customerErased, () => ({ ...forDesk(order), ...passed }), {
          topic: 'desk',
          rows: matter(order),
        });
        await toDesk(tx, event, order, erased);
      },
    },
    {
      name: 'ordering.mail_question_reminder',
      on: ['ordering.question_reminded'],
      async react(tx, event) {
        const order = await orderOf(tx, event);
        // Answered in between: there is nothing to remind of.
        if (order?.state !== 'waiting_for_response' || order.state_since !== textOf(event, 'askedAt')) return;
        const quote = await openQuestion(tx, order.id);
        const asked = { 'question.asked_on': dayIn(order.state_since) };
        if (textOf(event, 'step') === 'decide') {
          const unanswered = say(moments.unanswered, () => ({ ...forDesk(order), ...asked }), {
            topic: null,
            rows: matter(order),
            quote,
          });
          await toDesk(tx, event, order, unanswered);
          return;
        }
        const moment = textOf(event, 'step') === 'second' ? moments.remindedAgain : moments.reminded;
        const reminder = say(moment, (reader) => ({ ...forCustomer(order)(reader), ...asked }), { topic: null, quote });
        await toCustomers(tx, event, order, reminder);
      },
    },
    {
      name: 'ordering.mail_stranger',
      on: ['ordering.stranger_wrote'],
      async react(tx, event) {
        const order = await orderOf(tx, event);
        const message = await tables(tx)
          .selectFrom('ordering.messages')
          .select(['body', 'author_name'])
          .where('id', '=', textOf(event, 'messageId'))
          .executeTakeFirst();
        if (!order || !message) return;
        const stranger = say(moments.strangerWrote, () => forDesk(order), {
          topic: 'desk',
          quote: { by: message.author_name, text: message.body },
          rows: filesRow(event),
        });
        await toDesk(tx, event, order, stranger);
      },
    },
    {
      name: 'ordering.mail_message',
      on: ['ordering.message_written', 'ordering.direct_message_written', 'ordering.message_edited'],
      async react(tx, event) {
        const order = await orderOf(tx, event);
        // The scope stands in the query: whatever the event says, a note cannot be found here.
        const message = await tables(tx)
          .selectFrom('ordering.messages')
          .select(['body', 'scope', 'author_name', 'author_id', 'author_role'])
          .where('id', '=', textOf(event, 'messageId'))
          .where('scope', 'in', ['public', 'direct'])
          .executeTakeFirst();
        if (!order || !message) return;
        const isPrivate = message.scope === 'direct';
        const writer = { 'writer.name': message.author_name, 'message.is_private': isPrivate };
        const facts = {
          rows: filesRow(event),
          // What is for the customer alone stays on the page: a mail is no safe for secrets.
          ...(isPrivate ? {} : { quote: { by: message.author_name, text: message.body } }),
        };
        if (message.author_role === 'customer') {
          const values = { ...forDesk(order), ...writer };
          await toDesk(
            tx,
            event,
            order,
            say(moments.customerWrote, () => values, { topic: 'desk', ...facts }),
          );
          return;
        }
        const moment = event.type === 'ordering.message_edited' ? moments.messageEdited : moments.messageWritten;
        const notice = say(
          moment,
          (reader) => ({
            ...forCustomer(order)(reader),
            ...writer,
            'writer.is_desk': message.author_role === 'shifter',
          }),
          { topic: 'messages', ...facts },
        );
        await toCustomers(tx, event, order, notice, message.author_id);
      },
    },
  ];

  async function nameOf(tx: Tx, personId: string): Promise<string> {
    return (await ports.people.byIds(tx, [personId])).get(personId)?.name ?? 'Somebody of the project';
  }

  /** How the customer gets in, as providers and desk gave it, line by line. */
  async function accessOf(tx: Tx, lines: readonly OrderRow[]): Promise<string[]> {
    const grants = await tables(tx)
      .selectFrom('ordering.access_grants')
      .select(['order_id', 'from_name', 'access_text', 'access_url', 'secrets'])
      .where(
        'order_id',
        'in',
        lines.map(({ id }) => id),
      )
      .orderBy('at')
      .execute();
    return accessWords(lines, grants);
  }

  function customerNotice(
    order: OrderRow,
    event: DomainEvent,
    { by, access }: { by: string; access: string[] },
  ): Notice | undefined {
    const values = forCustomer(order);
    const words = textOf(event, 'message');
    const quote = words === '' ? undefined : { by: 'The order desk', text: words };
    const topic = 'progress';
    switch (event.type) {
      case 'ordering.order_asked':
        return say(moments.asked, values, { topic: null, rows: filesRow(event), quote });
      case 'ordering.order_approved':
        return say(moments.approved, values, { topic, rows: [...matter(order), ...filesRow(event)], quote });
      case 'ordering.order_delivered': {
        const rows = [...matter(order), ...filesRow(event)];
        return say(moments.delivered, values, { topic, rows, quote, facts: access });
      }
      case 'ordering.order_rejected':
        return say(moments.rejected, values, { topic, quote });
      case 'ordering.order_closed': {
        const facts: Facts = { rows: [...matter(order), [label.reason, textOf(event, 'reason')]], quote };
        return event.payload['action'] === 'cancel'
          ? say(moments.cancelled, (reader) => ({ ...values(reader), 'canceller.name': by }), { topic, ...facts })
          : say(moments.closed, values, { topic, ...facts });
      }
      case 'ordering.order_reopened':
        return say(moments.reopened, values, { topic, quote });
      default:
        return undefined;
    }
  }
}
