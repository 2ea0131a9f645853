import { z } from 'zod';
import { DAY, later, MINUTE } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import type { AnyJob } from '#kernel/jobs';
import type { Reaction } from '#kernel/outbox';
import type { Tx } from '#kernel/database';
import type { OrderingContext } from '../ordering-context.ts';
import { ForeignFailure, foreignClient } from './foreign-client.ts';
import { followEvents } from './follow-events.ts';
import {
  appendLog,
  claimMarketplace,
  dueMarketplaces,
  forgetExchanges,
  marketplaceById,
  saveMarketplace,
  tokenOf,
  wantMarketplaces,
  type MarketplaceRow,
} from './sql-foreign-store.ts';
import { tellMarketplace } from './tell-marketplace.ts';

const queue = 'ordering.exchange-marketplaces';
const wanted = 'ordering.foreign_marketplace_wanted';
const interval = 5 * MINUTE;
const longestWait = 60 * MINUTE;
/** Asked for again and again while it runs, the next round is left to the next job. */
const mostRounds = 5;

/** Reads foreign marketplaces and tells them what happened here: every 5 minutes, and at once where something asks for it. */
export function exchangeJob(context: OrderingContext): AnyJob {
  return {
    name: queue,
    summary: 'Reads what happened in foreign marketplaces and tells them what happened here',
    schema: z.object({ wanted: z.boolean().default(false) }),
    retryLimit: 0,
    deadlineSeconds: 600,
    cron: '*/5 * * * *',
    run: (data: { wanted: boolean }) => exchangeAll(context, data.wanted),
  };
}

/** Old entries of the logs go, and with them the notes of events that no page of events shows again. */
export function forgetExchangesJob({ kernel: { database, clock, config } }: OrderingContext): AnyJob {
  return {
    name: 'ordering.forget-exchanges',
    summary: 'Removes exchanges with foreign marketplaces older than `EXCHANGE_LOG_DAYS` from their log',
    schema: z.object({}),
    retryLimit: 3,
    deadlineSeconds: 300,
    cron: '50 3 * * *',
    run: () => forgetExchanges(database.read(), later(clock.now(), -config.EXCHANGE_LOG_DAYS * DAY)),
  };
}

export const exchangeReaction: Reaction = {
  name: 'ordering.exchange-marketplaces',
  on: [wanted],
  job: () => ({ queue, data: { wanted: true } }),
};

/** Has registrations read soon. While one waits already nothing is added, so that a burst is one job. */
export async function wantExchange(
  { kernel }: Pick<OrderingContext, 'kernel'>,
  tx: Tx,
  which: Parameters<typeof wantMarketplaces>[2] = {},
): Promise<void> {
  const ids = await wantMarketplaces(tx, kernel.clock.now(), which);
  if (ids.length === 0) return;
  await kernel.publish(tx, { type: wanted, aggregate: 'foreign-marketplaces', payload: {}, audience: [] });
}

/** One exchange with every registration that is due, side by side: none holds up another. */
export async function exchangeAll(context: OrderingContext, onlyWanted = false): Promise<void> {
  const { database, clock } = context.kernel;
  const ids = await dueMarketplaces(database.read(), clock.now(), onlyWanted);
  await Promise.all(ids.map((id) => exchange(context, id)));
}

async function exchange(context: OrderingContext, id: string): Promise<void> {
  const { database, clock } = context.kernel;
  const read = database.read();
  for (let round = 0; round < mostRounds; round += 1) {
    const marketplace = await claimMarketplace(read, id, clock.now());
    if (!marketplace) return;
    const failure = await exchangeOnce(context, marketplace);
    await settle(context, marketplace, failure);
    if (failure !== undefined || (await marketplaceById(read, id))?.wanted_at === null) return;
  }
}

/** Reads first, so that what somebody set there meanwhile is not written over; answers what went wrong. */
async function exchangeOnce(context: OrderingContext, marketplace: MarketplaceRow): Promise<string | undefined> {
  const { database, outward, logger } = context.kernel;
  const read = database.read();
  try {
    const { base_url: baseUrl, oms_id: omsId } = marketplace;
    const client = foreignClient(outward, { baseUrl, omsId, token: await tokenOf(read, marketplace.id) });
    const { name, default: isDefault } = await client.oms();
    await saveMarketplace(read, marketplace.id, { oms_name: name.slice(0, 255), is_default: isDefault });
    await followEvents(context, client, marketplace);
    await tellMarketplace(context, client, { ...marketplace, is_default: isDefault });
    return undefined;
  } catch (error) {
    if (error instanceof ForeignFailure || error instanceof AppError) return error.message;
    logger.warn({ err: error, marketplace: marketplace.id }, 'exchange with a foreign marketplace broke');
    return 'Something broke on our side; the log of the server says what';
  }
}

async function settle({ kernel }: OrderingContext, marketplace: MarketplaceRow, failure: string | undefined) {
  const { database, clock } = kernel;
  const now = clock.now();
  const done = { claimed_until: null, polled_at: now };
  if (failure === undefined)
    return saveMarketplace(database.read(), marketplace.id, { ...done, failures: 0, next_at: null });
  const failures = marketplace.failures + 1;
  const wait = Math.min(interval * 2 ** Math.min(failures - 1, 10), longestWait);
  await saveMarketplace(database.read(), marketplace.id, {
    ...done,
    failures,
    failure: failure.slice(0, 1000),
    failed_at: now,
    next_at: later(now, wait),
  });
  await appendLog(database.read(), {
    marketplace_id: marketplace.id,
    at: now,
    kind: 'failure',
    text: failure,
    order_number: null,
  });
}
