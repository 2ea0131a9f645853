import type { ForeignMarketplaceInput } from '#contracts/ordering/foreign-marketplaces';
import { allow, holds, refuse, require, type Actor } from '#kernel/access';
import { invalid, notFound } from '#kernel/errors';
import { wantsVersion } from '#kernel/http';
import { nextId } from '#kernel/ids';
import type { OrderingContext } from '../ordering-context.ts';
import { tables } from '../tables.ts';
import { wantExchange } from './exchange.ts';
import { keepToken, marketplaceById, tokenOf, type MarketplaceRow } from './sql-foreign-store.ts';

/** Foreign marketplaces are kept by portal administrators alone. */
export function requireKeeper(actor: Actor): void {
  require(
    holds(actor, 'administrator')
      ? allow
      : refuse('administrator_only', 'Only portal administrators keep foreign marketplaces'),
  );
}

/** The registration, for those who keep them. */
export async function marketplaceFor(context: OrderingContext, actor: Actor, id: string): Promise<MarketplaceRow> {
  requireKeeper(actor);
  const row = await marketplaceById(context.kernel.database.read(), id);
  if (!row) throw notFound(`foreign marketplace ${id}`);
  return row;
}

/**
 * Adds a registration, or changes one that was read in this version, and has it read soon. The token is kept apart. One that
 * names another address or order system needs its token anew: what is kept must not go to another host.
 */
export const keepMarketplace =
  (context: OrderingContext) =>
  async (
    actor: Actor,
    { name, baseUrl, omsId, state, token, readFrom }: ForeignMarketplaceInput,
    change?: { readonly id: string; readonly seenVersion: number | undefined },
  ): Promise<MarketplaceRow> => {
    const { kernel } = context;
    const known = change && (await marketplaceFor(context, actor, change.id));
    requireKeeper(actor);
    kernel.outward.check(baseUrl);
    if (known) wantsVersion(change.seenVersion, known.version, known.name);
    const isElsewhere = known?.base_url !== baseUrl;
    if (token === undefined && (isElsewhere || (await tokenOf(kernel.database.read(), known.id)) === ''))
      throw invalid('token_needed', [{ path: 'token', message: `Give the token that acts for us at ${baseUrl}` }]);
    return kernel.database.transact(async (tx) => {
      const now = kernel.clock.now();
      const kept = { name, base_url: baseUrl, oms_id: omsId, state, changed_at: now };
      const row = known
        ? await tables(tx)
            .updateTable('ordering.foreign_marketplaces')
            .set((old) => ({ ...kept, ...(readFrom ? { read_to: readFrom } : {}), version: old('version', '+', 1) }))
            .where('id', '=', known.id)
            .returningAll()
            .executeTakeFirstOrThrow()
        : await tables(tx)
            .insertInto('ordering.foreign_marketplaces')
            .values({ id: nextId(), ...kept, read_to: readFrom ?? now, created_at: now })
            .returningAll()
            .executeTakeFirstOrThrow();
      if (token !== undefined) await keepToken(tx, row.id, token, now);
      await kernel.audit(tx, {
        actor,
        action: known ? 'ordering.change_foreign_marketplace' : 'ordering.add_foreign_marketplace',
        target: `foreign-marketplace:${row.id}`,
        details: { name, baseUrl, omsId, state, tokenChanged: token !== undefined },
      });
      await wantExchange(context, tx, { id: row.id, force: true });
      return row;
    });
  };
