import { finalOrderStates, roleReaches } from '#contracts/ordering/lifecycle';
import type { TransitionInput } from '#contracts/ordering/order-input-schemas';
import type { AccessInput } from '#contracts/ordering/schemas';
import { system, type Actor } from '#kernel/access';
import { json, type Tx } from '#kernel/database';
import { AppError, invalid, type FieldError } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { nextId } from '#kernel/ids';
import type { WorkingCalendar } from '#libs/working-time';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { forgetDecisionNotices } from '../calendar/warn-of-clocks.ts';
import { missingApproval } from '../levels/approval-level.ts';
import { levelsOf } from '../levels/sql-level-store.ts';
import { moveOtherLines } from '../bundles/move-other-lines.ts';
import { decisionDays } from '../desk/clocks.ts';
import { dueAfterPause, dueAt } from '../desk/due-at.ts';
import { loadOrder, type LoadedOrder } from './load-order.ts';
import { sendFiles } from '../messages/message-files.ts';
import { rolesOn } from './order-access.ts';
import { orderAudience } from './order-audience.ts';
import { orderMachine } from './order-machine.ts';
import { defaultValue, listFacts, orderFacts, systemDeed, wordChange, type Deed, type OrderRow } from './order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import {
  alsoSearchable,
  appendMessage,
  appendStatus,
  openChange,
  orderByNumber,
  saveOrder,
  sharesOf,
} from './sql-order-store.ts';
import { lockProject } from '../projects/sql-project-store.ts';
import { assignOnDuty } from '../rota/assign-on-duty.ts';
import { tables } from '../tables.ts';
import { withdrawOpenShares } from './withdraw-open-shares.ts';

/** Does an action of the lifecycle for a person; refuses with the reason that the order page shows. */
export const transitionOrder =
  (context: OrderingContext) =>
  (actor: Actor, number: number, input: TransitionInput, seenVersion?: number): Promise<OrderRow> =>
    context.kernel.database.transact(async (tx) => {
      const loaded = await loadOrder(tx, actor, number, { lock: true });
      wantsVersion(seenVersion, loaded.order.version, `Order ${number}`);
      const { files: _files, ...withoutFiles } = input;
      const also =
        input.allLines === true
          ? await moveOtherLines(tx, actor, loaded.order, (line) => move(line, withoutFiles, { with: number }))
          : [];
      return move(loaded, input, also.length > 0 ? { also } : {});

      async function move({ order, relation }: LoadedOrder, deed: TransitionInput, together: Together) {
        const roles = rolesOn(actor, relation);
        const byRole =
          roles.find((held) =>
            orderMachine.edges.some((edge) => edge.action === input.action && roleReaches(edge, order.state, held)),
          ) ?? roles[0];
        if (byRole === undefined)
          throw new AppError('forbidden', 'order_transition_forbidden', 'You may read this order, but not act on it');
        return moveOrder(context)(tx, order, { byId: actor.id, byName: actor.name, byRole }, deed, actor, together);
      }
    });

/** Registers a fresh order on the desk, with whoever is on duty. Harmless when it is there already. */
export const registerOrder =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow): Promise<OrderRow> =>
    order.state === 'created'
      ? assignOnDuty(context)(tx, await moveOrder(context)(tx, order, systemDeed, { action: 'register' }, system))
      : order;

/** Other lines of a bundle that move in the same deed: `also` with the first one, each `with` the first one. */
type Together = { readonly also?: readonly number[]; readonly with?: number };

/**
 * Moves an order that is locked in this transaction along one edge: asks the table, checks what has to be given along, and
 * enters the new state.
 */
