import { questionOfOrder } from '../questions/become-order.ts';
import { showParameterValue } from '#contracts/catalogue/parameter-rules';
import { finalOrderStates, orderRoute, orderStateWords, type OrderState } from '#contracts/ordering/lifecycle';
import type { TimelineEntry } from '#contracts/ordering/message-schemas';
import type { Order, OrderDesk, RoutePort } from '#contracts/ordering/order-schemas';
import type { Clock } from '#contracts/ordering/schemas';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { elapsed, type Pause, type WorkingCalendar } from '#libs/working-time';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { levelsView } from '../levels/answer-level.ts';
import { askedApprovers } from '../levels/asked-approvers.ts';
import { missingApproval } from '../levels/approval-level.ts';
import { levelsOf } from '../levels/sql-level-store.ts';
import { mayCoordinate } from '../routing/save-routing.ts';
import { followedTickets } from '../links/sql-ticket-store.ts';
import { orderTree } from '../links/link-order.ts';
import { mostPressing, orderClocks, providerAnswerClock } from '../desk/clocks.ts';
import { orderBundle } from '../bundles/bundle-view.ts';
import { loadOrder, type LoadedOrder } from './load-order.ts';
import { messageReader } from '../messages/message-scope.ts';
import { nextStep } from './next-step.ts';
import { mayWorkOrder, rolesOn, seesDesk } from './order-access.ts';
import { orderActionsFor } from './order-actions.ts';
import { orderFacts, settledChangeStates, type OrderRow, type ShareRecord } from './order.ts';
import { waitingOf } from '../desk/sql-order-list-view.ts';
import { originOf } from '../foreign-marketplaces/sql-foreign-store.ts';
import { omsOf } from '../order-systems/order-system.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { coverage, rollUp } from '../shares/share-rollup.ts';
import { shareView } from '../shares/share-view.ts';
import { writeLegacyOrderLine } from '../imports/legacy-order-line.ts';
import { writeSo1 } from '../imports/so1.ts';
import { orderHistory, type OrderHistory } from './sql-order-history.ts';

/** The order as this actor may see it; the desk's part comes only to the desk. "Not there" for everybody else. */
export async function orderView(context: OrderingContext, actor: Actor, number: number): Promise<Order> {
  const read = context.kernel.database.read();
  return composeOrder(context, read, actor, await loadOrder(read, actor, number));
}

