import { omsEndpoints, type Oms, type OmsCall } from '#contracts/catalogue/omses';
import { peopleQueries } from '#identity';
import { require, type Actor } from '#kernel/access';
import type { Kernel } from '#kernel/assemble';
import type { DeliveryRecord } from '#kernel/deliveries';
import { AppError, notFound } from '#kernel/errors';
import { ifMatch, route, type Plugin } from '#kernel/http';
import { nextId } from '#kernel/ids';
import { keepOms } from './keep-oms.ts';
import { omsTriggers } from './oms-trigger.ts';
import type { OmsRecord } from './oms.ts';
import { mayKeepOmses } from '../policies.ts';
import type { CataloguePorts } from '../ports.ts';
import { removeOms } from './remove-oms.ts';
import { allOmses, offersByOms } from './sql-oms-store.ts';

/** Order systems with their triggers and the log of their calls, for portal administrators. */
export const omsRoutes =
  (kernel: Kernel, ports: Pick<CataloguePorts, 'ordersOfOms'>): Plugin =>
  async (app) => {
    const { database, deliveries, audit } = kernel;

    async function shown(records: readonly OmsRecord[]): Promise<Oms[]> {
      const read = database.read();
      const people = await peopleQueries.byIds(
        read,
        records.flatMap(({ administrators }) => administrators),
      );
      const offers = await offersByOms(read);
      const last = await deliveries.lastOf(
        read,
        omsTriggers,
        records.map(({ id }) => String(id)),
      );
      return records.map((oms) => {
        const call = last.get(String(oms.id));
        return {
          id: oms.id,
          name: oms.name,
          type: oms.type,
          isDefault: oms.isDefault,
          providers: [...oms.providers],
          service: oms.service,
          customParams: oms.customParams,
          trigger: oms.trigger && {
            url: oms.trigger.url,
            method: oms.trigger.method,
            user: oms.trigger.user,
            hasPassword: oms.trigger.password !== '',
          },
          administrators: oms.administrators.map((id) => ({ id, name: people.get(id)?.name ?? id })),
          offers: offers.get(oms.id) ?? 0,
          lastCall: call ? toCall(call) : null,
          version: oms.version,
        };
      });
    }

    async function kept(oms: OmsRecord): Promise<Oms> {
      const [one] = await shown([oms]);
      if (!one) throw new Error(`order system ${oms.id} is gone`);
      return one;
    }

    /** The order system, for those who keep them. */
    async function omsFor(actor: Actor, id: number): Promise<OmsRecord> {
      require(mayKeepOmses(actor));
      const oms = (await allOmses(database.read())).find((one) => one.id === id);
      if (!oms) throw notFound(`order system ${id}`);
      return oms;
    }

    route(app, omsEndpoints.listOmses, async ({ request }) => {
      require(mayKeepOmses(request.actor));
      return { omses: await shown(await allOmses(database.read())) };
    });
    route(app, omsEndpoints.createOms, async ({ body, request }) =>
      kept(await database.transact((tx) => keepOms(tx, kernel, request.actor, body))),
    );
    route(app, omsEndpoints.changeOms, async ({ params, body, request }) =>
      kept(
        await database.transact((tx) =>
          keepOms(tx, kernel, request.actor, body, { id: params.id, seenVersion: ifMatch(request) }),
        ),
      ),
    );
    route(app, omsEndpoints.removeOms, ({ params, request }) =>
      database.transact((tx) =>
        removeOms(tx, kernel, ports, request.actor, { id: params.id, seenVersion: ifMatch(request) }),
      ),
    );
    route(app, omsEndpoints.testOms, async ({ params, request }) => {
      const { id, trigger, name } = await omsFor(request.actor, params.id);
      if (!trigger)
        throw new AppError('refused', 'oms_without_trigger', `${name} has no trigger. Give its address first`);
      await database.transact(async (tx) => {
        await deliveries.send(tx, {
          channel: omsTriggers,
          subscriber: String(id),
          key: `test:${nextId()}`,
          about: 'test call',
        });
        await audit(tx, { actor: request.actor, action: 'catalogue.test_oms', target: `oms:${id}` });
      });
    });
    route(app, omsEndpoints.listOmsCalls, async ({ params, query, request }) => {
      const { id } = await omsFor(request.actor, params.id);
      const rows = await deliveries.list(database.read(), {
        channel: omsTriggers,
        subscriber: String(id),
        before: query.after === undefined ? undefined : Number(query.after),
        limit: query.limit + 1,
      });
      const page = rows.slice(0, query.limit);
      const last = page.at(-1);
      return { items: page.map(toCall), next: rows.length > query.limit && last ? String(last.number) : null };
    });
    route(app, omsEndpoints.repeatOmsCall, async ({ params, request }) => {
      const { id } = await omsFor(request.actor, params.id);
      await database.transact(async (tx) => {
        const there = await tx
          .selectFrom('kernel.deliveries')
          .select('id')
          .where('id', '=', params.call)
          .where('channel', '=', omsTriggers)
          .where('subscriber', '=', String(id))
          .executeTakeFirst();
        if (!there) throw notFound(`call ${params.call} of order system ${id}`);
        await deliveries.sendAgain(tx, params.call);
        await audit(tx, { actor: request.actor, action: 'catalogue.repeat_oms_call', target: `oms:${id}` });
      });
    });
  };

function toCall(row: DeliveryRecord): OmsCall {
  return {
    id: row.id,
    about: row.about,
    state: row.state,
    attempts: row.attempts,
    status: row.status,
    failure: row.failure,
    milliseconds: row.milliseconds,
    createdAt: row.created_at,
    triedAt: row.tried_at,
  };
}
