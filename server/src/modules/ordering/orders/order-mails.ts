import type { NoticeTopic } from '#contracts/identity/schemas';
import type { MailContent } from '#kernel/mail';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import type { Tx } from '#kernel/database';
import { accessWords, bundleRow, linesInWords, namedLines } from '../bundles/line-words.ts';
import { deskAddress } from './desk-address.ts';
import type { OrderRow } from './order.ts';
import { maillessSources, type OrderingContext } from '../ordering-context.ts';
import { dayInWords } from '../shares/share-words.ts';
import { openQuestion } from './sql-question-reminders.ts';
import { orderById } from './sql-order-store.ts';
import { peopleOfProject } from '../projects/sql-project-store.ts';
import { tables } from '../tables.ts';

/** A text of the payload; empty where there is none. */
function textOf({ payload }: DomainEvent, key: string): string {
  const value = payload[key];
  return typeof value === 'string' ? value : '';
}

/** Where the files of a message are; mails carry none. */
function filesRow({ payload: { files } }: DomainEvent): [string, string][] {
  return typeof files === 'number' && files > 0 ? [['Files', `${files}, on the page of the order`]] : [];
}
const periodInWords = (startsOn: string, endsOn: string | null) =>
  endsOn === null ? `From ${dayInWords(startsOn)}` : `${dayInWords(startsOn)} to ${dayInWords(endsOn)}`;

const withLines = (moment: Moment, lines: readonly string[]): Moment => ({
  ...moment,
  content: { ...moment.content, paragraphs: [...(moment.content.paragraphs ?? []), ...lines] },
});

/** What one moment says to one reader; undefined where this moment is not for them. */
interface Moment {
  readonly subject: string;
  readonly content: Omit<MailContent, 'because'>;
  /** The setting by which people keep it out of their mail; null for what always comes. */
  readonly topic: NoticeTopic | null;
}

/**
 * Mails to the customer side and to the desk (ordering.md 4.17); one a person, order, moment and event. A customer mail
 * is built from the public facts of the order alone: it never sees a note.
 */
