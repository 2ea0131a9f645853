import type { OrderState } from '#contracts/ordering/lifecycle';
import { clockAt } from '#kernel/clock';
import type { Tx } from '#kernel/database';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { insertUpload } from '../messages/sql-message-file-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { stepTo } from './jump-order.ts';
import { defaultValue, listFacts, type Deed, type OrderRow } from './order.ts';
import { alsoSearchable, appendMessage, appendStatus, saveOrder, sharesOf } from './sql-order-store.ts';
import { clockChanges } from './transition-order.ts';

/** A change of state that happened in the tool from which an order comes. */
export interface PastStep {
  readonly at: string;
  readonly to: Exclude<OrderState, 'created'>;
  /** That tool's own word for the state, where it has one. */
  readonly word?: string | undefined;
  readonly reason?: string | undefined;
  readonly deed: Deed;
}

/** Something that was said there. */
export interface PastMessage {
  /** By which the caller knows it again. */
  readonly ref: string;
  readonly at: string;
  readonly scope: 'public' | 'internal';
  readonly body: string;
  readonly deed: Deed;
  readonly author?: { readonly uid: string | null; readonly email: string };
  readonly files: readonly PastFile[];
}

/** A file whose content is kept already. */
export interface PastFile {
  readonly ref: string;
  readonly at: string;
  readonly hash: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sizeBytes: number;
  /** Id of the person who added it; empty where they are not known here. */
  readonly by: string;
}

/** What of the past stands under which id now. */
export interface Brought {
  readonly order: OrderRow;
  readonly messages: readonly { readonly ref: string; readonly id: string }[];
  readonly files: readonly { readonly ref: string; readonly id: string }[];
}

/**
 * Writes what happened to an order elsewhere, with the times it happened at, to an order that is locked in this transaction.
 * Clocks and states come out as if it had happened here, steps that are no edge of the lifecycle are marked irregular;
 * but nobody is told: it is no news.
 */
export const bringPast =
  (context: OrderingContext) =>
  async (
    tx: Tx,
    order: OrderRow,
    past: { readonly steps: readonly PastStep[]; readonly messages: readonly PastMessage[] },
  ): Promise<Brought> => {
    const calendar = (await deskCalendars(tx, context.calendar))(order.group_id);
    const shares = await sharesOf(tx, order.id);
    let row: OrderRow = order;
    for (const { at, to, word, reason = '', deed } of past.steps) {
      const sameState = to === row.state;
      const value = word ?? defaultValue(to, shares);
      if (sameState && value === row.value) continue;
      const { action, irregular } = registers(row.state, to)
        ? { action: 'register', irregular: false }
        : stepTo(row.state, to, deed);
      await appendStatus(tx, clockAt(at), {
        order_id: order.id,
        action: sameState ? 'reword' : action,
        from_state: row.state,
        to_state: to,
        value,
        reason: sameState ? value : reason,
        category: to === 'rejected' && !sameState ? 'other' : null,
        irregular: !sameState && irregular,
        deed,
      });
      row = {
        ...row,
        ...(sameState ? {} : { ...clockChanges(calendar, row, deed, to, at), state: to, state_since: at }),
        value,
        given_value: word ?? null,
      };
    }
    const brought = { messages: [] as Brought['messages'][number][], files: [] as Brought['files'][number][] };
    for (const { ref, at, scope, body, deed, author, files } of past.messages) {
      const message = await appendMessage(tx, clockAt(at), {
        order,
        deed,
        scope,
        body,
        ...(author ? { author } : {}),
      });
      brought.messages.push({ ref, id: message.id });
      for (const file of files) {
        const record = { ...file, owner: `order:${order.id}` };
        const { id } = await context.kernel.files.record(tx, record);
        await insertUpload(tx, { fileId: id, orderId: order.id, messageId: message.id, by: file.by, at: file.at });
        brought.files.push({ ref: file.ref, id });
      }
      if (scope !== 'public') continue;
      row = {
        ...row,
        last_public_at: latest(row.last_public_at, at),
        first_reply_at: deed.byRole === 'customer' ? row.first_reply_at : earliest(row.first_reply_at, at),
      };
    }
    const text = past.messages.map(({ body }) => body).join(' ');
    const saved = await saveOrder(tx, order, {
      state: row.state,
      state_since: row.state_since,
      value: row.value,
      given_value: row.given_value,
      first_reply_at: row.first_reply_at,
      decided_at: row.decided_at,
      decision_due_at: row.decision_due_at,
      paused_at: row.paused_at,
      ended_at: row.ended_at,
      last_public_at: row.last_public_at,
      ...listFacts(row, shares),
      ...(text === '' ? {} : alsoSearchable(text)),
    });
    return { order: saved, ...brought };
  };

const registers = (from: OrderState, to: OrderState) => from === 'created' && to === 'registered';
const latest = (known: string | null, at: string) => (known === null || at > known ? at : known);
const earliest = (known: string | null, at: string) => (known === null || at < known ? at : known);