export const moveOrder =
  (context: OrderingContext) =>
  async (
    tx: Tx,
    order: OrderRow,
    deed: Deed,
    input: TransitionInput,
    actor: Actor,
    together: Together = {},
  ): Promise<OrderRow> => {
    const { ports } = context;
    const shares = await sharesOf(tx, order.id);
    const standing = await ports.agreements.of(tx, order.id);
    const granted = await tables(tx)
      .selectFrom('ordering.access_grants')
      .select('id')
      // Who has a change delivered is in already.
      .where('order_id', 'in', order.change_of === null ? [order.id] : [order.id, order.change_of])
      .executeTakeFirst();
    const hasAccess = granted !== undefined || (input.access !== undefined && hasContent(input.access));
    const outcome = orderMachine.apply(
      order.state,
      input.action,
      orderFacts(order, shares, standing, {
        hasAccess,
        projectArchived: await inArchivedProject(tx, order),
        missingApproval: missingApproval(await levelsOf(tx, order.id)),
      }),
      deed.byRole,
    );
    if ('refusal' in outcome) {
      throw new AppError('refused', 'order_transition_refused', outcome.refusal, {
        state: order.state,
        action: input.action,
      });
    }
    const missing = missingInput(outcome.edge.needs, input, hasAccess);
    if (missing.length > 0) throw invalid('invalid_request', missing);

    if (input.access && hasContent(input.access))
      await grantAccess(tx, context, { order, access: input.access, from: deed.byName, shareId: null });
    return enterState(context)(tx, order, deed, actor, {
      ...input,
      to: outcome.to,
      event: `ordering.order_${eventNames[input.action]}`,
      ...(input.action === 'take' ? { assigneeId: actor.id } : {}),
      together,
    });
  };

/** A step to another state, decided already. */
export interface Step {
  readonly to: OrderRow['state'];
  /** As the timeline names it; an action of the lifecycle, or `set` where no edge leads there. */
  readonly action: string;
  /** Type of the event that tells of it. */
  readonly event: string;
  /** The word beside the state; a usual one where none is given. */
  readonly value?: string | undefined;
  readonly message?: string | undefined;
  readonly files?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly category?: string | undefined;
  readonly assigneeId?: string | null;
  /** Leads where no edge does; the desk sees it marked (ordering.md 4.1). */
  readonly irregular?: boolean;
  /** Secrets of the customer that an order system hands over with it. */
  readonly userSecrets?: Readonly<Record<string, string>> | undefined;
  readonly together?: Together;
}

/**
 * Brings an order that is locked in this transaction into another state, with everything that follows from it: clocks,
 * open shares and an open change where it ends, the timeline, a message, the event.
 */
export const enterState =
  (context: OrderingContext) =>
  async (tx: Tx, order: OrderRow, deed: Deed, actor: Actor, step: Step): Promise<OrderRow> => {
    const { kernel } = context;
    const { to, userSecrets, together = {} } = step;
    const now = kernel.clock.now();
    if (order.decided_at !== null && to === 'in_progress') await forgetDecisionNotices(tx, order.id);
    const isFinal = finalOrderStates.includes(to);
    if (isFinal)
      await withdrawOpenShares(context)(
        tx,
        order,
        deed,
        to === 'rejected' ? 'the order was rejected' : 'the order was closed',
      );
    if (isFinal) await closeChange(context)(tx, order, deed, actor);
    const shares = await sharesOf(tx, order.id);
    const moved = {
      ...order,
      state: to,
      assignee_id: step.assigneeId === undefined ? order.assignee_id : step.assigneeId,
    };
    const message = step.message ?? '';
    const saved = await saveOrder(tx, order, {
      state: to,
      state_since: now,
      assignee_id: moved.assignee_id,
      ...clockChanges((await deskCalendars(tx, context.calendar))(order.group_id), order, deed, to, now),
      ...(message === ''
        ? {}
        : { last_public_at: now, customer_unread: order.customer_unread + 1, ...alsoSearchable(message) }),
      ...(userSecrets ? { user_secrets: json({ ...userSecrets }) } : {}),
      ...listFacts(moved, shares),
      value: step.value ?? defaultValue(to, shares),
      given_value: step.value ?? null,
    });
    await appendStatus(tx, kernel.clock, {
      order_id: order.id,
      action: step.action,
      from_state: order.state,
      to_state: to,
      value: saved.value,
      reason: step.reason ?? '',
      category: step.category ?? null,
      irregular: step.irregular ?? false,
      deed,
    });
    const files = step.files ?? [];
    let messageId = '';
    if (message !== '') {
      ({ id: messageId } = await appendMessage(tx, kernel.clock, { order, deed, scope: 'public', body: message }));
      await sendFiles(tx, actor, { fileIds: files, orderId: order.id, messageId });
    }
    await kernel.publish(tx, {
      type: step.event,
      aggregate: `order:${order.number}`,
      payload: {
        orderId: order.id,
        orderNumber: order.number,
        from: order.state,
        to,
        ...wordChange(order, saved),
        secretsChanged: userSecrets !== undefined,
        action: step.action,
        message,
        messageId,
        files: files.length,
        reason: step.reason ?? '',
        byId: deed.byId,
        ...together,
      },
      audience: await orderAudience(tx, order),
    });
    await kernel.audit(tx, {
      actor,
      action: `ordering.${step.action}`,
      target: `order:${order.number}`,
      details: { from: order.state, to, as: deed.byRole },
    });
    return saved;
  };