export function orderMails(context: OrderingContext): Reaction[] {
  const { kernel, ports, replies } = context;
  const canAnswer = kernel.config.MAIL_IN_DOMAIN !== undefined;
  const url = kernel.config.publicUrl;

  const orderOf = (tx: Tx, event: DomainEvent) => orderById(tx, textOf(event, 'orderId'));

  async function toCustomers(
    tx: Tx,
    event: DomainEvent,
    order: OrderRow,
    moment: Moment,
    except?: string | null,
  ): Promise<void> {
    if (maillessSources(kernel.config).includes(order.source)) return;
    const ids = (await peopleOfProject(tx, order.project_id)).filter((id) => id !== except);
    const people = await ports.people.byIds(tx, ids);
    for (const person of people.values()) {
      if (moment.topic !== null && person.mailless.includes(moment.topic)) continue;
      await kernel.mailer.send(tx, {
        key: `order:${order.number}:${event.id}:${person.id}`,
        to: person.email,
        subject: `[${order.number}] ${moment.subject}`,
        about: `order:${order.number}`,
        replyTo: replies.of(order.number, person.email),
        hold: moment.topic !== null && person.digested.includes(moment.topic),
        content: {
          button: { label: 'Open the order', url: `${url}/projects/${order.project_number}/lines/${order.iid}` },
          ...moment.content,
          because: `You get this because order ${order.number} belongs to your project ${order.project_name}. Settings: ${url}/settings/notifications`,
        },
      });
    }
  }

  async function toDesk(tx: Tx, event: DomainEvent, order: OrderRow, moment: Moment): Promise<void> {
    const desk = await deskAddress(tx, { ports, publicUrl: url }, order, moment.topic);
    if (!desk) return;
    await kernel.mailer.send(tx, {
      key: `order:${order.number}:${event.id}:desk`,
      to: desk.to,
      subject: `[${order.number}] ${moment.subject}`,
      about: `order:${order.number}`,
      replyTo: replies.of(order.number, desk.to),
      hold: desk.hold,
      content: {
        button: { label: `Open order ${order.number}`, url: `${url}/orders/${order.number}` },
        ...(canAnswer
          ? { otherwise: 'Your answer to this mail becomes an internal note. Write to the customer on the page.' }
          : {}),
        ...moment.content,
        because: desk.because,
      },
    });
  }

  const matter = (order: OrderRow): [string, string][] => [
    ['Service', `${order.service_name}, ${order.offer_name}`],
    ...bundleRow(order),
    ['Project', order.project_name],
    ...(order.starts_on === null
      ? []
      : [['Period', periodInWords(order.starts_on, order.ends_on)] as [string, string]]),
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
        const subject = order.bundle_name ?? order.service_name;
        if (order.kind !== 'order' && lines.length === 0) {
          await toCustomers(tx, event, order, {
            topic: 'progress',
            subject: `${order.service_name} was added to your project`,
            content: {
              opening: `${order.service_name}, ${order.offer_name} is now in your project ${order.project_name}. You can use it at once.`,
              rows: matter(order),
            },
          });
          return;
        }
        await toCustomers(tx, event, order, {
          topic: 'progress',
          subject: `We received your order of ${subject}`,
          content: {
            opening: `The order desk has your order ${order.number} and looks at it.`,
            rows: matter(order),
            paragraphs: lines,
            otherwise:
              'You need to do nothing now. You can follow the order, write to the desk or cancel it on its page.',
          },
        });
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
        const moment = customerMoment(moved.order, event, { by, access });
        const lines = await linesInWords(tx, order);
        if (moment && order.spam !== 'yes') await toCustomers(tx, event, order, withLines(moment, lines));
        if (event.payload['action'] === 'cancel') {
          await toDesk(tx, event, order, {
            topic: 'desk',
            subject: 'The customer cancelled the order',
            content: {
              opening: `${by} cancelled order ${order.number}.`,
              rows: [...matter(order), ['Reason', textOf(event, 'reason')]],
              paragraphs: lines,
            },
          });
        }
      },
    },
    {
      name: 'ordering.mail_customer_erased',
      on: ['ordering.customer_erased'],
      async react(tx, event) {
        const order = await orderOf(tx, event);
        if (!order) return;
        await toDesk(tx, event, order, {
          topic: 'desk',
          subject: 'The customer has erased their account',
          content: {
            opening: `The customer of order ${order.number} has erased their account.`,
            rows: matter(order),
            paragraphs: [
              event.payload['passed'] === true
                ? `${order.customer_name} is the customer now and can answer.`
                : 'Nobody of the project can answer any more, and the project is archived. Decide whether the order goes on.',
            ],
          },
        });
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
        const since = dayInWords(order.state_since.slice(0, 10));
        if (textOf(event, 'step') === 'decide') {
          await toDesk(tx, event, order, {
            topic: null,
            subject: 'The customer does not answer: reject or go on',
            content: {
              opening: `Order ${order.number} has waited for ${order.customer_name} since ${since}, and two reminders brought no answer.`,
              rows: matter(order),
              ...(quote ? { quote } : {}),
              otherwise: 'The order waits until you reject it or go on without the answer.',
            },
          });
          return;
        }
        await toCustomers(tx, event, order, {
          topic: null,
          subject: `Your answer is needed: ${order.service_name}`,
          content: {
            opening: `The order desk asked you something about order ${order.number} on ${since} and has no answer yet.`,
            ...(quote ? { quote } : {}),
            otherwise:
              textOf(event, 'step') === 'second'
                ? 'Without an answer within three working days the desk decides whether the order is rejected.'
                : 'The order waits until you answer.',
          },
        });
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
        await toDesk(tx, event, order, {
          topic: 'desk',
          subject: 'Somebody unknown wrote about the order',
          content: {
            opening: `Order ${order.number} got a mail from somebody who may not write on it. It is kept as an internal note.`,
            quote: { by: message.author_name, text: message.body },
            rows: filesRow(event),
          },
        });
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
        // What is for the customer alone stays on the page: a mail is no safe for secrets.
        const words = {
          rows: filesRow(event),
          ...(message.scope === 'direct'
            ? { otherwise: 'It is for you alone: you find it on the page of the order.' }
            : { quote: { by: message.author_name, text: message.body } }),
        };
        const isEdited = event.type === 'ordering.message_edited';
        if (message.author_role === 'customer') {
          await toDesk(tx, event, order, {
            topic: 'desk',
            subject: `${order.customer_name} wrote about the order`,
            content: { opening: `${message.author_name} wrote about order ${order.number}.`, ...words },
          });
        } else {
          await toCustomers(
            tx,
            event,
            order,
            {
              topic: 'messages',
              subject: `${isEdited ? 'A message was changed' : 'A message'} about your order of ${order.service_name}`,
              content: {
                opening: `${message.author_name}${message.author_role === 'shifter' ? ' of the order desk' : ''} ${isEdited ? 'changed a message' : 'wrote'} to you about order ${order.number}.`,
                ...(canAnswer ? { otherwise: 'You can answer this mail, or on the page of the order.' } : {}),
                ...words,
              },
            },
            message.author_id,
          );
        }
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

  function customerMoment(
    order: OrderRow,
    event: DomainEvent,
    { by, access }: { by: string; access: string[] },
  ): Moment | undefined {
    const words = textOf(event, 'message');
    const quote = words === '' ? {} : { quote: { by: 'The order desk', text: words } };
    const about = `your order ${order.number} of ${order.service_name}`;
    switch (event.type) {
      case 'ordering.order_asked':
        return {
          topic: null,
          subject: `A question about your order of ${order.service_name}`,
          content: {
            opening: `The order desk needs an answer from you about order ${order.number}.`,
            rows: filesRow(event),
            ...quote,
            otherwise: canAnswer
              ? 'The order waits until you answer: to this mail, or on its page.'
              : 'The order waits until you answer on its page.',
          },
        };
      case 'ordering.order_approved':
        return {
          topic: 'progress',
          subject: `Your order of ${order.service_name} is approved`,
          content: {
            opening: `The order desk approved ${about}. The providers set it up now.`,
            rows: [...matter(order), ...filesRow(event)],
            ...quote,
            otherwise: 'You need to do nothing. You get a mail when it is ready.',
          },
        };
      case 'ordering.order_delivered':
        return {
          topic: 'progress',
          subject: `${order.service_name} is ready to use`,
          content: {
            opening: `What you ordered is ready: ${about}.`,
            rows: [...matter(order), ...filesRow(event)],
            ...quote,
            paragraphs: access,
          },
        };
      case 'ordering.order_rejected':
        return {
          topic: 'progress',
          subject: `Your order of ${order.service_name} was rejected`,
          content: {
            opening: `The order desk rejected ${about}.`,
            ...quote,
            paragraphs: ['You can answer on the page of the order, or order again with other values.'],
          },
        };
      case 'ordering.order_closed':
        return {
          topic: 'progress',
          subject: `Your order of ${order.service_name} is closed`,
          content: {
            opening:
              event.payload['action'] === 'cancel'
                ? `${by} cancelled ${about}.`
                : `${about.replace('your', 'Your')} is closed.`,
            rows: [...matter(order), ['Reason', textOf(event, 'reason')]],
            ...quote,
          },
        };
      case 'ordering.order_reopened':
        return {
          topic: 'progress',
          subject: `Your order of ${order.service_name} is open again`,
          content: { opening: `The order desk looks at ${about} again.`, ...quote },
        };
      default:
        return undefined;
    }
  }
}
