import { ForeignError, notAllowed, notThere } from '#catalogue';
import type { OrderState } from '#contracts/ordering/lifecycle';
import type { Actor } from '#kernel/access';
import type { Read, Tx } from '#kernel/database';
import { foreignRole, foreignScope } from './foreign-shapes.ts';
import {
  mayWriteMessage,
  omsOf,
  reaches,
  type ForeignScope,
  type MessageRole,
} from '../../order-systems/order-system.ts';
import { changeItem } from '../../order-systems/set-status.ts';
import {
  itemInReach,
  messageByNumber,
  projectInReach,
  worksInProject,
  type FoundMessage,
  type FoundProject,
} from './sql-foreign-view.ts';
import { editMessage } from '../../messages/change-message.ts';
import { writeOmsMessage } from '../../order-systems/write-oms-message.ts';
import type { Deed, OrderRow } from '../../orders/order.ts';
import type { OrderingContext } from '../../ordering-context.ts';
import { orderById } from '../../orders/sql-order-store.ts';
import type { OrderSystem } from '../../ports.ts';
import { projectById } from '../../projects/sql-project-store.ts';

/** Who calls, and for which order system. */
export interface Caller {
  readonly actor: Actor;
  readonly oms: OrderSystem;
  readonly omses: readonly OrderSystem[];
}

export interface ItemUpdate {
  readonly status?: { readonly type: OrderState; readonly value: string };
  readonly user_secrets?: Readonly<Record<string, unknown>>;
}

export interface MessageWrite {
  readonly project_id: number;
  readonly project_item_id?: number;
  readonly author: {
    readonly uid?: string;
    readonly email: string;
    readonly name: string;
    readonly role: 'provider' | 'mediator';
  };
  readonly content: string;
  readonly scope: ForeignScope;
}

const longestValue = 255;
const modelError = (field: string, text: string) => new ForeignError(400, { [field]: [text] });

/** What the calls of the Ordering API do, with their checks in the order of ordering.md 3.2. */
export function foreignCalls(context: OrderingContext) {
  const { database } = context.kernel;
  const { omses: systems } = context.ports;

  async function actingFor(read: Read, actor: Actor, id: number | undefined): Promise<Caller> {
    const omses = await systems.all(read);
    const oms = omses.find((one) => one.id === id);
    if (!oms) throw notThere('OMS');
    if (!administers(actor, oms)) throw notAllowed();
    return { actor, oms, omses };
  }

  async function projectAt(read: Read, oms: OrderSystem, number: number | undefined): Promise<FoundProject> {
    const project = number === undefined ? undefined : await projectInReach(read, oms, number);
    if (!project) throw notThere('Project');
    return project;
  }

  async function itemAt(
    read: Read,
    oms: OrderSystem,
    { projectId, iid, lock = false }: { projectId: string; iid: number | undefined; lock?: boolean },
  ): Promise<OrderRow> {
    const item = iid === undefined ? undefined : await itemInReach(read, oms, { projectId, iid, lock });
    if (!item) throw notThere('Project item');
    return item;
  }

  /** A message in reach: of an order in reach, or of a project with one. */
  async function messageAt(read: Read, oms: OrderSystem, number: number | undefined): Promise<FoundMessage> {
    const message = number === undefined ? undefined : await messageByNumber(read, number);
    if (!message) throw notThere('Message');
    const order = message.order_id === null ? undefined : await orderById(read, message.order_id);
    const isInReach = order
      ? reaches(oms, order)
      : oms.isDefault || (await worksInProject(read, oms, message.project_id));
    if (!isInReach) throw notThere('Message');
    return message;
  }

  /** Refuses a message that this order system may not write where it stands. */
  async function requireWriter(
    tx: Tx,
    { oms, omses }: Caller,
    message: { role: MessageRole; scope: ForeignScope },
    place: { order: OrderRow | undefined; projectId: string },
  ): Promise<void> {
    const { order, projectId } = place;
    const worksIt = order ? omsOf(order, omses)?.id === oms.id : await worksInProject(tx, oms, projectId);
    if (!mayWriteMessage(message, { isDefault: oms.isDefault, worksIt, onOrder: order !== undefined }))
      throw notAllowed();
  }

  return {
    actingFor,
    projectAt,
    itemAt,
    messageAt,

    /** Writes status and secrets of an item; answers it with the names of the secrets that were sent. */
    updateItem: (
      { actor, oms, omses }: Caller,
      { project, iid }: { project: number | undefined; iid: number | undefined },
      body: () => ItemUpdate,
    ): Promise<{ item: OrderRow; shown: string[] }> =>
      database.transact(async (tx) => {
        const { id: projectId } = await projectAt(tx, oms, project);
        const order = await itemAt(tx, oms, { projectId, iid, lock: true });
        const current = omsOf(order, omses);
        if (!current || !administers(actor, current)) throw notAllowed();
        const { status, user_secrets: sent } = body();
        const userSecrets = secretsOf(sent);
        if (status) requireValue(status.value);
        const deed: Deed = { byId: null, byName: current.name, byRole: current.isDefault ? 'shifter' : 'provider' };
        const item = await changeItem(context)(tx, order, deed, actor, { status, userSecrets });
        return { item, shown: Object.keys(userSecrets) };
      }),

    /** Writes a message on a project or on an item of it. */
    write: (caller: Caller, body: MessageWrite): Promise<FoundMessage> =>
      database.transact(async (tx) => {
        const { author, scope, content } = body;
        const project = await projectAt(tx, caller.oms, body.project_id);
        const order =
          body.project_item_id === undefined
            ? undefined
            : await itemAt(tx, caller.oms, { projectId: project.id, iid: body.project_item_id, lock: true });
        await requireWriter(tx, caller, { role: author.role, scope }, { order, projectId: project.id });
        requireContent(content);
        for (const [field, value] of [
          ['author_name', author.name],
          ['author_email', author.email],
        ] as const)
          if (value.trim() === '') throw modelError(field, "can't be blank");
        const { message } = await writeOmsMessage(context)(tx, {
          actor: caller.actor,
          order,
          project,
          author: { ...author, uid: author.uid ?? null },
          role: author.role,
          scope,
          content,
        });
        return message;
      }),

    /** Writes other words into a message. */
    edit: (caller: Caller, number: number | undefined, body: () => { content: string }): Promise<FoundMessage> =>
      database.transact(async (tx) => {
        const message = await messageAt(tx, caller.oms, number);
        const order = message.order_id === null ? undefined : await orderById(tx, message.order_id, true);
        const place = { order, projectId: message.project_id };
        const role = foreignRole[message.author_role];
        await requireWriter(tx, caller, { role, scope: foreignScope[message.scope] }, place);
        const { content } = body();
        requireContent(content);
        const project = await projectById(tx, message.project_id);
        if (!project) throw notThere('Message');
        return editMessage(context)(tx, { actor: caller.actor, order, project, message, content });
      }),
  };
}

function administers(actor: Actor, { administrators }: OrderSystem): boolean {
  return actor.id !== null && administrators.includes(actor.id);
}

function requireContent(content: string): void {
  if (content.trim() === '') throw modelError('message', "can't be blank");
}

function requireValue(value: string): void {
  if (value.trim() === '') throw modelError('status', "can't be blank");
  if (Array.from(value).length > longestValue)
    throw modelError('status', `is too long (maximum is ${longestValue} characters)`);
}

function secretsOf(sent: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const texts = Object.entries(sent).map(([key, value]) => {
    if (typeof value !== 'string') throw modelError('user_secrets', 'values must be strings');
    return [key, value] as const;
  });
  return Object.fromEntries(texts);
}
