import type { Tx } from '#kernel/database';
import { dayIn, letter, type MailFrame, type MailReader, type MailWords } from '#kernel/mail-texts';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import { deskAddress } from '../orders/desk-address.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { shareEvent, type ShareEvent } from './share-events.ts';
import { linkToken, type SharesContext } from './share-links.ts';
import {
  answerFacts,
  answerRows,
  askFacts,
  askRows,
  deliverRows,
  deskRows,
  noLongerRows,
  shareFacts,
} from './share-mail-facts.ts';
import { providerMoments, shareDeskMoments } from './share-moments.ts';
import { dayOfInstant } from './share-words.ts';
import { addressesOf } from './share-access.ts';
import { groupById } from '../desk/sql-group-store.ts';
import { orderById, sharesOf } from '../orders/sql-order-store.ts';
import { projectById } from '../projects/sql-project-store.ts';
import { linksOf, rehashLink, shareById } from './sql-share-store.ts';
import { sha256 } from '#kernel/ids';
import { tables } from '../tables.ts';

/** Where each contact answers: the link of their own, or the page for those with an account. */
interface Recipient {
  readonly email: string;
  readonly url: string;
  readonly hasAccount: boolean;
}

/** A mail about a share: its words for a reader, and the facts around them. */
interface ShareMail {
  readonly words: (reader: MailReader) => Promise<MailWords>;
  readonly facts: Pick<MailFrame, 'rows' | 'quote'>;
}

const answerMoments: Readonly<Record<string, typeof providerMoments.validated>> = {
  reject: providerMoments.rejected,
  counter: providerMoments.countered,
  accept_counter: providerMoments.counterAccepted,
};
const deskAnswers: Readonly<Record<string, 'rejected' | 'countered'>> = { reject: 'rejected', counter: 'countered' };

interface Matter {
  readonly order: OrderRow;
  readonly share: ShareRecord;
  readonly event: ShareEvent;
}

/**
 * Mails about shares, to the contacts of resource centres and to the desk (ordering.md 4.17). The secret of a link is
 * derived here and goes nowhere but into the mail.
 */
