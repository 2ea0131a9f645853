import type { Updateable } from 'kysely';
import type { DeskInput } from '#contracts/ordering/order-input-schemas';
import { personId, require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { dueBy } from '../calendar/follow-calendar.ts';
import { loadOrder } from '../orders/load-order.ts';
import { mayWorkOrder } from '../orders/order-access.ts';
import { deskTags } from '../orders/order-audience.ts';
import type { Deed, OrderRow } from '../orders/order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { assignOnDuty } from '../rota/assign-on-duty.ts';
import { groupById } from './sql-group-store.ts';
import { furtherLines } from '../bundles/refresh-lines.ts';
import { appendDesk, orderByNumber, refreshOrder, saveOrder } from '../orders/sql-order-store.ts';
import type { OrdersTable } from '../tables.ts';
import { moveOrder } from '../orders/transition-order.ts';

/** Assigns, moves, classifies, tags an order, releases it from suspicion or marks it as spam; each told on the timeline of the desk. */
export const updateDesk =
  (context: OrderingContext) =>
  (actor: Actor, number: number, input: DeskInput, seenVersion?: number): Promise<OrderRow> =>
    context.kernel.database.transact(async (tx) => {
      const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
      wantsVersion(seenVersion, order.version, `Order ${number}`);
      require(mayWorkOrder(actor, relation));
      return changeDesk(context, tx, actor, order, input);
    });

/** What holds for a bundle as a whole is done to its other lines with the first one. */
async function changeLines(
  context: OrderingContext,
  tx: Tx,
  actor: Actor,
  root: OrderRow,
  { spam, class: orderClass, reason }: DeskInput,
): Promise<void> {
  if (root.line_count === 0 || (spam === undefined && orderClass === undefined)) return;
  for (const line of await furtherLines(tx, root.id)) {
    const locked = await orderByNumber(tx, line.number, true);
    if (locked) await changeDesk(context, tx, actor, locked, { spam, class: orderClass, reason });
  }
}

async function changeDesk(
  context: OrderingContext,
  tx: Tx,
  actor: Actor,
  order: OrderRow,
  input: DeskInput,
): Promise<OrderRow> {
  const { kernel } = context;
  const deed: Deed = { byId: actor.id, byName: actor.name, byRole: 'shifter' };
  const changes: Updateable<OrdersTable> = {};
  const told: string[] = [];
  if (input.assignee !== undefined) {
    const assignee = await assigneeOf(context, tx, actor, order, input);
    changes.assignee_id = assignee?.id ?? null;
    told.push(assignee ? `assigned it to ${assignee.name}` : 'gave it back to the group');
  }
  if (input.group !== undefined && input.group !== order.group_id) {
    const group = await groupById(tx, input.group);
    if (!group) throw invalid('unknown_group', [{ path: 'group', message: `there is no group ${input.group}` }]);
    Object.assign(changes, { group_id: group.id, ...(input.assignee === undefined ? { assignee_id: null } : {}) });
    told.push(`moved it to the group ${group.name}`);
  }
  if (input.class !== undefined && input.class !== order.class) {
    if (!input.reason) throw invalid('invalid_request', [{ path: 'reason', message: 'Say why the class is changed' }]);
    Object.assign(changes, { class: input.class, class_because: `${actor.name}: ${input.reason}` });
    told.push(`classified it as ${input.class}: ${input.reason}`);
  }
  if (input.noAgreement !== undefined) {
    if (input.noAgreement && !input.reason)
      throw invalid('invalid_request', [{ path: 'reason', message: 'Say why no agreement is needed' }]);
    changes.no_agreement_reason = input.noAgreement ? (input.reason ?? null) : null;
    told.push(
      input.noAgreement
        ? `stated that no agreement is needed: ${input.reason ?? ''}`
        : 'stated that an agreement is needed after all',
    );
  }
  if (input.priority !== undefined && input.priority !== order.priority) {
    changes.priority = input.priority;
    told.push(`set the priority to ${input.priority}`);
  }
  if (input.tags !== undefined) {
    changes.tags = [...new Set(input.tags)];
    told.push(input.tags.length === 0 ? 'removed all tags' : `set the tags to ${input.tags.join(', ')}`);
  }
  if (input.spam !== undefined && input.spam !== order.spam) {
    changes.spam = input.spam;
    told.push(input.spam === 'yes' ? 'marked it as spam' : 'released it from suspicion of spam');
  }
  if (told.length === 0) return order;
  if (changes.class !== undefined || changes.group_id !== undefined) {
    const calendar = (await deskCalendars(tx, context.calendar))(input.group ?? order.group_id);
    Object.assign(changes, await dueBy(tx, { ...order, class: input.class ?? order.class }, calendar));
  }
  let saved = await refreshOrder(tx, await saveOrder(tx, order, changes), order.value);
  const released = input.spam === 'no' && order.spam !== 'no';
  const moved = saved.group_id !== order.group_id;
  for (const text of told) await appendDesk(tx, kernel.clock, { orderId: order.id, text, deed });
  await kernel.publish(tx, {
    type: 'ordering.desk_changed',
    aggregate: `order:${order.number}`,
    payload: { orderId: order.id, orderNumber: order.number, changed: Object.keys(input), byId: deed.byId },
    audience: deskTags,
  });
  await kernel.audit(tx, {
    actor,
    action: 'ordering.desk',
    target: `order:${order.number}`,
    details: { ...input, reason: undefined },
  });
  if (input.assignee === undefined && (released || moved) && saved.state === 'registered')
    saved = await assignOnDuty(context)(tx, saved);
  if (released)
    await kernel.publish(tx, {
      type: 'ordering.order_released',
      aggregate: `order:${order.number}`,
      payload: { orderId: order.id, orderNumber: order.number },
      audience: deskTags,
    });
  if (input.spam === 'yes' && ['registered', 'in_progress', 'waiting_for_response'].includes(saved.state)) {
    saved = await moveOrder(context)(
      tx,
      saved,
      deed,
      { action: 'reject', category: 'spam', message: 'This order was not accepted.' },
      actor,
    );
  }
  await changeLines(context, tx, actor, order, input);
  return saved;
}

async function assigneeOf(
  { ports }: OrderingContext,
  tx: Tx,
  actor: Actor,
  order: OrderRow,
  { assignee, group }: DeskInput,
) {
  if (assignee === null || assignee === undefined) return undefined;
  const id = assignee === 'me' ? personId(actor) : assignee;
  const groupId = group ?? order.group_id;
  const members = (await ports.groupRoles.membersOf(tx, [groupId])).get(groupId) ?? [];
  const member = members.find((candidate) => candidate.id === id);
  if (!member && !(assignee === 'me' && mayWorkOrder(actor, { groupId }).allowed)) {
    throw invalid('unknown_assignee', [{ path: 'assignee', message: `is no shifter of ${groupId}` }]);
  }
  return member ?? { id, name: actor.name };
}

/** Does the same desk work on several orders, each in a transaction of its own; tells for each that it could not. */
export const bulkUpdate =
  (context: OrderingContext) =>
  async (actor: Actor, numbers: readonly number[], change: DeskInput, addTags: readonly string[] = []) => {
    const refused: { number: number; reason: string }[] = [];
    for (const number of new Set(numbers)) {
      try {
        await context.kernel.database.transact(async (tx) => {
          const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
          require(mayWorkOrder(actor, relation));
          const tags = addTags.length > 0 ? { tags: [...new Set([...order.tags, ...addTags])] } : {};
          await changeDesk(context, tx, actor, order, { ...change, ...tags });
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        refused.push({ number, reason: error.message });
      }
    }
    return { changed: new Set(numbers).size - refused.length, refused };
  };