async function composeOrder(
  settings: OrderingContext,
  read: Read,
  actor: Actor,
  { order, project, shares, relation }: LoadedOrder,
): Promise<Order> {
  const calendar = (await deskCalendars(read, settings.calendar))(order.group_id);
  const context = { ...settings, calendar };
  const { ports, kernel } = context;
  const now = kernel.clock.now();
  const desk = seesDesk(actor);
  const [history, standing, levels, bundle] = await Promise.all([
    orderHistory(read, order, messageReader(actor, relation)),
    ports.agreements.of(read, order.id),
    levelsOf(read, order.id),
    orderBundle(read, actor, order, relation),
  ]);
  const secretsOf = (secrets: Readonly<Record<string, string>>) =>
    Object.entries(secrets).map(([name, value]) => ({ name, value: customerSide ? value : null }));
  const facts = orderFacts(order, shares, standing, {
    hasAccess: history.access.length > 0,
    projectArchived: project?.status === 'archived',
    missingApproval: missingApproval(levels),
  });
  const roles = rolesOn(actor, relation);
  const customerSide = relation.projectRight === 'owner' || relation.projectRight === 'order';
  const mine = shares.filter((share) => desk || share.state !== 'proposed');
  const clocks = clocksOf(context, order, shares, history, now);
  return {
    number: order.number,
    iid: order.iid,
    version: order.version,
    state: order.state,
    word: orderStateWords[order.state][desk ? 'desk' : 'customer'],
    value: desk ? order.value : '',
    kind: order.kind,
    service: { slug: order.snapshot.serviceSlug, name: order.service_name, category: order.category },
    offer: { ref: order.offer_ref, name: order.offer_name, url: order.snapshot.url },
    provider: order.snapshot.provider,
    project: {
      number: order.project_number,
      name: order.project_name,
      overview: project.details.overview,
      scientificDomains: project.details.scientificDomains,
      partnerCountries: project.details.partnerCountries,
      typology: project.typology,
    },
    customer: { id: order.customer_id, name: order.customer_name },
    comment: order.comment,
    parameters: order.parameters.map((parameter) => ({
      id: parameter.id,
      label: parameter.label,
      value: parameter.value,
      unit: 'unit' in parameter ? (parameter.unit ?? null) : null,
      shown: showParameterValue(parameter, parameter.value),
    })),
    requested: [...order.requested],
    period: { startsOn: order.starts_on, endsOn: order.ends_on },
    price: order.price,
    voucher: order.voucher,
    submittedAt: order.submitted_at,
    endedAt: order.ended_at,
    access: [
      ...history.access.map((grant) => ({
        from: grant.from_name,
        text: grant.access_text,
        url: grant.access_url,
        secrets: secretsOf(grant.secrets),
      })),
      ...(Object.keys(order.user_secrets).length === 0
        ? []
        : [
            {
              from: omsOf(order, await ports.omses.all(read))?.name ?? '',
              text: '',
              url: '',
              secrets: secretsOf(order.user_secrets),
            },
          ]),
    ],
    rating: history.rating,
    laterRating: history.laterRating,
    changeOf: history.changeOf,
    changes: history.changes,
    bundle,
    next: nextStep({
      order,
      isProposed: standing?.state === 'proposed',
      firstReplyDueAt: dueOf(clocks, 'first_reply'),
      decisionDueAt: dueOf(clocks, 'decision'),
      ...(await customersTurn()),
    }),
    route: routeOf(context, order, history, clocks),
    detours: detoursOf(order, history),
    // A draft is the desk's own until it is proposed.
    agreement: standing && (desk || standing.state !== 'draft') ? { ...standing } : null,
    timeline: desk ? history.timeline : history.timeline.map(customerEntry),
    actions: orderActionsFor({
      actor,
      roles,
      order,
      facts,
      shares: mine,
      standing,
      openChange: history.changes.find(({ state }) => !settledChangeStates.includes(state)),
      rating: {
        readyAt: history.states.findLast(({ to }) => to === 'ready')?.at ?? null,
        ratedAt: history.rating?.at ?? null,
        now,
      },
    }),
    desk: desk ? await deskPart(context, read, { actor, order, shares, history, clocks, now }) : null,
  };

  /** Who acts and who signs for the customer side: the reader, or else whoever may, by name. */
  async function customersTurn() {
    const people = [...new Set([order.customer_id, project?.ownerId ?? order.customer_id])];
    if (actor.id === order.customer_id) return { acts: 'You', signs: 'You' };
    const cards = await ports.people.byIds(read, people);
    const names = people.flatMap((id) => cards.get(id)?.name ?? []);
    return { acts: customerSide ? 'You' : names.join(' or '), signs: order.customer_name };
  }

  function customerEntry(entry: TimelineEntry): TimelineEntry {
    return entry.kind === 'state' && entry.by.role !== 'customer'
      ? { ...entry, by: { ...entry.by, name: entry.by.role === 'provider' ? entry.by.name : 'Order desk' } }
      : entry;
  }

  async function deskPart(
    { ports: { people, groupRoles, tickets } }: OrderingContext,
    db: Read,
    parts: {
      actor: Actor;
      order: OrderRow;
      shares: readonly ShareRecord[];
      history: OrderHistory;
      clocks: ReturnType<typeof clocksOf>;
      now: string;
    },
  ): Promise<OrderDesk> {
    const readers = [project.ownerId, ...project.members.flatMap((member) => member.personId ?? [])];
    const ids = [
      ...new Set([order.customer_id, ...readers, ...(order.assignee_id === null ? [] : [order.assignee_id])]),
    ];
    const [cards, members, open, origin, question] = await Promise.all([
      people.byIds(db, ids),
      groupRoles.membersOf(db, [order.group_id]),
      tickets.of(db, order.customer_id),
      originOf(db, order.id),
      questionOfOrder(db, order.id),
    ]);
    const customer = cards.get(order.customer_id);
    const assignee = order.assignee_id === null ? undefined : cards.get(order.assignee_id);
    const legacy = {
      category: order.category,
      service: order.service_name,
      offer: order.offer_name,
      properties: order.parameters,
    };
    return {
      class: order.class,
      classBecause: order.class_because,
      group: { id: order.group_id, name: history.groupName, people: members.get(order.group_id)?.length ?? 0 },
      assignee: order.assignee_id === null ? null : { id: order.assignee_id, name: assignee?.name ?? 'Somebody' },
      priority: order.priority,
      tags: order.tags,
      spam: { state: order.spam, reasons: [...order.spam_reasons] },
      source: order.source,
      origin: origin
        ? {
            name: origin.name,
            place: `project ${origin.project}, item ${origin.item}`,
            url: `${origin.base_url}/projects/${origin.project}`,
          }
        : null,
      waiting: waitingOf(
        order,
        parts.actor,
        assignee?.name,
        (await askedApprovers(context, db, parts.actor, [order.id])).get(order.id),
      ),
      clocks: [...parts.clocks.order, ...(parts.clocks.provider ? [parts.clocks.provider] : [])],
      rollUp: rollUp(shares),
      coverage: coverage(order.requested, shares).map((metric) => ({
        ...metric,
        missing: Math.max(0, metric.missing - metric.waiting),
      })),
      shares: shares.map((share) =>
        shareView(share, order, {
          actor: parts.actor,
          mayWork: mayWorkOrder(parts.actor, relation).allowed,
          calendar,
          now: parts.now,
        }),
      ),
      customerCard: {
        email: customer?.email ?? order.customer_email,
        institution: customer?.institution ?? '',
        country: customer?.country ?? '',
        assurance: customer?.assurance ?? '',
        groups: [...(customer?.groups ?? [])],
        earlierOrders: history.earlier,
        spamOrders: [...history.spamOrders],
        openOrders: [...history.openOrders],
        openTickets: { known: open !== undefined, tickets: [...(open ?? [])] },
      },
      question,
      raw: { so1: writeSo1(legacy), legacyLine: order.raw ?? writeLegacyOrderLine(legacy) },
      linked: [
        ...(history.changeOf === null
          ? []
          : [{ number: history.changeOf, relation: 'changes', state: 'ready' as OrderState }]),
        ...history.changes.map((change) => ({ ...change, relation: 'changed by' })),
      ],
      publicReaders: readers.flatMap((id) => cards.get(id)?.name ?? []),
      noAgreementReason: order.no_agreement_reason,
      routedBecause: order.routed_because,
      tree: await orderTree(db, order.id),
      followedTickets: await followedTickets(db, order.id),
      levels: await levelsView(context, db, levels),
      mayBypass: mayCoordinate(parts.actor).allowed,
      timeInStates: timeInStates(calendar, parts.history, parts.now),
    };
  }
}

