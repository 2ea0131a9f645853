import type { Clock } from '#contracts/ordering/schemas';
import type { FollowedOrder, WorkItem } from '#contracts/ordering/work-schemas';
import { personId, type Actor } from '#kernel/access';
import { DAY, later } from '#kernel/clock';
import type { Read } from '#kernel/database';
import { elapsed, type WorkingCalendar } from '#libs/working-time';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import { mostPressing, providerAnswerClock } from './clocks.ts';
import { nextStep } from '../orders/next-step.ts';
import { groupsOf, seesDesk } from '../orders/order-access.ts';
import { openQuestionsOf } from '../questions/sql-question-store.ts';
import type { AgreementStanding } from '../ports.ts';
import { lowRatingsFor, type OpenLowRating } from '../ratings/low-ratings.ts';
import { seenBy } from './seen-work.ts';
import { shareInWords } from '../shares/share-words.ts';
import { listClocks, type ListSettings } from './sql-order-list-view.ts';
import { inLane, median, soonestFirst, startOfWeek, type OtherWork, type Waiting } from './work-list-item.ts';
import {
  countDesk,
  deskOrders,
  ordersFollowed,
  ordersToAnswer,
  ordersToRate,
  providerShares,
  weekOf,
} from './work-list-view.ts';

/** Days after ready at which a rating is due to be asked for, and until when it is. */
const ratingDays = { from: 7, until: 37 };
const mostFollowed = 6;
const daysAfterEnd = 7;

/**
 * What waits for somebody in a module of a higher rank: agreements to sign, reviews that are due. `navigation` counts
 * by entry (`agreements`).
 */
export type MoreWork = (
  read: Read,
  actor: Actor,
  now: string,
) => Promise<{ readonly items: readonly OtherWork[]; readonly navigation: Readonly<Record<string, number>> }>;

export interface WorkSettings {
  readonly calendar: WorkingCalendar;
  readonly now: string;
  readonly agreements: AgreementStanding;
  readonly more: readonly MoreWork[];
  readonly approvers: ListSettings['approvers'];
}

export interface Work {
  readonly items: WorkItem[];
  readonly late: number;
  readonly following: FollowedOrder[];
  readonly navigation: Record<string, number>;
  readonly week: { in: number; decided: number; medianFirstReplySeconds: number | null } | null;
}

type DeskOrder = Awaited<ReturnType<typeof deskOrders>>[number];
type ProviderShare = Awaited<ReturnType<typeof providerShares>>[number];

/** What waits for the actor as a customer, shifter and provider, soonest first. */
export async function readWork(read: Read, actor: Actor, settings: WorkSettings): Promise<Work> {
  const { now, calendar } = settings;
  const me = personId(actor);
  const calendarOf = await deskCalendars(read, calendar);
  const rateable = { from: later(now, -ratingDays.until * DAY), to: later(now, -ratingDays.from * DAY) };
  const [seen, answers, toRate, following, desk, counted, shares, low, more] = await Promise.all([
    seenBy(read, me),
    ordersToAnswer(read, me),
    ordersToRate(read, me, rateable),
    followedOrders(read, me, settings),
    deskOrders(read, actor, now),
    countDesk(read, actor, now),
    providerShares(read, actor),
    lowRatingsFor(read, actor),
    Promise.all(settings.more.map((ask) => ask(read, actor, now))),
  ]);
  const approvers = await settings.approvers(
    actor,
    desk.flatMap((order) => (order.waiting_for === 'approver' ? order.id : [])),
  );
  const waiting = [
    ...answers.map(answerItem),
    ...toRate.map(rateItem),
    ...desk.map((order) =>
      deskItem(order, approvers.get(order.id)?.who, { ...settings, calendar: calendarOf(order.group_id) }),
    ),
    ...(counted.suspected > 0 ? [suspectedItem(counted.suspected)] : []),
    ...shares.map((share) => shareItem(share, settings)),
    ...low.map(lowRatingItem),
  ];
  const items = soonestFirst([
    ...waiting.map((item) => inLane(item, now, calendar)),
    ...more.flatMap((other) => other.items),
  ]).map((item) => ({ ...item, unread: isUnread(item, seen.get(item.id)) }));
  const elsewhere = more.flatMap((other) => Object.entries(other.navigation));
  return {
    items,
    late: items.filter((item) => item.lane === 'late').length,
    following,
    navigation: {
      agreements: 0,
      ...Object.fromEntries(elsewhere),
      orders: counted.orders,
      shares: counted.countered + shares.length,
      questions: await openQuestionsOf(read, groupsOf(actor)),
      notifications: items.filter((item) => item.unread).length,
      // The list shows the soonest of very many orders; the count knows them all.
      work: items.length - desk.length + Math.max(counted.orders, desk.length),
    },
    week: seesDesk(actor) ? await weekFigures(read, actor, settings) : null,
  };
}