export function shareMails(context: SharesContext): Reaction[] {
  const { kernel, ports, calendar, linkSecret, replies } = context;
  const { publicUrl, FEDERATION_NAME: federation, DESK_PHONE: phone } = kernel.config;
  const settings = { calendar, federation, phone };

  async function matterOf(tx: Tx, event: DomainEvent): Promise<Matter | undefined> {
    const told = shareEvent(event.payload);
    const [order, share] = [await orderById(tx, told.orderId), await shareById(tx, told.shareId)];
    return order && share ? { order, share, event: told } : undefined;
  }

  async function recipientsOf(tx: Tx, order: OrderRow, share: ShareRecord): Promise<Recipient[]> {
    const links = await linksOf(tx, share);
    const recipients: Recipient[] = [];
    for (const email of addressesOf(share.contact_email)) {
      const link = links.find((candidate) => candidate.recipient === email);
      if (!link) {
        recipients.push({ email, url: `${publicUrl}/shares?at=${order.number}-${share.number}`, hasAccount: true });
        continue;
      }
      const token = linkToken(linkSecret, link);
      if (link.token_hash !== sha256(token)) await rehashLink(tx, link.id, sha256(token));
      recipients.push({ email, url: `${publicUrl}/a/${token}`, hasAccount: false });
    }
    return recipients;
  }

  async function send(
    tx: Tx,
    order: OrderRow,
    to: string,
    key: string,
    { words, frame, hold = false }: { words: MailWords; frame: MailFrame; hold?: boolean },
  ): Promise<void> {
    const about = `order:${order.number}`;
    await kernel.mailer.send(tx, {
      key: `${about}:${key}:${to.toLowerCase()}`,
      to,
      about,
      replyTo: replies.of(order.number, to),
      hold,
      ...letter(words, { ...frame, mark: `[${order.number}]` }),
    });
  }

  /** One mail to each contact; `moment` tells the mails of one generation apart. */
  async function toContacts(
    tx: Tx,
    { order, share }: Pick<Matter, 'order' | 'share'>,
    moment: string,
    { words, facts }: ShareMail,
  ): Promise<void> {
    const written = await words({});
    for (const recipient of await recipientsOf(tx, order, share)) {
      const why = `You get this because ${recipient.email} is a contact of ${share.site_name}.`;
      const because = recipient.hasAccount ? why : `${why} The link is for you alone: please do not forward it.`;
      await send(tx, order, recipient.email, `share:${share.number}:g${share.generation}:${moment}`, {
        words: written,
        frame: { ...facts, url: recipient.url, because },
      });
    }
  }

  async function toDesk(
    tx: Tx,
    { order, share }: Pick<Matter, 'order' | 'share'>,
    moment: string,
    { words, facts }: ShareMail,
  ): Promise<void> {
    const desk = await deskAddress(tx, { ports, publicUrl }, order, 'desk');
    if (!desk) return;
    await send(tx, order, desk.to, `share:${share.number}:g${share.generation}:${moment}`, {
      words: await words(desk),
      frame: { ...facts, url: `${publicUrl}/orders/${order.number}#shares`, because: desk.because },
      hold: desk.hold,
    });
  }

  /** Asks for an answer: at first, once more after a counter or an answer was undone, or as a reminder. */
  async function ask(tx: Tx, matter: Matter, isReminder: boolean, isLate: boolean): Promise<ShareMail> {
    const { action, comment } = matter.event;
    const given = { ...matter, ...settings };
    const moment = isReminder
      ? providerMoments.reminded
      : action === 'refuse_counter'
        ? providerMoments.askedAgain
        : action === 'reopen'
          ? providerMoments.reopened
          : providerMoments.asked;
    return {
      words: (reader) => kernel.mailTexts.words(tx, moment, askFacts(given, isLate), reader),
      facts: {
        rows: askRows(given, await project(tx, matter.order)),
        quote: comment === '' ? undefined : { by: 'The order desk', text: comment },
      },
    };
  }

  function answer(tx: Tx, matter: Matter): ShareMail {
    const given = { ...matter, ...settings };
    const moment = answerMoments[matter.event.action] ?? providerMoments.validated;
    return {
      words: (reader) => kernel.mailTexts.words(tx, moment, answerFacts(given, matter.event), reader),
      facts: { rows: answerRows(given, matter.event) },
    };
  }

  function deskNews(tx: Tx, matter: Matter, news: keyof typeof shareDeskMoments): ShareMail {
    const given = { ...matter, ...settings };
    const { comment, byName } = matter.event;
    const isAnswer = news === 'validated' || news === 'rejected' || news === 'countered';
    return {
      words: (reader) => kernel.mailTexts.words(tx, shareDeskMoments[news], shareFacts(given), reader),
      facts: {
        rows: deskRows(given),
        quote: isAnswer && comment !== '' ? { by: byName, text: comment } : undefined,
      },
    };
  }

  const project = async (tx: Tx, order: OrderRow) => (await projectById(tx, order.project_id))?.details;

  return [
    {
      name: 'ordering.mail_share_sent',
      on: ['ordering.share_sent'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        // A share that has moved on since needs no question any more.
        if (matter?.share.state !== 'sent' || matter.share.generation !== matter.event.generation) return;
        await toContacts(tx, matter, 'sent', await ask(tx, matter, false, false));
      },
    },
    {
      name: 'ordering.mail_share_reminder',
      on: ['ordering.share_reminded'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        if (matter?.share.state !== 'sent' || matter.share.generation !== matter.event.generation) return;
        const isLate = matter.share.due_at !== null && matter.share.due_at < event.occurredAt;
        await toContacts(tx, matter, `reminder${matter.event.reminders}`, await ask(tx, matter, true, isLate));
        if (event.payload['escalated'] !== true) return;
        const { order, share } = matter;
        const group = await groupById(tx, order.group_id);
        if (!group) return;
        const { words, facts } = deskNews(tx, matter, 'escalated');
        await send(tx, order, group.mail, `share:${share.number}:g${share.generation}:escalated`, {
          words: await words({}),
          frame: {
            ...facts,
            url: `${publicUrl}/orders/${order.number}#shares`,
            because: `You get this because order ${order.number} is with the group ${group.name}.`,
          },
        });
      },
    },
    {
      name: 'ordering.mail_share_answered',
      on: ['ordering.share_answered'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        if (!matter) return;
        const { event: told } = matter;
        if (matter.share.state !== event.payload['state']) return;
        await toContacts(tx, matter, told.action, answer(tx, matter));
        if (told.byRole === 'provider')
          await toDesk(
            tx,
            matter,
            `${told.action}:desk`,
            deskNews(tx, matter, deskAnswers[told.action] ?? 'validated'),
          );
      },
    },
    {
      name: 'ordering.mail_share_withdrawn',
      on: ['ordering.share_withdrawn'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        // Nobody was asked for a draft, and who refused or let it run out knows already.
        if (!matter || !['sent', 'countered', 'validated'].includes(matter.event.before)) return;
        const { because, comment } = matter.event;
        const given = { ...matter, ...settings };
        const values = { ...shareFacts(given), 'withdrawal.reason': because === '' ? comment : because };
        await toContacts(tx, matter, 'no-longer', {
          words: (reader) => kernel.mailTexts.words(tx, providerMoments.noLonger, values, reader),
          facts: { rows: noLongerRows(given) },
        });
      },
    },
    {
      name: 'ordering.mail_share_expired',
      on: ['ordering.share_expired'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        if (matter) await toDesk(tx, matter, 'expired:desk', deskNews(tx, matter, 'expired'));
      },
    },
    {
      name: 'ordering.mail_share_delivered',
      on: ['ordering.share_delivered'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        if (matter && matter.event.byRole === 'provider')
          await toDesk(tx, matter, 'delivered:desk', deskNews(tx, matter, 'delivered'));
      },
    },
    {
      name: 'ordering.mail_share_question',
      on: ['ordering.share_question_asked'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        const message = await tables(tx)
          .selectFrom('ordering.messages')
          .select(['body', 'number'])
          .where('id', '=', String(event.payload['messageId']))
          .where('author_role', '=', 'provider')
          .executeTakeFirst();
        if (!matter || !message) return;
        const { words } = deskNews(tx, matter, 'asks');
        await toDesk(tx, matter, `question${message.number}:desk`, {
          words,
          facts: { quote: { by: matter.share.site_name, text: message.body } },
        });
      },
    },
    {
      name: 'ordering.mail_providers_of_order',
      on: ['ordering.order_approved', 'ordering.order_closed'],
      async react(tx, event) {
        const order = await orderById(tx, String(event.payload['orderId']));
        if (!order) return;
        const isApproved = event.type === 'ordering.order_approved';
        // What was never approved holds no resources that could be released.
        if (!isApproved && !['approved', 'ready'].includes(String(event.payload['from']))) return;
        // What a change has given to the order that it changed is released with that order.
        const isOwn = (share: ShareRecord) => order.change_of === null || share.origin_id === null;
        const isTaken = !isApproved && order.change_of !== null && event.payload['from'] === 'ready';
        const shares = (isTaken ? [] : await sharesOf(tx, order.id)).filter(
          (share) => share.state === 'validated' && (isApproved ? share.delivered_at === null : isOwn(share)),
        );
        const closed = { 'order.closed_on': dayIn(dayOfInstant(event.occurredAt, calendar)) };
        for (const share of shares) {
          const given = { order, share, ...settings };
          const values = shareFacts(given);
          await toContacts(tx, { order, share }, `${isApproved ? 'deliver' : 'release'}:${event.id}`, {
            words: (reader) =>
              isApproved
                ? kernel.mailTexts.words(tx, providerMoments.deliver, values, reader)
                : kernel.mailTexts.words(tx, providerMoments.release, { ...values, ...closed }, reader),
            facts: { rows: deliverRows(given) },
          });
        }
      },
    },
  ];
}