function clocksOf(
  { calendar }: OrderingContext,
  order: OrderRow,
  shares: readonly ShareRecord[],
  history: OrderHistory,
  now: string,
) {
  const settings = { calendar, now };
  const measured = orderClocks(
    {
      orderClass: order.class,
      submittedAt: order.submitted_at,
      firstReplyAt: order.first_reply_at,
      decidedAt: order.decided_at,
      lastPublicAt: order.last_public_at,
      endedAt: order.ended_at ?? (order.state === 'ready' ? order.state_since : null),
      pauses: pausesOf(history),
    },
    settings,
  );
  const provider = mostPressing(
    shares
      .filter((share) => share.state === 'sent')
      .map((share) =>
        providerAnswerClock({ sentAt: share.sent_at, answeredAt: share.answered_at, endedAt: null }, settings),
      ),
  );
  return { order: order.kind === 'order' ? measured : [], provider };
}

const dueOf = ({ order }: ReturnType<typeof clocksOf>, name: Clock['name']) =>
  order.find((clock) => clock.name === name)?.dueAt ?? null;

function pausesOf({ states }: OrderHistory): Pause[] {
  return states.flatMap((entry, index): Pause[] =>
    entry.to === 'waiting_for_response' ? [[entry.at, states[index + 1]?.at ?? null]] : [],
  );
}