const isUnread = ({ since }: OtherWork, seenAt: string | undefined) =>
  seenAt === undefined || (since !== null && since > seenAt);

async function followedOrders(read: Read, me: string, { now, agreements }: WorkSettings): Promise<FollowedOrder[]> {
  const orders = await ordersFollowed(read, me, later(now, -daysAfterEnd * DAY), mostFollowed);
  return Promise.all(
    orders.map(async (order) => {
      // Only while it is worked on can an agreement wait for a signature.
      const standing = order.state === 'in_progress' ? await agreements.of(read, order.id) : undefined;
      return {
        number: order.number,
        path: lineOf(order),
        service: order.service_name,
        offer: order.offer_name,
        project: order.project_name,
        state: order.state,
        next: nextStep({
          order,
          isProposed: standing?.state === 'proposed',
          firstReplyDueAt: order.first_reply_due_at,
          decisionDueAt: order.decision_due_at,
          acts: 'You',
          signs: 'You',
        }),
        newMessages: order.customer_unread,
        changedAt: order.changed_at,
      };
    }),
  );
}

async function weekFigures(read: Read, actor: Actor, { now, calendar }: WorkSettings): Promise<Work['week']> {
  const { replies, ...figures } = await weekOf(read, actor, startOfWeek(now, calendar));
  const seconds = replies.map((order) => elapsed(calendar, order.submitted_at, order.first_reply_at));
  return { ...figures, medianFirstReplySeconds: median(seconds) };
}

type Line = Awaited<ReturnType<typeof ordersToAnswer>>[number];

const lineOf = (order: Pick<Line, 'project_number' | 'iid'>) => `/projects/${order.project_number}/lines/${order.iid}`;
/** Service and offer; once where both have one name. */
const whatOf = (order: Pick<Line, 'service_name' | 'offer_name'>) =>
  order.service_name === order.offer_name ? order.service_name : `${order.service_name}, ${order.offer_name}`;
const recordOf = (number: number) => `Order ${number}`;

function answerItem(order: Line): Waiting {
  return {
    id: `answer-${order.id}`,
    clock: null,
    record: recordOf(order.number),
    subject: recordOf(order.number),
    text: `${whatOf(order)}: the order desk asked you something`,
    path: lineOf(order),
    button: 'Answer',
    since: order.state_since,
    why: `The order belongs to your project ${order.project_name}`,
    topic: 'fixed',
  };
}

function rateItem(order: Line): Waiting {
  return {
    id: `rate-${order.id}`,
    clock: null,
    dueAt: later(order.state_since, ratingDays.until * DAY),
    record: recordOf(order.number),
    subject: recordOf(order.number),
    text: `${whatOf(order)}: how is it?`,
    path: `${lineOf(order)}#rate`,
    button: 'Rate it',
    since: later(order.state_since, ratingDays.from * DAY),
    why: 'You placed the order and have used it for a week',
    topic: 'ratings',
  };
}

