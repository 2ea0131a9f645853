import type { ApprovalLevel, LevelAnswerInput } from '#contracts/ordering/level-schemas';
import { personId, require, type Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { allGroups } from '../desk/sql-group-store.ts';
import { seesDesk } from '../orders/order-access.ts';
import { deskTags } from '../orders/order-audience.ts';
import type { OrderRow } from '../orders/order.ts';
import { appendDesk, orderByNumber } from '../orders/sql-order-store.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { mayCoordinate } from '../routing/save-routing.ts';
import { hasPart, outcomeOf, placeFor, shownLevels, type LevelRecord } from './approval-level.ts';
import { approverTags, askNextLevel, noteAskedLevel } from './ask-levels.ts';
import { insertAnswer, levelsOf, updateLevel } from './sql-level-store.ts';

/** The levels of an order with the names of people and groups. */
export async function levelsView(
  context: OrderingContext,
  read: Read | Tx,
  levels: readonly LevelRecord[],
): Promise<ApprovalLevel[]> {
  return levels.length === 0 ? [] : shownLevels(levels, await approverNames(context, read, levels));
}

/** Gives the names of those who are asked in these levels. */
export async function approverNames(
  { ports }: Pick<OrderingContext, 'ports'>,
  read: Read | Tx,
  levels: readonly LevelRecord[],
): Promise<(kind: 'person' | 'group', id: string) => string> {
  const approvers = levels.flatMap(({ level }) => level.approvers);
  const ids = approvers.flatMap(({ kind, id, deputies }) => [...(kind === 'person' ? [id] : []), ...deputies]);
  const people = await ports.people.byIds(read, [...new Set(ids)]);
  const groups = new Map((await allGroups(read)).map(({ id, name }) => [id, name]));
  return (kind, id) => (kind === 'group' ? (groups.get(id) ?? id) : (people.get(id)?.name ?? 'Somebody who has left'));
}

/** Answers for the level that is asked now, for oneself or in somebody's stead; a refusal says why. */
export const answerLevel =
  (context: OrderingContext) =>
  (actor: Actor, number: number, input: LevelAnswerInput): Promise<ApprovalLevel[]> =>
    context.kernel.database.transact(async (tx) => {
      const { kernel } = context;
      const order = await orderByNumber(tx, number, true);
      const levels = order ? await levelsOf(tx, order.id) : [];
      const mine = levels.filter((record) => hasPart(actor, record));
      if (!order || (mine.length === 0 && !seesDesk(actor))) throw notFound(`order ${number}`);
      if (mine.length === 0)
        throw new AppError('forbidden', 'approval_forbidden', 'Only those whom the rule of the order names answer');
      const asked = levels.find(({ level }) => level.state === 'asked');
      const place = asked && placeFor(actor, asked);
      if (!asked || !place || !isUnderWay(order))
        throw new AppError(
          'refused',
          'approval_not_asked',
          'It is not your turn: nothing is asked of you for this order',
        );
      if (input.answer === 'refuse' && input.comment === '')
        throw invalid('invalid_request', [{ path: 'comment', message: 'Say why, so that the desk can act on it' }]);
      const { level } = asked;
      const now = kernel.clock.now();
      const answer = {
        level_id: level.id,
        round: level.round,
        slot: place.slot,
        person_id: personId(actor),
        person_name: actor.name,
        as_deputy: place.asDeputy,
        answer: input.answer,
        comment: input.comment,
        at: now,
      };
      await insertAnswer(tx, answer);
      const state = outcomeOf(level, [...asked.answers, answer]);
      if (state !== 'asked') await updateLevel(tx, level.id, { state, decided_at: now });
      await noteAskedLevel(tx, order.id);
      const verb = input.answer === 'approve' ? 'agreed' : 'refused';
      const stead = place.asDeputy ? ' as a deputy' : '';
      await tell(context, tx, actor, {
        order,
        record: asked,
        text: `${verb} for ${level.name}${stead}${input.comment === '' ? '' : `: ${input.comment}`}`,
        outcome: state,
      });
      if (state === 'approved') await askNextLevel(context, tx, order);
      return levelsView(context, tx, await levelsOf(tx, order.id));
    });

/** Lets an order pass a level without an answer; coordinators do this, with a reason that is kept. */
export const bypassLevel =
  (context: OrderingContext) =>
  (
    actor: Actor,
    number: number,
    { position, reason }: { position: number; reason: string },
  ): Promise<ApprovalLevel[]> =>
    context.kernel.database.transact(async (tx) => {
      const order = seesDesk(actor) ? await orderByNumber(tx, number, true) : undefined;
      if (!order) throw notFound(`order ${number}`);
      require(mayCoordinate(actor));
      const record = (await levelsOf(tx, order.id)).find(({ level }) => level.position === position);
      if (!record) throw notFound(`level ${position} of order ${number}`);
      if (['approved', 'bypassed'].includes(record.level.state))
        throw new AppError('refused', 'approval_not_asked', `${record.level.name} has agreed already`);
      const now = context.kernel.clock.now();
      await updateLevel(tx, record.level.id, {
        state: 'bypassed',
        decided_at: now,
        reason: `${actor.name}: ${reason}`,
      });
      await noteAskedLevel(tx, order.id);
      const text = `passed over the approval of ${record.level.name}: ${reason}`;
      await tell(context, tx, actor, { order, record, text, outcome: 'bypassed' });
      if (isUnderWay(order)) await askNextLevel(context, tx, order);
      return levelsView(context, tx, await levelsOf(tx, order.id));
    });

const isUnderWay = ({ state }: OrderRow) => state === 'in_progress' || state === 'waiting_for_response';

interface Told {
  readonly order: OrderRow;
  readonly record: LevelRecord;
  readonly text: string;
  readonly outcome: string;
}

async function tell({ kernel }: OrderingContext, tx: Tx, actor: Actor, told: Told): Promise<void> {
  const { order, record, text, outcome } = told;
  const deed = { byId: actor.id, byName: actor.name, byRole: 'shifter' as const };
  await appendDesk(tx, kernel.clock, { orderId: order.id, text, deed });
  await kernel.publish(tx, {
    type: 'ordering.approval_answered',
    aggregate: `order:${order.number}`,
    payload: { orderId: order.id, orderNumber: order.number, position: record.level.position, outcome },
    audience: [...deskTags, ...approverTags(record.level)],
  });
  await kernel.audit(tx, {
    actor,
    action: 'ordering.approval_level',
    target: `order:${order.number}`,
    details: { level: record.level.position, outcome },
  });
}