/** Working time that the order has spent in each state so far, in the order in which it came into them. */
function timeInStates(calendar: WorkingCalendar, { states }: OrderHistory, now: string): OrderDesk['timeInStates'] {
  const times = new Map<OrderState, { seconds: number; times: number }>();
  for (const [index, { to, at }] of states.entries()) {
    if (finalOrderStates.includes(to)) continue;
    const before = times.get(to) ?? { seconds: 0, times: 0 };
    const seconds = before.seconds + Math.max(0, elapsed(calendar, at, states[index + 1]?.at ?? now));
    const came = index === 0 || states[index - 1]?.to !== to ? 1 : 0;
    times.set(to, { seconds, times: before.times + came });
  }
  return [...times].map(([state, time]) => ({ state, word: orderStateWords[state].desk, ...time }));
}

/** The ports of the route with when each was reached, or by when it is due. */
function routeOf(
  { calendar }: OrderingContext,
  order: OrderRow,
  history: OrderHistory,
  clocks: ReturnType<typeof clocksOf>,
): RoutePort[] {
  const reached = new Map<OrderState, string>();
  // The first time counts: a wait for the customer does not begin the review anew.
  for (const { to, at } of history.states) if (!reached.has(to)) reached.set(to, at);
  const shown =
    order.state === 'created' ? 'registered' : order.state === 'waiting_for_response' ? 'in_progress' : order.state;
  // What ended has passed only the ports that it reached.
  const isOver = order.state === 'rejected' || order.state === 'closed';
  const ports: readonly OrderState[] = isOver
    ? [...orderRoute.filter((port) => port === 'registered' || (port !== 'closed' && reached.has(port))), order.state]
    : orderRoute;
  const here = ports.indexOf(shown);
  const decision = clocks.order.find((clock) => clock.name === 'decision');
  const expected: Partial<Record<OrderState, string | null>> = {
    approved: decision?.dueAt ?? null,
    ready: order.starts_on,
    closed: order.ends_on,
  };
  return ports.map((state, index): RoutePort => {
    const at = state === 'registered' ? order.submitted_at : (reached.get(state) ?? null);
    const passage = index < here ? 'passed' : index === here ? 'now' : 'ahead';
    const following = ports.slice(index + 1).flatMap((next) => reached.get(next) ?? [])[0];
    const took =
      passage === 'passed' && at !== null && following !== undefined
        ? Math.max(0, elapsed(calendar, at, following))
        : null;
    return {
      state,
      word: orderStateWords[state === shown ? order.state : state].desk,
      passage,
      at: passage === 'ahead' ? null : at,
      tookSeconds: took,
      expected: passage === 'ahead' ? (expected[state] ?? null) : null,
      missed: passage === 'ahead' && state === 'approved' && decision?.state === 'over',
    };
  });
}

function detoursOf(order: OrderRow, { states }: OrderHistory): string[] {
  const waits = states.filter((entry) => entry.to === 'waiting_for_response');
  const told: string[] = [];
  if (waits.length > 0)
    told.push(waits.length === 1 ? 'Waited for the customer once' : `Waited for the customer ${waits.length} times`);
  if (states.some((entry) => entry.action === 'withdraw_approval')) told.push('Approval was withdrawn');
  if (states.some((entry) => entry.action === 'reopen')) told.push('Re-opened');
  if (states.some((entry) => entry.irregular)) told.push('Irregular move');
  return told;
}
