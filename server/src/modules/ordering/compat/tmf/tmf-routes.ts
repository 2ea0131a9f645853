import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql } from 'kysely';
import { personId } from '#kernel/access';
import { AppError, notFound } from '#kernel/errors';
import { answerErrors, type Plugin } from '#kernel/http';
import type { OrderingContext } from '../../ordering-context.ts';
import { requestCancellation } from './cancel-service-order.ts';
import { cancellation } from './cancellation-view.ts';
import { registerHub, removeHub } from './hub.ts';
import { keepServiceOrders } from './keep-service-order.ts';
import { loadServiceOrder } from './load-service-order.ts';
import { onlyFields, serviceOrder, tmfBase } from './service-order.ts';
import { tmfOrderNumbers, tmfOrderRows } from './sql-tmf-orders.ts';
import { cancellationsOf } from './sql-tmf-store.ts';
import { CancelCreate, listQuery, pageQuery, parseTmf, ServiceOrderCreate } from './tmf-input.ts';

/** The number that an id of this face is; anything else is no order. */
function numberOf(id: string): number {
  if (!/^[1-9]\d{0,9}$/.test(id) || Number(id) > 2_147_483_647) throw notFound(`service order ${id}`);
  return Number(id);
}

const idOf = (request: FastifyRequest) => (request.params as { id: string }).id;

/** TM Forum 641 Service Ordering, v4.1: one more way to the use cases of the house (ordering.md 3.8). */
export const tmfRoutes =
  (context: OrderingContext): Plugin =>
  async (root) => {
    const { kernel } = context;
    const { database, config } = kernel;
    const { publicUrl } = config;
    const keep = keepServiceOrders(context);
    const ordersPerHour = { name: 'place-order', most: config.ORDERS_PER_HOUR, windowSeconds: 3600 };
    const options = { schema: { hide: true }, config: { scope: 'orders' } };

    async function shown(request: FastifyRequest, number: number) {
      const read = database.read();
      await loadServiceOrder(read, request.actor, number);
      const [row] = await tmfOrderRows(read, [number]);
      if (!row) throw notFound(`service order ${number}`);
      return serviceOrder(row, publicUrl);
    }

    const page = (reply: FastifyReply, total: number, items: readonly object[]) =>
      reply.headers({ 'x-total-count': String(total), 'x-result-count': String(items.length) }).send(items);

    await root.register(
      async (app) => {
        app.addContentTypeParser(
          'application/merge-patch+json',
          { parseAs: 'string' },
          app.getDefaultJsonParser('error', 'ignore'),
        );
        app.setErrorHandler(
          answerErrors((reply, { status, code, detail, errors }) =>
            reply
              .code(status)
              .type('application/json')
              .send({
                code,
                reason: detail,
                message: (errors ?? []).map(({ path, message }) => `${path}: ${message}`).join('; ') || detail,
                status: String(status),
                referenceError: `${publicUrl}/api/docs#error-${code}`,
                '@type': 'Error',
              }),
          ),
        );
        app.addHook('preHandler', async (request) => {
          if (request.actor.kind === 'anonymous')
            throw new AppError('unauthenticated', 'sign_in_required', 'Send an API token as `Authorization: Bearer`');
        });

        app.get('/serviceOrder', options, async (request, reply) => {
          const { fields, offset, limit, filters } = listQuery(request.query);
          const { numbers, total } = await tmfOrderNumbers(database.read(), request.actor, filters, { offset, limit });
          const rows = await tmfOrderRows(database.read(), numbers);
          return page(
            reply,
            total,
            rows.map((row) => onlyFields(serviceOrder(row, publicUrl), fields)),
          );
        });
        app.post('/serviceOrder', options, async (request, reply) => {
          const input = parseTmf(ServiceOrderCreate, request.body);
          if (request.actor.kind === 'person')
            for (const _ of input.serviceOrderItem) await kernel.limit(ordersPerHour, request.actor.id ?? request.ip);
          const order = await shown(request, await keep.create(request, input));
          return reply.code(201).header('location', order.href).send(order);
        });
        app.get('/serviceOrder/:id', options, async (request) =>
          onlyFields(await shown(request, numberOf(idOf(request))), pageQuery(request.query).fields),
        );
        app.patch('/serviceOrder/:id', options, async (request) => {
          const number = numberOf(idOf(request));
          await keep.change(request.actor, number, request.body);
          return shown(request, number);
        });
        app.delete('/serviceOrder/:id', options, async (request, reply) => {
          await keep.remove(request.actor, numberOf(idOf(request)));
          return reply.code(204).send();
        });

        app.post('/cancelServiceOrder', options, async (request, reply) => {
          const input = parseTmf(CancelCreate, request.body);
          const number = numberOf(input.serviceOrder.id);
          const task = await requestCancellation(context)(request.actor, {
            number,
            reason: input.cancellationReason,
            at: input.requestedCancellationDate,
          });
          const view = cancellation(task, number, publicUrl);
          return reply.code(201).header('location', view.href).send(view);
        });
        app.get('/cancelServiceOrder', options, async (request, reply) => {
          const { fields, offset, limit } = pageQuery(request.query);
          const mine = cancellationsOf(database.read(), personId(request.actor));
          const [rows, { count }] = await Promise.all([
            mine
              .selectAll('asked')
              .select('cancelled.number as order_number')
              .orderBy('asked.number', 'desc')
              .offset(offset)
              .limit(limit)
              .execute(),
            mine.select(sql<number>`count(*)::int`.as('count')).executeTakeFirstOrThrow(),
          ]);
          return page(
            reply,
            count,
            rows.map((row) => onlyFields(cancellation(row, row.order_number, publicUrl), fields)),
          );
        });
        app.get('/cancelServiceOrder/:id', options, async (request) => {
          const id = idOf(request);
          const row = await cancellationsOf(database.read(), personId(request.actor))
            .selectAll('asked')
            .select('cancelled.number as order_number')
            .where('asked.id', '=', id)
            .executeTakeFirst();
          if (!row) throw notFound(`cancellation ${id}`);
          return onlyFields(cancellation(row, row.order_number, publicUrl), pageQuery(request.query).fields);
        });

        app.post('/hub', options, async (request, reply) =>
          reply.code(201).send(await registerHub(context)(request.actor, request.body)),
        );
        app.delete('/hub/:id', options, async (request, reply) => {
          await removeHub(context)(request.actor, idOf(request));
          return reply.code(204).send();
        });
        app.all('/*', options, async (request) => {
          throw notFound(`${request.method} ${request.url.split('?')[0]} in TMF 641`);
        });
      },
      { prefix: tmfBase },
    );
  };
