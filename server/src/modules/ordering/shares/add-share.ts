import { draftingStates } from '#contracts/ordering/share-lifecycle';
import { orderStateWords } from '#contracts/ordering/lifecycle';
import type { ShareInput } from '#contracts/ordering/share-schemas';
import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, invalid } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { loadOrder } from '../orders/load-order.ts';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import { mayWorkOrder } from '../orders/order-access.ts';
import { deskTags } from '../orders/order-audience.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { addressesOf } from './share-access.ts';
import { writtenTerms } from './share-decisions.ts';
import { defaultPeriod, labelled, requireTerms } from './share-terms.ts';
import { amountsInWords } from './share-words.ts';
import { appendDesk, refreshOrder, sharesOf } from '../orders/sql-order-store.ts';
import { insertShare } from './sql-share-store.ts';

/** Proposes a part of the order for a resource centre; nobody gets a mail until it is sent. */
export const addShare =
  (context: OrderingContext) =>
  (actor: Actor, number: number, input: ShareInput): Promise<ShareRecord> =>
    context.kernel.database.transact(async (tx) => {
      const { order, relation } = await loadOrder(tx, actor, number, { lock: true });
      require(mayWorkOrder(actor, relation));
      requireDrafting(order);
      return insertDraft(tx, context, { order, actor, input });
    });

/** Keeps a draft, tells the desk's timeline and brings the order up to date. */
export async function insertDraft(
  tx: Tx,
  context: OrderingContext,
  { order, actor, input }: { order: OrderRow; actor: Actor; input: ShareInput },
): Promise<ShareRecord> {
  const { kernel } = context;
  const content = await shareContent(tx, context, order, input);
  const share = await insertShare(tx, {
    id: nextId(),
    order_id: order.id,
    state: 'proposed',
    created_at: kernel.clock.now(),
    ...content,
  });
  const text = `prepared a share for ${share.site_name}: ${amountsInWords(share.resources)}`;
  await settleDraft(tx, context, { order, actor, share, text, action: 'add_share' });
  return share;
}

/** Refuses where no draft can be made or changed. */
export function requireDrafting(order: OrderRow): void {
  const isPossible = order.kind === 'order' && draftingStates.includes(order.state);
  if (isPossible) return;
  const why =
    order.kind === 'order'
      ? `The order is in the state ${orderStateWords[order.state].desk}`
      : 'This service is opened without the order desk';
  const remedy = order.state === 'approved' ? '. Withdraw the approval first' : '';
  throw new AppError('refused', 'share_refused', `${why}: shares are not changed now${remedy}`, { state: order.state });
}

/** What is written of a share: its site, contact and terms, checked. `id` is its own where it exists already. */
export async function shareContent(
  tx: Tx,
  { kernel, ports }: OrderingContext,
  order: OrderRow,
  input: ShareInput,
  id?: string,
) {
  const site = await ports.sites.byName(tx, input.site);
  if (!site)
    throw invalid('unknown_site', [{ path: 'site', message: `there is no site ${input.site} in the registry` }]);
  const contact = input.contact ?? site.contact;
  const addresses = addressesOf(contact.email);
  const [first] = addresses;
  if (first === undefined) {
    throw invalid('invalid_request', [
      { path: 'contact', message: `the registry names no contact of ${site.name}. Give an address` },
    ]);
  }
  const period = defaultPeriod(order, kernel.clock.today());
  const terms = {
    resources: labelled(order, input.resources),
    startsOn: input.startsOn ?? period.startsOn,
    endsOn: input.endsOn ?? period.endsOn,
    availability: input.availability,
    reliability: input.reliability,
  };
  requireTerms(order, await sharesOf(tx, order.id), { ...terms, ...(id === undefined ? {} : { id }) });
  return {
    site_name: site.name,
    country: site.country,
    contact_name: contact.name,
    contact_email: addresses.join(', '),
    contact_person_id: (await ports.people.byEmail(tx, first))?.id ?? null,
    note: input.note,
    ...writtenTerms(terms),
  };
}

/** The last steps of every change of a draft. */
export async function settleDraft(
  tx: Tx,
  { kernel }: OrderingContext,
  {
    order,
    actor,
    share,
    text,
    action,
  }: { order: OrderRow; actor: Actor; share: ShareRecord; text: string; action: string },
): Promise<void> {
  await appendDesk(tx, kernel.clock, {
    orderId: order.id,
    share,
    text,
    deed: { byId: actor.id, byName: actor.name, byRole: 'shifter' },
  });
  await refreshOrder(tx, order, order.state === 'in_progress' ? undefined : order.value);
  await kernel.publish(tx, {
    type: 'ordering.share_prepared',
    aggregate: `order:${order.number}`,
    payload: { orderId: order.id, orderNumber: order.number, shareId: share.id, shareNumber: share.number },
    audience: deskTags,
  });
  await kernel.audit(tx, {
    actor,
    action: `ordering.${action}`,
    target: `order:${order.number}`,
    details: { share: share.number, site: share.site_name },
  });
}
