import { json, type Tx } from '#kernel/database';
import type { Actor } from '#kernel/access';
import { clockAt } from '#kernel/clock';
import { nextId } from '#kernel/ids';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { allGroups } from '../desk/sql-group-store.ts';
import { decisionDays, defaultClockTargets } from '../desk/clocks.ts';
import { dueAt } from '../desk/due-at.ts';
import type { OrderingContext } from '../ordering-context.ts';
import type { PersonCard } from '../ports.ts';
import type { ProjectRecord } from '../projects/project.ts';
import { openLine } from '../projects/sql-project-store.ts';
import { routeOrder } from '../routing/route-order.ts';
import { routingRules } from '../routing/sql-routing-store.ts';
import type { OrdersTable } from '../tables.ts';
import { orderAudience } from './order-audience.ts';
import { listFacts, systemDeed, type Deed, type OfferSnapshot, type OrderRow } from './order.ts';
import { appendDesk, appendStatus, insertOrder, searchable } from './sql-order-store.ts';

/** An order of which another tool told too little to place it, or what the catalogue does not know. */
export interface IncompleteOrder {
  readonly project: ProjectRecord;
  readonly customer: PersonCard;
  readonly category: string;
  readonly service: string;
  readonly offer: string;
  readonly comment: string;
  readonly raw: string | null;
  readonly source: 'jira' | 'foreign-marketplace' | 'import';
  /** Names the order in the tool it came from; the same key is never taken twice. */
  readonly key?: string;
  /** What the other tool says was filled in, as far as it can be read. */
  readonly parameters?: OrdersTable['parameters'];
  /** Mail address or queue that the ticket names (`SO-ServiceOrderTarget`); empty where it names none. */
  readonly target: string;
  /** What stands in the way, for the desk. */
  readonly lacks: readonly string[];
  /** As of `OrderOrigin`. */
  readonly placedAt?: string | undefined;
}

/** Tag by which the desk finds such orders. */
export const toBeCompleted = 'to-be-completed';

/** Keeps such an order on the desk, tagged and with a note of what it lacks: an order of somebody is never lost. */
export const placeIncomplete =
  ({ kernel, calendar: usual }: OrderingContext) =>
  async (tx: Tx, actor: Actor, given: IncompleteOrder): Promise<OrderRow> => {
    const { project, customer, placedAt } = given;
    const clock = placedAt === undefined ? kernel.clock : clockAt(placedAt);
    const now = clock.now();
    const { group, because, copyTo } = routeOrder(
      {
        category: given.category,
        service: { slug: '', name: given.service },
        offer: '',
        provider: '',
        orderType: 'order',
        class: 'simple',
        typology: project.typology,
        country: project.details.country || customer.country,
        parameters: [],
        orderTarget: given.target,
      },
      await routingRules(tx),
      await allGroups(tx),
    );
    const calendar = (await deskCalendars(tx, usual))(group.id);
    const snapshot: OfferSnapshot = {
      serviceSlug: '',
      provider: '',
      url: '',
      light: false,
      needsAgreement: false,
      labels: {},
      activationText: '',
    };
    const order = await insertOrder(tx, {
      id: nextId(),
      project_id: project.id,
      ...(await openLine(tx, project.id, kernel.clock.now())),
      customer_id: customer.id,
      source: given.source,
      source_key: given.key ?? null,
      offer_ref: '',
      kind: 'order',
      snapshot: json(snapshot),
      parameters: json<OrdersTable['parameters']>([...(given.parameters ?? [])]),
      requested: json<OrdersTable['requested']>([]),
      comment: given.comment,
      raw: given.raw,
      class: 'simple',
      class_because: 'Not classified: what is ordered is not known yet',
      group_id: group.id,
      routed_because: because,
      copy_to: copyTo,
      tags: [toBeCompleted],
      state: 'created',
      value: 'to be completed',
      state_since: now,
      submitted_at: now,
      first_reply_due_at: dueAt(calendar, now, defaultClockTargets.firstReplyDays),
      decision_due_at: dueAt(calendar, now, decisionDays('simple')),
      category: given.category,
      service_name: given.service,
      offer_name: given.offer,
      customer_name: customer.name,
      customer_email: customer.email,
      project_number: project.number,
      project_name: project.name,
      search: searchable(
        [given.service, given.offer, project.name, customer.name, customer.email, given.comment].join(' '),
      ),
      ...listFacts({ state: 'created', assignee_id: null, kind: 'order' }, []),
    });
    const deed: Deed = { byId: customer.id, byName: customer.name, byRole: 'customer' };
    await appendStatus(tx, clock, {
      order_id: order.id,
      action: 'place',
      from_state: null,
      to_state: 'created',
      value: 'placed',
      category: null,
      deed,
    });
    const text = `kept the order to be completed: ${given.lacks.join('; ')}`;
    await appendDesk(tx, kernel.clock, { orderId: order.id, text, deed: systemDeed });
    await kernel.publish(tx, {
      type: placedAt === undefined ? 'ordering.order_placed' : 'ordering.order_imported',
      aggregate: `order:${order.number}`,
      payload: { orderId: order.id, orderNumber: order.number, kind: 'order', suspected: false, source: given.source },
      audience: await orderAudience(tx, order),
    });
    await kernel.audit(tx, {
      actor,
      action: 'ordering.place',
      target: `order:${order.number}`,
      details: { source: given.source, incomplete: true },
    });
    return order;
  };
