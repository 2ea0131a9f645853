import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { mayKeepOmses } from '../policies.ts';
import type { CataloguePorts } from '../ports.ts';
import type { OmsTools } from './keep-oms.ts';
import { deleteOms, lockOmses, offersNaming } from './sql-oms-store.ts';

/**
 * Removes an order system for good. Refused with `oms_in_use` while something hangs on it: it is the default one, an
 * offer names it, or an order, finished or not, was given to it.
 */
export async function removeOms(
  tx: Tx,
  { publish, audit }: OmsTools,
  { ordersOfOms }: Pick<CataloguePorts, 'ordersOfOms'>,
  actor: Actor,
  { id, seenVersion }: { readonly id: number; readonly seenVersion?: number | undefined },
): Promise<void> {
  require(mayKeepOmses(actor));
  const oms = (await lockOmses(tx)).find((one) => one.id === id);
  if (!oms) throw notFound(`order system ${id}`);
  wantsVersion(seenVersion, oms.version, oms.name);
  if (oms.isDefault) throw inUse(`${oms.name} is the default one. Make another order system the default one first`);
  const [offer] = await offersNaming(tx, id);
  if (offer) throw inUse(`The offer ${offer.slug}/${offer.iid} names ${oms.name}. Change the offer first`);
  const orders = await ordersOfOms(tx, id);
  if (orders > 0)
    throw inUse(`${oms.name} was given ${orders === 1 ? '1 order' : `${orders} orders`}, whose history names it`);
  await deleteOms(tx, id);
  const target = `oms:${id}`;
  await publish(tx, {
    type: 'catalogue.oms_removed',
    aggregate: target,
    payload: { id },
    audience: ['role:administrator'],
  });
  await audit(tx, { actor, action: 'catalogue.remove_oms', target, details: { name: oms.name } });
}

const inUse = (reason: string) => new AppError('refused', 'oms_in_use', reason);
