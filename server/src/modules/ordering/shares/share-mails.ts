import type { Tx } from '#kernel/database';
import type { MailContent } from '#kernel/mail';
import type { DomainEvent, Reaction } from '#kernel/outbox';
import { deskAddress } from '../orders/desk-address.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { shareEvent, type ShareEvent } from './share-events.ts';
import { linkToken, type SharesContext } from './share-links.ts';
import { answerMail, askMail, deliverMail, deskMail, noLongerMail, type ShareMail } from './share-mail-texts.ts';
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
    { subject, content, hold = false }: { subject: string; content: MailContent; hold?: boolean },
  ): Promise<void> {
    const about = `order:${order.number}`;
    await kernel.mailer.send(tx, {
      key: `${about}:${key}:${to.toLowerCase()}`,
      to,
      subject: `[${order.number}] ${subject}`,
      about,
      replyTo: replies.of(order.number, to),
      content,
      hold,
    });
  }

  /** One mail to each contact; `moment` tells the mails of one generation apart. */
  async function toContacts(
    tx: Tx,
    { order, share }: Pick<Matter, 'order' | 'share'>,
    moment: string,
    mail: (recipient: Recipient) => ShareMail,
  ): Promise<void> {
    for (const recipient of await recipientsOf(tx, order, share)) {
      const written = mail(recipient);
      const why = `You get this because ${recipient.email} is a contact of ${share.site_name}.`;
      const content: MailContent = {
        ...written.content,
        because: recipient.hasAccount ? why : `${why} The link is for you alone: please do not forward it.`,
      };
      await send(tx, order, recipient.email, `share:${share.number}:g${share.generation}:${moment}`, {
        ...written,
        content,
      });
    }
  }

  async function toDesk(
    tx: Tx,
    { order, share }: Pick<Matter, 'order' | 'share'>,
    moment: string,
    mail: ShareMail,
  ): Promise<void> {
    const desk = await deskAddress(tx, { ports, publicUrl }, order, 'desk');
    if (!desk) return;
    const button = { label: `Open order ${order.number}`, url: `${publicUrl}/orders/${order.number}#shares` };
    const content = { button, ...mail.content, because: desk.because };
    await send(tx, order, desk.to, `share:${share.number}:g${share.generation}:${moment}`, {
      ...mail,
      content,
      hold: desk.hold,
    });
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
        const details = await project(tx, matter.order);
        await toContacts(tx, matter, 'sent', ({ url }) =>
          askMail({ ...matter, ...settings, details, url, occasion: 'sent', isLate: false }),
        );
      },
    },
    {
      name: 'ordering.mail_share_reminder',
      on: ['ordering.share_reminded'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        if (matter?.share.state !== 'sent' || matter.share.generation !== matter.event.generation) return;
        const details = await project(tx, matter.order);
        const isLate = matter.share.due_at !== null && matter.share.due_at < event.occurredAt;
        await toContacts(tx, matter, `reminder${matter.event.reminders}`, ({ url }) =>
          askMail({ ...matter, ...settings, details, url, occasion: 'reminder', isLate }),
        );
        if (event.payload['escalated'] !== true) return;
        const group = await groupById(tx, matter.order.group_id);
        const copy = deskMail({ ...matter, ...settings, moment: 'escalated' });
        const content = {
          button: {
            label: `Open order ${matter.order.number}`,
            url: `${publicUrl}/orders/${matter.order.number}#shares`,
          },
          ...copy.content,
          because: `You get this because order ${matter.order.number} is with the group ${group?.name ?? matter.order.group_id}.`,
        };
        if (group)
          await send(
            tx,
            matter.order,
            group.mail,
            `share:${matter.share.number}:g${matter.share.generation}:escalated`,
            { ...copy, content },
          );
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
        await toContacts(tx, matter, told.action, ({ url }) => answerMail({ ...matter, ...settings, url }));
        if (told.byRole === 'provider')
          await toDesk(tx, matter, `${told.action}:desk`, deskMail({ ...matter, ...settings, moment: 'answered' }));
      },
    },
    {
      name: 'ordering.mail_share_withdrawn',
      on: ['ordering.share_withdrawn'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        // Nobody was asked for a draft, and who refused or let it run out knows already.
        if (!matter || !['sent', 'countered', 'validated'].includes(matter.event.before)) return;
        await toContacts(tx, matter, 'no-longer', () => noLongerMail({ ...matter, ...settings }));
      },
    },
    {
      name: 'ordering.mail_share_expired',
      on: ['ordering.share_expired'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        if (matter) await toDesk(tx, matter, 'expired:desk', deskMail({ ...matter, ...settings, moment: 'expired' }));
      },
    },
    {
      name: 'ordering.mail_share_delivered',
      on: ['ordering.share_delivered'],
      async react(tx, event) {
        const matter = await matterOf(tx, event);
        if (matter && matter.event.byRole === 'provider')
          await toDesk(tx, matter, 'delivered:desk', deskMail({ ...matter, ...settings, moment: 'delivered' }));
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
        const { site_name: site } = matter.share;
        await toDesk(tx, matter, `question${message.number}:desk`, {
          subject: `${site} asks something before it answers`,
          content: {
            opening: `${site} has a question about its share of order ${matter.order.number}.`,
            quote: { by: site, text: message.body },
          },
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
        for (const share of shares) {
          await toContacts(tx, { order, share }, `${isApproved ? 'deliver' : 'release'}:${event.id}`, ({ url }) =>
            deliverMail({ order, share, ...settings, url: isApproved ? url : undefined, closedOn: event.occurredAt }),
          );
        }
      },
    },
  ];
}
