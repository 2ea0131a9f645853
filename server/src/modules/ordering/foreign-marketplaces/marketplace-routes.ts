import { z } from 'zod';
import {
  foreignMarketplaceEndpoints as endpoints,
  type ConnectionTest,
  type ForeignMarketplace,
} from '#contracts/ordering/foreign-marketplaces';
import { cursorNumber, decodeCursor, encodeCursor, ifMatch, route, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../ordering-context.ts';
import { wantExchange } from './exchange.ts';
import { foreignClient, ForeignFailure } from './foreign-client.ts';
import { keepMarketplace, marketplaceFor, requireKeeper } from './keep-marketplace.ts';
import { countsOf, logOf, marketplaces, tokenOf, type MarketplaceRow } from './sql-foreign-store.ts';
import { triggerPath } from './trigger-receiver.ts';

/** Foreign marketplaces in the administration: list, change, try, read now, log. */
export const foreignMarketplaceRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    const { kernel } = context;
    const { database } = kernel;
    const keep = keepMarketplace(context);

    async function shown(row: MarketplaceRow): Promise<ForeignMarketplace> {
      return {
        id: row.id,
        name: row.name,
        baseUrl: row.base_url,
        omsId: row.oms_id,
        state: row.state,
        omsName: row.oms_name,
        role: row.is_default === null ? null : row.is_default ? 'mediator' : 'provider',
        triggerUrl: `${kernel.config.publicUrl}${triggerPath}`,
        readTo: row.read_to,
        polledAt: row.polled_at,
        lastError: row.failed_at === null ? null : { at: row.failed_at, text: row.failure },
        failures: row.failures,
        nextAt: row.next_at,
        eventsRead: row.events_read,
        ...(await countsOf(database.read(), row.id)),
        version: row.version,
      };
    }

    route(app, endpoints.listForeignMarketplaces, async ({ request }) => {
      requireKeeper(request.actor);
      return { items: await Promise.all((await marketplaces(database.read())).map(shown)) };
    });
    route(app, endpoints.addForeignMarketplace, async ({ request, body }) => shown(await keep(request.actor, body)));
    route(app, endpoints.changeForeignMarketplace, async ({ request, params, body }) =>
      shown(await keep(request.actor, body, { id: params.id, seenVersion: ifMatch(request) })),
    );
    route(app, endpoints.testForeignMarketplace, async ({ request, params }): Promise<ConnectionTest> => {
      const { base_url: baseUrl, oms_id: omsId, id } = await marketplaceFor(context, request.actor, params.id);
      const client = foreignClient(kernel.outward, { baseUrl, omsId, token: await tokenOf(database.read(), id) });
      try {
        const omses = (await client.omses()).map((oms) => ({ id: oms.id, name: oms.name, isDefault: oms.default }));
        const own = omses.find((oms) => oms.id === omsId);
        if (own) return { ok: true, text: `It answers, and the token acts for ${own.name}`, omses };
        return { ok: false, text: `It answers, but the token does not act for order system ${omsId}`, omses };
      } catch (error) {
        if (!(error instanceof ForeignFailure)) throw error;
        return { ok: false, text: error.message, omses: [] };
      }
    });
    route(app, endpoints.pollForeignMarketplace, async ({ request, params }) => {
      const { id } = await marketplaceFor(context, request.actor, params.id);
      await database.transact((tx) => wantExchange(context, tx, { id, force: true }));
      return undefined;
    });
    route(app, endpoints.listForeignMarketplaceLog, async ({ request, params, query: { after, limit } }) => {
      const { id } = await marketplaceFor(context, request.actor, params.id);
      const before = after === undefined ? undefined : decodeCursor(after, z.tuple([cursorNumber]))[0];
      const rows = await logOf(database.read(), id, before, limit + 1);
      const items = rows.slice(0, limit);
      const last = items.at(-1);
      return {
        items: items.map(({ number, at, kind, text, order_number: order }) => ({ number, at, kind, text, order })),
        next: rows.length > limit && last ? encodeCursor([last.number]) : null,
      };
    });
  };
