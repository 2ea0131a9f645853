import { cutReply } from '#libs/reply-text';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import type { IncomingMail, KeptAttachment, MailReceiver, ReplyTarget } from '#kernel/mail-in';
import { askDesk } from '../messages/ask-desk.ts';
import { claimUploads, insertUpload } from '../messages/sql-message-file-store.ts';
import { writeMessageIn } from '../messages/write-message.ts';
import { findOrder } from '../orders/load-order.ts';
import { rolesOn } from '../orders/order-access.ts';
import { deskTags } from '../orders/order-audience.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { alsoSearchable, appendMessage, orderByNumber, saveOrder, sharesOf } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { addressesOf } from '../shares/share-access.ts';
import { groupById } from '../desk/sql-group-store.ts';
import { isLive } from '../shares/share-rollup.ts';
import { givenTo } from './sql-reply-targets.ts';

/** Most characters of a message, as the contract has it. */
const mostText = 10_000;

/** What an order makes of mail: an answer of a participant is what it would be on the web; anybody else's is a flagged note. */
export function orderMailReceiver(context: OrderingContext): MailReceiver {
  const { replies, ports } = context;
  return {
    async targetOf(read, address) {
      const number = replies.orderOf(address);
      if (number === undefined) return undefined;
      const recipient = (await givenTo(read, number, address)).find((one) => replies.isOf(address, one));
      return recipient === undefined ? undefined : { about: `order:${number}`, givenTo: recipient };
    },

    async receive(tx, mail, target, files) {
      const number = Number(target.about.replace('order:', ''));
      const order = await orderByNumber(tx, number, true);
      if (!order) return 'no order';
      const letter: Letter = { mail, target, files, order, text: textOf(mail) };
      const actor = await ports.people.actorByEmail(tx, mail.from.address);
      if (actor) {
        const outcome = await asPerson(tx, context, letter, actor);
        if (outcome !== undefined) return outcome;
      }
      const share = await shareOfContact(tx, letter);
      if (share) {
        const { id } = await askDesk(tx, context, { order, share, byId: null, text: letter.text });
        await attach(tx, context, letter, `mail:${mail.from.address}`, id);
        return 'question of a provider';
      }
      await keepFlagged(tx, context, letter);
      return 'flagged';
    },
  };
}

interface Letter {
  readonly mail: IncomingMail;
  readonly target: ReplyTarget;
  readonly files: readonly KeptAttachment[];
  readonly order: OrderRow;
  readonly text: string;
}

function textOf(mail: IncomingMail): string {
  const text = cutReply(mail.text);
  const shown = text === '' ? mail.subject || 'A mail without text' : text;
  return shown.length <= mostText
    ? shown
    : `${shown.slice(0, mostText - 40).toWellFormed()}\n\n(cut: the mail was longer)`;
}

/** Writes as the person whose address it is; undefined for somebody who may not write on this order. */
async function asPerson(tx: Tx, context: OrderingContext, letter: Letter, actor: Actor): Promise<string | undefined> {
  const { order, target, mail, text } = letter;
  const found = await findOrder(tx, actor, order.number, { lock: true });
  const roles = found ? rolesOn(actor, found.relation) : [];
  const [role] = roles;
  if (!found || role === undefined) return undefined;
  // A sender's address is easily forged: the word of the desk counts only where it was the desk that got the address.
  if (role === 'shifter' && !(await isOfDesk(context, letter, found.relation.groupId, tx))) return undefined;
  const by = actor.id ?? `mail:${mail.from.address}`;
  const ids = await upload(tx, context, letter, by);
  // The customer must never read what was meant for a colleague: by mail the desk writes notes, and messages on the page.
  const scope = role === 'customer' ? 'public' : 'internal';
  await writeMessageIn(context)(tx, actor, order.number, {
    body: text,
    scope,
    sharedWithProviders: false,
    files: ids,
  });
  return `${role}, given to ${target.givenTo.toLowerCase() === mail.from.address ? 'the sender' : 'somebody else'}`;
}

async function isOfDesk(
  { ports }: OrderingContext,
  { target, mail }: Letter,
  groupId: string,
  tx: Tx,
): Promise<boolean> {
  const given = target.givenTo.toLowerCase();
  if (given === mail.from.address) return true;
  const members = (await ports.groupRoles.membersOf(tx, [groupId])).get(groupId) ?? [];
  const isMember = (address: string) => members.some(({ email }) => email.toLowerCase() === address);
  const group = await groupById(tx, groupId);
  return group?.mail.toLowerCase() === given && isMember(mail.from.address);
}

/** The share whose contact writes: somebody without an account, to the address that they were given themselves. */
async function shareOfContact(tx: Tx, { order, mail, target }: Letter): Promise<ShareRecord | undefined> {
  if (target.givenTo.toLowerCase() !== mail.from.address) return undefined;
  return (await sharesOf(tx, order.id)).find(
    (share) =>
      isLive(share) &&
      share.sent_at !== null &&
      addressesOf(share.contact_email).some((address) => address.toLowerCase() === mail.from.address),
  );
}

/** Somebody who does not take part wrote: the desk reads it, with who it was and whose address they had. */
async function keepFlagged(tx: Tx, context: OrderingContext, letter: Letter): Promise<void> {
  const { kernel } = context;
  const { order, mail, target, text } = letter;
  const who = mail.from.name === '' ? mail.from.address : `${mail.from.name} <${mail.from.address}>`;
  const body = `Mail from ${who}, who may not write on this order. The address had been given to ${target.givenTo}.\n\n${text}`;
  const message = await appendMessage(tx, kernel.clock, {
    order,
    deed: { byId: null, byName: `${who} (unknown)`, byRole: 'system' },
    scope: 'internal',
    body,
  });
  await attach(tx, context, letter, `mail:${mail.from.address}`, message.id);
  await saveOrder(tx, order, { desk_unread: order.desk_unread + 1, ...alsoSearchable(text) });
  await kernel.publish(tx, {
    type: 'ordering.stranger_wrote',
    aggregate: `order:${order.number}`,
    payload: { orderId: order.id, orderNumber: order.number, messageId: message.id, files: letter.files.length },
    audience: [...deskTags],
  });
}

async function upload(tx: Tx, { kernel }: OrderingContext, { order, files }: Letter, by: string): Promise<string[]> {
  const ids: string[] = [];
  for (const file of files) {
    const { id } = await kernel.files.record(tx, { ...file, owner: `order:${order.id}` });
    await insertUpload(tx, { fileId: id, orderId: order.id, by, at: kernel.clock.now() });
    ids.push(id);
  }
  return ids;
}

async function attach(tx: Tx, context: OrderingContext, letter: Letter, by: string, messageId: string): Promise<void> {
  const fileIds = await upload(tx, context, letter, by);
  if (fileIds.length > 0) await claimUploads(tx, { fileIds, orderId: letter.order.id, by, messageId });
}