/** A change that is not decided yet has nothing to change when its order ends: who ends one ends the other. */
const closeChange =
  (context: OrderingContext) =>
  async (tx: Tx, ended: OrderRow, deed: Deed, actor: Actor): Promise<void> => {
    const open = await openChange(tx, ended.id);
    const change = open && (await orderByNumber(tx, open.number, true));
    if (!change) return;
    const action = deed.byRole === 'customer' ? 'cancel' : 'close';
    const input = { action, reason: `Order ${ended.number}, which it changes, has ended` } as const;
    await moveOrder(context)(tx, await registerOrder(context)(tx, change), deed, input, actor);
  };

/** Only an order that is over can be in an archived project; its project stands still while it is re-opened. */
async function inArchivedProject(tx: Tx, { state, project_number: number }: OrderRow): Promise<boolean> {
  return finalOrderStates.includes(state) && (await lockProject(tx, number))?.status === 'archived';
}

/** How the event of each action ends: `ordering.order_taken`. */
export const eventNames = {
  register: 'registered',
  open: 'opened',
  take: 'taken',
  ask: 'asked',
  resume: 'resumed',
  approve: 'approved',
  withdraw_approval: 'approval_withdrawn',
  deliver: 'delivered',
  reject: 'rejected',
  close: 'closed',
  cancel: 'closed',
  reopen: 'reopened',
} as const;

function hasContent(access: AccessInput): boolean {
  return access.text !== '' || access.url !== '' || Object.keys(access.secrets).length > 0;
}

const wanted = {
  message: 'Write to the customer what they need to know',
  reason: 'Say why, in a line',
  category: 'Choose the kind of reason',
  access: 'Give a text, an address or a secret by which the customer gets in',
} as const;

function missingInput(
  needs: readonly (keyof typeof wanted)[],
  input: TransitionInput,
  hasAccess: boolean,
): FieldError[] {
  return needs
    .filter((need) => (need === 'access' ? !hasAccess : (input[need] ?? '') === ''))
    .map((need) => ({ path: need, message: wanted[need] }));
}

type Clocks = Pick<OrderRow, 'class' | 'first_reply_at' | 'paused_at' | 'decision_due_at' | 'decided_at' | 'ended_at'>;

/** Which clocks stop, pause or go on (ordering.md 4.5, 4.9). */
export function clockChanges(
  calendar: WorkingCalendar,
  order: Clocks,
  deed: Pick<Deed, 'byRole'>,
  to: OrderRow['state'],
  now: string,
): Partial<Clocks> {
  const byPerson = deed.byRole === 'shifter' || deed.byRole === 'provider';
  const reply = byPerson && order.first_reply_at === null ? { first_reply_at: now } : {};
  const ended = { ended_at: finalOrderStates.includes(to) ? now : null };
  const resumed = order.paused_at !== null && to !== 'waiting_for_response';
  const due =
    resumed && order.decision_due_at !== null
      ? { decision_due_at: dueAfterPause(calendar, order.decision_due_at, order.paused_at ?? now, now) }
      : {};
  const paused = { paused_at: to === 'waiting_for_response' ? now : null };
  switch (to) {
    case 'approved':
    case 'rejected':
      return { ...reply, ...ended, ...paused, ...due, decided_at: order.decided_at ?? now };
    case 'in_progress': {
      const again =
        order.decided_at !== null
          ? { decided_at: null, decision_due_at: dueAt(calendar, now, decisionDays(order.class)) }
          : due;
      return { ...reply, ...ended, ...paused, ...again };
    }
    default:
      return { ...reply, ...ended, ...paused, ...due };
  }
}

/** Keeps how the customer gets in; one grant a share, and one of the order as a whole. */
export async function grantAccess(
  tx: Tx,
  { kernel }: OrderingContext,
  grant: { order: OrderRow; access: AccessInput; from: string; shareId: string | null },
): Promise<void> {
  await tables(tx)
    .insertInto('ordering.access_grants')
    .values({
      id: nextId(),
      order_id: grant.order.id,
      share_id: grant.shareId,
      from_name: grant.from,
      access_text: grant.access.text,
      access_url: grant.access.url,
      secrets: json(grant.access.secrets),
      at: kernel.clock.now(),
    })
    .execute();
}