function deskItem(order: DeskOrder, approvers: string | undefined, { now, calendar }: WorkSettings): Waiting {
  const clocks = listClocks(order, { now, calendar });
  const running = [
    ...(order.first_reply_at === null ? [clocks.firstReply] : []),
    ...(order.decided_at === null ? [clocks.decision] : []),
  ].filter((clock) => clock.dueAt !== null && clock.state !== 'paused');
  const clock = mostPressing(running) ?? null;
  const { text, part, button } = deskStep(order, clock, approvers);
  return {
    id: `order-${order.id}`,
    clock,
    record: recordOf(order.number),
    subject: recordOf(order.number),
    text: `${order.service_name}: ${text}`,
    path: `/orders/${order.number}${part}`,
    button,
    since: [order.state_since, order.last_public_at ?? ''].toSorted().at(-1) ?? null,
    ...(order.assignee_id === null
      ? { why: `The order is with your group ${order.group_id}, and nobody has it`, topic: 'fixed' }
      : { why: 'The order is assigned to you', topic: 'desk' }),
  };
}

function deskStep(
  order: DeskOrder,
  clock: Clock | null,
  approvers: string | undefined,
): { text: string; part: string; button: string } {
  if (order.countered_by !== null)
    return { text: `${order.countered_by} offers other terms`, part: '#shares', button: 'Decide' };
  const what = clock?.name === 'first_reply' ? 'first reply' : 'decision';
  if (order.assignee_id === null) return { text: `${what}, nobody has it`, part: '', button: 'Take it' };
  if (order.waiting_for === 'provider')
    return { text: `${what}, ${order.waiting_why}`, part: '#shares', button: 'Remind' };
  if (approvers !== undefined)
    return { text: `${what}, ${approvers} to ${order.waiting_why}`, part: '', button: 'Open' };
  return { text: order.waiting_why === '' ? `${what} is due` : order.waiting_why, part: '', button: 'Open' };
}

function suspectedItem(suspected: number): Waiting {
  return {
    id: 'suspected-spam',
    clock: null,
    record: 'Suspected spam',
    subject: 'Suspected spam',
    text: suspected === 1 ? '1 order is held back' : `${suspected} orders are held back`,
    path: '/orders?view=suspected-spam',
    button: 'Check',
    since: null,
    why: 'Orders that look like spam are checked by your group before anybody works on them',
    topic: 'fixed',
  };
}

function lowRatingItem({ number, service, grades, openedAt }: OpenLowRating): Waiting {
  const lowest = Math.min(grades.service ?? 5, grades.ordering ?? 5);
  return {
    id: `low-rating-${number}`,
    clock: null,
    record: recordOf(number),
    subject: recordOf(number),
    text: `${service}: rated ${lowest} of 5`,
    path: '/statistics#low-ratings',
    button: 'Look into it',
    since: openedAt,
    why: 'A grade of 1 or 2 is a complaint, and coordinators look into complaints',
    topic: 'fixed',
  };
}

function shareItem(share: ProviderShare, { now, calendar }: WorkSettings): Waiting {
  const what = shareInWords(share.resources, 'a share');
  const common = {
    id: `share-${share.id}`,
    record: recordOf(share.order_number),
    subject: `Order ${share.order_number}, ${share.site_name}`,
    path: `/shares?q=${share.order_number}`,
    why: `You answer for ${share.site_name}`,
    topic: 'fixed' as const,
  };
  if (share.state === 'sent') {
    const clock = providerAnswerClock({ sentAt: share.sent_at, answeredAt: null, endedAt: null }, { calendar, now });
    return {
      ...common,
      clock,
      since: share.sent_at,
      text: `${share.service_name}: ${what} for ${share.project_name}`,
      button: 'Answer',
    };
  }
  // Agreed for that day: it is late when the day has begun without access.
  const dueAt = `${share.starts_on}T00:00:00.000Z`;
  return {
    ...common,
    clock: null,
    dueAt,
    since: share.decided_at,
    text: `${share.service_name}: report ready, ${what}`,
    button: 'Report ready',
  };
}
