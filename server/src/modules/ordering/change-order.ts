import { fillParameters } from '#contracts/catalogue/parameter-rules';
import type { FilledParameter } from '#contracts/catalogue/parameters';
import type { Amount } from '#contracts/ordering/schemas';
import type { Actor } from '#kernel/access';
import { json, type Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { loadOrder } from './load-order.ts';
import type { OrderRow } from './order.ts';
import type { OrderingContext } from './ordering-context.ts';
import { placeOrder } from './place-order.ts';
import { requestedResources } from '#contracts/ordering/requested-resources';
import { projectById } from './sql-project-store.ts';
import { appendDesk, saveOrder } from './sql-order-store.ts';
import { tables } from './tables.ts';

/** Values of an order by parameter id, as they were ordered. */
export function valuesOf(parameters: readonly FilledParameter[]): Record<string, unknown> {
  return Object.fromEntries(parameters.map(({ id, value }) => [id, value]));
}

/** What is wanted beyond what runs; less is a negative amount. */
export function differenceOf(before: readonly Amount[], after: readonly Amount[]): Amount[] {
  const metrics = new Map([...before, ...after].map((amount) => [amount.metric, amount]));
  const quantity = (amounts: readonly Amount[], metric: string) =>
    amounts.find((amount) => amount.metric === metric)?.quantity ?? 0;
  return [...metrics.values()]
    .map((amount) => ({
      ...amount,
      quantity: Math.round((quantity(after, amount.metric) - quantity(before, amount.metric)) * 1e6) / 1e6,
    }))
    .filter((amount) => amount.quantity !== 0);
}

/**
 * Asks for more or less of a running order, or a longer end: an order of its own that names the first one, with only
 * the added amounts to negotiate. Refuses a change of nothing, and a second one while the first is open.
 */
export const changeOrder =
  (context: OrderingContext) =>
  async (
    tx: Tx,
    actor: Actor,
    number: number,
    input: { parameters: Record<string, unknown>; comment: string },
  ): Promise<OrderRow> => {
    const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
    if (relation.projectRight === undefined) throw notFound(`order ${number}`);
    if (order.state !== 'ready' || order.kind !== 'order') {
      throw new AppError('refused', 'order_change_refused', 'Only a running order can be changed');
    }
    if (order.change_of !== null) {
      throw new AppError(
        'refused',
        'order_change_refused',
        'This order changed another one, which runs with its values. Ask for a change of that one',
      );
    }
    const open = await tables(tx)
      .selectFrom('ordering.orders')
      .select('number')
      .where('change_of', '=', order.id)
      .where('state', 'not in', ['ready', 'closed', 'rejected'])
      .executeTakeFirst();
    if (open)
      throw new AppError(
        'refused',
        'order_change_refused',
        `Change ${open.number} is still open. Wait for it, or cancel it first`,
        { number: open.number },
      );
    const given = byId(order.parameters, input.parameters);
    const filling = fillParameters(
      order.parameters.map(({ value: _value, ...parameter }) => parameter) as Parameters<typeof fillParameters>[0],
      { ...changeable(order.parameters), ...given },
    );
    if (filling.errors.length > 0)
      throw invalid(
        'invalid_parameters',
        filling.errors.map(({ path, message }) => ({ path: `parameters.${path}`, message })),
      );
    const wanted = requestedResources(filling.filled, order.snapshot.labels);
    const difference = differenceOf(order.requested, wanted.amounts);
    const isLonger = wanted.endsOn !== order.ends_on;
    if (difference.length === 0 && !isLonger)
      throw new AppError(
        'refused',
        'nothing_changed',
        'The new values are the same as the old ones. Change at least one',
      );

    const project = await projectById(tx, order.project_id);
    if (!project) throw notFound(`order ${number}`);
    const change = await placeOrder(context)(
      tx,
      actor,
      {
        project: project.number,
        offer: order.offer_ref,
        parameters: { ...changeable(order.parameters), ...given },
        comment: input.comment,
        ...(order.voucher === null
          ? {}
          : { voucher: order.voucher.id === null ? { request: true as const } : { id: order.voucher.id } }),
      },
      { source: 'change', changeOf: order },
    );
    const added = difference.filter((amount) => amount.quantity > 0);
    // A longer end without more of anything is negotiated for everything that runs.
    const toNegotiate = added.length > 0 ? added : isLonger ? order.requested : [];
    const told = difference.map(
      (amount) => `${amount.quantity > 0 ? '+' : ''}${amount.quantity} ${amount.unit ?? amount.label}`,
    );
    await appendDesk(tx, context.kernel.clock, {
      orderId: change.id,
      kind: 'desk',
      text: `changes order ${order.number}: ${[...told, ...(isLonger ? [`end ${order.ends_on ?? 'open'} to ${wanted.endsOn ?? 'open'}`] : [])].join(', ')}`,
      deed: { byId: actor.id, byName: actor.name, byRole: 'customer' },
    });
    return saveOrder(tx, change, {
      requested: json([...toNegotiate]),
      starts_on: wanted.startsOn,
      ends_on: wanted.endsOn,
    });
  };

/** Keys given by label or id, all by id. */
function byId(parameters: readonly FilledParameter[], given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      parameters.find(({ id }) => id === key)?.id ?? parameters.find(({ label }) => label === key)?.id ?? key,
      value,
    ]),
  );
}

function changeable(parameters: readonly FilledParameter[]): Record<string, unknown> {
  return valuesOf(parameters.filter(({ type }) => type !== 'attribute'));
}
