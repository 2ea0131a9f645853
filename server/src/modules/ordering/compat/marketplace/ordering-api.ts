import type { FastifyRequest } from 'fastify';
import { foreignRoute, ForeignError, pathId, readBody, readLimit, readPaging, speakMarketplace } from '#catalogue';
import type { ActorOfToken } from '#identity';
import type { Plugin } from '#kernel/http';
import { foreignUsers, type ForeignPeople } from './foreign-users.ts';
import { fromTimestamp } from './from-timestamp.ts';
import { toItem, toMessage, toOms, toProject } from './foreign-shapes.ts';
import type { ItemUpdate, MessageWrite } from './foreign-calls.ts';
import { foreignCalls } from './foreign-calls.ts';
import { itemUpdate, messageUpdate, messageWrite } from './message-schemas.ts';
import { eventObject } from '../../order-systems/event-object.ts';
import { eventsAfter } from '../../order-systems/sql-event-feed.ts';
import {
  iidsOf,
  itemsInReach,
  messagesOf,
  projectsInReach,
  type FoundMessage,
  type FoundProject,
} from './sql-foreign-view.ts';
import type { OrderingContext } from '../../ordering-context.ts';

type Params = Readonly<Record<string, string>>;
const paramsOf = ({ params }: FastifyRequest) => params as Params;
const queryOf = ({ query }: FastifyRequest) => query as Readonly<Record<string, unknown>>;

/** The Ordering API of the marketplace (ordering.md 3.2) and its `/users` (3.4), under `/api/v1`. */
export const orderingApi =
  (context: OrderingContext, { actorOfToken, people }: { actorOfToken: ActorOfToken; people: ForeignPeople }): Plugin =>
  async (app) => {
    const { database } = context.kernel;
    const { ports } = context;
    const calls = foreignCalls(context);
    speakMarketplace(app, { actorOfToken });

    /** The order system of the address, once the caller is known to act for it. */
    const callerAt = (request: FastifyRequest) =>
      calls.actingFor(database.read(), request.actor, pathId(paramsOf(request)['oms']));

    async function projects(found: readonly FoundProject[]) {
      const read = database.read();
      const iids = await iidsOf(read, found);
      const owners = await ports.people.byIds(
        read,
        found.map((project) => project.owner_id),
      );
      return found.map(({ id, number, owner_id: owner, details }) =>
        toProject({ number, details, owner: owners.get(owner), iids: iids.get(id) ?? [] }),
      );
    }

    async function messages(found: readonly FoundMessage[], isOwn = false) {
      const authors = await ports.people.byIds(
        database.read(),
        found.flatMap(({ author_id: id }) => id ?? []),
      );
      return found.map((message) => toMessage(message, authors.get(message.author_id ?? ''), isOwn));
    }
    const message = async (found: FoundMessage, isOwn: boolean) => (await messages([found], isOwn))[0];

    app.get('/api/v1/oms', foreignRoute, async (request) => {
      const omses = await ports.omses.all(database.read());
      const own = omses.filter(({ administrators }) => administrators.includes(request.actor.id ?? ''));
      return { omses: own.map(toOms) };
    });
    app.get('/api/v1/oms/:oms', foreignRoute, async (request) => toOms((await callerAt(request)).oms));

    app.get('/api/v1/oms/:oms/events', foreignRoute, async (request) => {
      const { oms } = await callerAt(request);
      const given = queryOf(request)['from_timestamp'];
      if (given === undefined || given === '')
        throw new ForeignError(400, 'param is missing or the value is empty: from_timestamp');
      const after = typeof given === 'string' ? fromTimestamp(given) : undefined;
      if (after === undefined) throw new ForeignError(400, 'invalid date');
      const limit = readLimit(queryOf(request));
      const events = await eventsAfter(database.read(), { after, limit, omsId: oms.isDefault ? undefined : oms.id });
      return { events: events.map(eventObject) };
    });

    app.get('/api/v1/oms/:oms/projects', foreignRoute, async (request) => {
      const { oms } = await callerAt(request);
      return { projects: await projects(await projectsInReach(database.read(), oms, readPaging(queryOf(request)))) };
    });
    app.get('/api/v1/oms/:oms/projects/:project', foreignRoute, async (request) => {
      const { oms } = await callerAt(request);
      const found = await calls.projectAt(database.read(), oms, pathId(paramsOf(request)['project']));
      return (await projects([found]))[0];
    });

    const items = '/api/v1/oms/:oms/projects/:project/project_items';
    app.get(items, foreignRoute, async (request) => {
      const { oms } = await callerAt(request);
      const { id } = await calls.projectAt(database.read(), oms, pathId(paramsOf(request)['project']));
      const found = await itemsInReach(database.read(), oms, id, readPaging(queryOf(request)));
      return { project_items: found.map((item) => toItem(item)) };
    });
    app.get(`${items}/:item`, foreignRoute, async (request) => {
      const { oms } = await callerAt(request);
      const { id } = await calls.projectAt(database.read(), oms, pathId(paramsOf(request)['project']));
      return toItem(
        await calls.itemAt(database.read(), oms, { projectId: id, iid: pathId(paramsOf(request)['item']) }),
      );
    });
    app.route({
      ...foreignRoute,
      method: ['PATCH', 'PUT'],
      url: `${items}/:item`,
      handler: async (request) => {
        const caller = await callerAt(request);
        const place = { project: pathId(paramsOf(request)['project']), iid: pathId(paramsOf(request)['item']) };
        const body = () => readBody<ItemUpdate>(request, itemUpdate);
        const { item, shown } = await calls.updateItem(caller, place, body);
        return toItem(item, shown);
      },
    });

    app.get('/api/v1/oms/:oms/messages', foreignRoute, async (request) => {
      const { oms } = await callerAt(request);
      const read = database.read();
      const query = queryOf(request);
      const paging = readPaging(query);
      const { id: projectId } = await calls.projectAt(read, oms, pathId(query['project_id']));
      const order =
        query['project_item_id'] === undefined
          ? undefined
          : await calls.itemAt(read, oms, { projectId, iid: pathId(query['project_item_id']) });
      const place = order ? { orderId: order.id } : { projectId };
      return { messages: await messages(await messagesOf(read, place, paging)) };
    });
    app.post('/api/v1/oms/:oms/messages', foreignRoute, async (request, reply) => {
      const caller = await callerAt(request);
      const written = await calls.write(caller, readBody<MessageWrite>(request, messageWrite));
      return reply.code(201).send(await message(written, true));
    });
    app.get('/api/v1/oms/:oms/messages/:message', foreignRoute, async (request) => {
      const { oms } = await callerAt(request);
      return message(await calls.messageAt(database.read(), oms, pathId(paramsOf(request)['message'])), false);
    });
    app.route({
      ...foreignRoute,
      method: ['PATCH', 'PUT'],
      url: '/api/v1/oms/:oms/messages/:message',
      handler: async (request) => {
        const caller = await callerAt(request);
        const body = () => readBody<{ content: string }>(request, messageUpdate);
        return message(await calls.edit(caller, pathId(paramsOf(request)['message']), body), true);
      },
    });

    foreignUsers(app, { database, people });
  };
