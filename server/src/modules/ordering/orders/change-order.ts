import { fillParameters } from '#contracts/catalogue/parameter-rules';
import type { FilledParameter } from '#contracts/catalogue/parameters';
import { requestedResources } from '#contracts/ordering/requested-resources';
import type { Amount } from '#contracts/ordering/schemas';
import type { Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { carriedTerms, lineOf, type Wanted } from './carried-shares.ts';
import { loadOrder } from './load-order.ts';
import { systemDeed, type Deed, type OrderRow, type ShareRecord } from './order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { offeredParameters, placeOrder } from './place-order.ts';
import { writtenTerms } from '../shares/share-decisions.ts';
import { sameTerms, termsOf } from '../shares/share-terms.ts';
import { amountsInWords, dayInWords } from '../shares/share-words.ts';
import { appendDesk, openChange, refreshOrder, sharesOf } from './sql-order-store.ts';
import { insertShare, saveShare } from '../shares/sql-share-store.ts';

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

const refused = (detail: string, more: Record<string, unknown> = {}) =>
  new AppError('refused', 'order_change_refused', detail, more);

/**
 * Asks for more or less of a running order, or a longer end: an order of its own that names the first one. It begins with
 * the shares that run; those that stay as they are stand validated, so that only the difference is negotiated. Refuses a
 * change of nothing, and a second one while the first is open.
 */
export const changeOrder =
  (context: OrderingContext) =>
  async (
    tx: Tx,
    actor: Actor,
    number: number,
    input: { parameters: Record<string, unknown>; comment: string },
  ): Promise<OrderRow> => {
    const { order, project, relation } = await loadOrder(tx, actor, number, { lock: true });
    if (relation.projectRight === undefined)
      throw new AppError('forbidden', 'order_change_forbidden', 'Only members of the project ask for a change');
    const refusal = changeRefusal(order, await openChange(tx, order.id));
    if (refusal !== undefined) throw refused(refusal);
    const keys = keysById(order.parameters, input.parameters);
    const given = Object.fromEntries([...keys].map(([id, key]) => [id, input.parameters[key]]));
    const values = { ...changeable(order.parameters), ...given };
    // A running order is changed as it was offered: what it asked for then may have passed, or be offered no more.
    const filling = fillParameters(offeredParameters(order), values);
    if (filling.errors.length > 0)
      throw invalid(
        'invalid_parameters',
        filling.errors.map(({ path, message }) => ({ path: `parameters.${keys.get(path) ?? path}`, message })),
      );
    const wanted = requestedResources(filling.filled, order.snapshot.labels);
    const difference = differenceOf(order.requested, wanted.amounts);
    if (wanted.startsOn !== order.starts_on) throw refused('It runs already: its first day stays as it is');
    if (order.ends_on !== null && (wanted.endsOn === null || wanted.endsOn < order.ends_on))
      throw refused(`It runs until ${dayInWords(order.ends_on)}. To end it earlier, cancel it when you are done`);
    const isLonger = wanted.endsOn !== order.ends_on;
    if (difference.length === 0 && !isLonger)
      throw new AppError(
        'refused',
        'nothing_changed',
        'The new values are the same as the old ones. Change at least one',
      );

    const change = await placeOrder(context)(
      tx,
      actor,
      {
        project: project.number,
        offer: order.offer_ref,
        parameters: values,
        comment: input.comment,
        ...(order.voucher === null
          ? {}
          : { voucher: order.voucher.id === null ? { request: true as const } : { id: order.voucher.id } }),
      },
      { source: 'change', changeOf: order },
    );
    const deed: Deed = { byId: actor.id, byName: actor.name, byRole: 'customer' };
    const told = [
      ...difference.map(
        ({ quantity, unit, label }) => `${quantity > 0 ? `${quantity} more` : `${-quantity} less`} ${unit ?? label}`,
      ),
      ...(isLonger && wanted.endsOn !== null ? [`until ${dayInWords(wanted.endsOn)}`] : []),
    ];
    await appendDesk(tx, context.kernel.clock, {
      orderId: change.id,
      text: `asked for a change of order ${order.number}: ${told.join(', ')}`,
      deed,
    });
    await carryShares(tx, context, { order, change, wanted });
    return refreshOrder(tx, change);
  };

/** Why a running order cannot be changed now; shown beside the button. */
export function changeRefusal(
  order: Pick<OrderRow, 'state' | 'kind' | 'change_of'>,
  open: { readonly number: number } | undefined,
): string | undefined {
  if (order.state !== 'ready' || order.kind !== 'order') return 'Only a running order can be changed';
  if (order.change_of !== null)
    return 'This order changed another one, which runs with its values. Ask for a change of that one';
  return open && `Change ${open.number} is still open. Wait for it, or cancel it first`;
}

/** Gives the change the shares that run: validated where nothing changes for them, as drafts where something does. */
async function carryShares(
  tx: Tx,
  { kernel }: OrderingContext,
  { order, change, wanted }: { order: OrderRow; change: OrderRow; wanted: Wanted },
): Promise<void> {
  const running = (await sharesOf(tx, order.id)).filter(({ state }) => state === 'validated');
  for (const { share, terms } of carriedTerms(running, order.ends_on, wanted)) {
    const { site_name: site, country, contact_name: name, contact_email: email, contact_person_id: person } = share;
    const isSame = terms !== undefined && sameTerms(terms, termsOf(share));
    if (!terms) {
      await appendDesk(tx, kernel.clock, {
        orderId: change.id,
        text: `leaves nothing for ${site} to provide. Give it a share if another site is to provide less`,
        deed: systemDeed,
      });
      continue;
    }
    const carried = await insertShare(tx, {
      id: nextId(),
      order_id: change.id,
      origin_id: lineOf(share),
      state: 'proposed',
      site_name: site,
      country,
      contact_name: name,
      contact_email: email,
      contact_person_id: person,
      note: isSame ? share.note : `So far ${amountsInWords(share.resources)} until ${dayInWords(share.ends_on)}.`,
      created_at: kernel.clock.now(),
      ...writtenTerms(terms),
    });
    if (isSame) await saveShare(tx, carried, standsAs(share));
  }
}

/** What stays as it is keeps its answer and its delivery. */
function standsAs({ answer, sent_at, answered_at, delivered_at }: ShareRecord) {
  return { state: 'validated' as const, answer, sent_at, answered_at, delivered_at };
}

/** The key under which the caller gave each value, by the id of its parameter. */
function keysById(parameters: readonly FilledParameter[], given: Record<string, unknown>): Map<string, string> {
  return new Map(
    Object.keys(given).map((key) => [
      parameters.find(({ id }) => id === key)?.id ?? parameters.find(({ label }) => label === key)?.id ?? key,
      key,
    ]),
  );
}

function changeable(parameters: readonly FilledParameter[]): Record<string, unknown> {
  return Object.fromEntries(parameters.filter(({ type }) => type !== 'attribute').map(({ id, value }) => [id, value]));
}
