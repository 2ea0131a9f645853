import { Readable } from 'node:stream';
import { orderingEndpoints as endpoints } from '#contracts/ordering/endpoints';
import { mostFileBytes } from '#contracts/ordering/message-schemas';
import { AppError, notFound } from '#kernel/errors';
import { idempotent, ifMatch, mediaTypeOf, route, sendDownload, uploadRoute, type Plugin } from '#kernel/http';
import { readFeed } from '#kernel/outbox';
import { writeCsvRow } from '#libs/csv';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { changeOrder } from './change-order.ts';
import { markRead } from '../messages/mark-read.ts';
import { attachFile, readFile } from '../messages/message-files.ts';
import { seesDesk } from './order-access.ts';
import { orderView } from './order-view.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { ordersPerHour } from './orders-per-hour.ts';
import { placeOrder } from './place-order.ts';
import { orderExport } from '../desk/order-export.ts';
import { askedApprovers } from '../levels/asked-approvers.ts';
import { allGroups } from '../desk/sql-group-store.ts';
import { orderList, type ListSettings } from '../desk/sql-order-list-view.ts';
import { filesByMessage } from '../messages/sql-message-file-store.ts';
import { orderAt } from './sql-order-store.ts';
import { maySeeProject } from '../projects/project.ts';
import { projectByNumber } from '../projects/sql-project-store.ts';
import { messageEntry } from './timeline-entry.ts';
import { transitionOrder } from './transition-order.ts';
import { bulkUpdate, updateDesk } from '../desk/update-desk.ts';
import { writeMessage } from '../messages/write-message.ts';

/** Orders: placing, list, page, actions, messages, desk work, the feed. */
export const orderRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    const { kernel, ports } = context;
    const { database, clock } = kernel;
    const view = (actor: Parameters<typeof orderView>[1], number: number) => orderView(context, actor, number);

    async function listSettings(): Promise<ListSettings> {
      const read = database.read();
      const groups = await allGroups(read);
      return {
        calendar: context.calendar,
        calendarOf: await deskCalendars(read, context.calendar),
        now: clock.now(),
        groupNames: new Map(groups.map((group) => [group.id, group.name])),
        people: (ids) => (ids.length === 0 ? Promise.resolve(new Map()) : ports.people.byIds(read, ids)),
        approvers: (actor, ids) => askedApprovers(context, read, actor, ids),
      };
    }

    route(app, endpoints.placeOrder, async ({ body, request }) => {
      if (request.actor.kind === 'person') await kernel.limit(ordersPerHour(kernel), request.actor.id ?? request.ip);
      const source = body.form === undefined ? 'api' : 'marketplace';
      const { number } = await database.transact((tx) =>
        idempotent(tx, request, clock, async () => ({
          number: (await placeOrder(context)(tx, request.actor, body, { source })).number,
        })),
      );
      return view(request.actor, number);
    });

    route(app, endpoints.changeOrder, async ({ params, body, request }) => {
      const { number } = await database.transact((tx) =>
        idempotent(tx, request, clock, async () => ({
          number: (await changeOrder(context)(tx, request.actor, params.number, body)).number,
        })),
      );
      return view(request.actor, number);
    });

    route(app, endpoints.listOrders, async ({ query, request }) =>
      orderList(database.read(), request.actor, query, await listSettings()),
    );

    route(app, endpoints.exportOrders, async ({ query: { cols, ...query }, request, reply }) => {
      const { head, row } = orderExport(cols);
      const settings = await listSettings();
      const { actor } = request;
      const pageAfter = (after: string | undefined) =>
        orderList(database.read(), actor, { ...query, after, limit: 200 }, settings);
      // The first page comes before the answer begins, so that a query at fault still gets a problem document.
      const first = await pageAfter(undefined);
      async function* rows() {
        yield writeCsvRow(head, { forSpreadsheets: true });
        for (let page = first; ; page = await pageAfter(page.next)) {
          yield page.items.map((item) => writeCsvRow(row(item), { forSpreadsheets: true })).join('');
          if (page.next === null) return;
        }
      }
      await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="orders-${clock.today()}.csv"`)
        .serializer((payload: unknown) => payload as string)
        .send(Readable.from(rows()));
    });

    route(app, endpoints.readOrder, async ({ params, request, reply }) => {
      const order = await view(request.actor, params.number);
      reply.header('etag', `"${order.version}"`);
      return order;
    });

    route(app, endpoints.readLine, async ({ params, request }) => {
      const read = database.read();
      const project = await projectByNumber(read, params.number);
      const number =
        project && maySeeProject(project, request.actor) ? await orderAt(read, project.id, params.iid) : undefined;
      if (number === undefined) throw notFound(`line ${params.iid} in project ${params.number}`);
      return view(request.actor, number);
    });

    route(app, endpoints.transitionOrder, async ({ params, body, request }) => {
      await transitionOrder(context)(request.actor, params.number, body, ifMatch(request));
      return view(request.actor, params.number);
    });

    route(app, endpoints.writeMessage, async ({ params, body, request }) => {
      const message = await writeMessage(context)(request.actor, params.number, body);
      const files = body.files.length > 0 ? await filesByMessage(database.read(), message.order_id ?? '') : undefined;
      return messageEntry(message, files?.get(message.id));
    });

    await uploadRoute(app, endpoints.attachFile, mostFileBytes, async ({ params, query, request, bytes }) => {
      const file = await attachFile(context)(request.actor, params.number, {
        name: query.name,
        mediaType: mediaTypeOf(request.headers['content-type']),
        bytes,
      });
      return { id: file.id, name: file.name, mediaType: file.mediaType, sizeBytes: file.sizeBytes };
    });

    route(app, endpoints.readFile, async ({ params, request, reply }) => {
      const { file, bytes } = await readFile(context)(request.actor, params.number, params.file);
      void sendDownload(reply, file, bytes);
    });

    route(app, endpoints.markRead, async ({ params, request }) => {
      await markRead(context)(request.actor, params.number);
      return undefined;
    });

    route(app, endpoints.updateDesk, async ({ params, body, request }) => {
      await updateDesk(context)(request.actor, params.number, body, ifMatch(request));
      return view(request.actor, params.number);
    });

    route(app, endpoints.bulkUpdate, async ({ body, request }) => {
      const { addTags, ...change } = body.change;
      return bulkUpdate(context)(request.actor, body.numbers, change, addTags);
    });

    route(app, endpoints.readEvents, async ({ query, request }) => {
      if (!seesDesk(request.actor))
        throw new AppError('forbidden', 'desk_forbidden', 'Only the desk reads the events of all orders');
      const events = await readFeed(database.read(), { types: 'ordering.', after: query.after, limit: query.limit });
      return {
        events: events.map(({ seq, id, type, aggregate, occurredAt, payload }) => ({
          seq,
          id,
          type,
          subject: aggregate,
          at: occurredAt,
          payload,
        })),
        next: events.at(-1)?.seq ?? query.after,
      };
    });
  };
