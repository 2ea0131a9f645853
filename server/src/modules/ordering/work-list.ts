import type { Clock, WorkItem } from '#contracts/ordering/schemas';
import { personId, type Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { elapsed, type WorkingCalendar } from '#libs/working-time';
import { mostPressing, providerAnswerClock } from './clocks.ts';
import { seesDesk } from './order-access.ts';
import { shareInWords } from './share-words.ts';
import { listClocks } from './sql-order-list-view.ts';
import { inLane, median, soonestFirst, startOfWeek, type Waiting } from './work-list-item.ts';
import { countDesk, deskOrders, ordersToAnswer, providerShares, weekOf } from './work-list-view.ts';

/**
 * What waits for somebody in a module of a higher rank: agreements to sign, reviews that are due. `navigation` counts
 * by entry (`agreements`).
 */
export type MoreWork = (
  read: Read,
  actor: Actor,
  now: string,
) => Promise<{ readonly items: readonly WorkItem[]; readonly navigation: Readonly<Record<string, number>> }>;

export interface WorkSettings {
  readonly calendar: WorkingCalendar;
  readonly now: string;
  readonly more: readonly MoreWork[];
}

export interface Work {
  readonly items: WorkItem[];
  readonly late: number;
  readonly navigation: Record<string, number>;
  readonly week: { in: number; decided: number; medianFirstReplySeconds: number | null } | null;
}

type DeskOrder = Awaited<ReturnType<typeof deskOrders>>[number];
type ProviderShare = Awaited<ReturnType<typeof providerShares>>[number];

/** What waits for the actor as a customer, shifter and provider, soonest first. */
export async function readWork(read: Read, actor: Actor, settings: WorkSettings): Promise<Work> {
  const { now, calendar } = settings;
  const me = personId(actor);
  const [answers, desk, counted, shares, more] = await Promise.all([
    ordersToAnswer(read, me),
    deskOrders(read, actor, now),
    countDesk(read, actor, now),
    providerShares(read, actor),
    Promise.all(settings.more.map((ask) => ask(read, actor, now))),
  ]);
  const waiting = [
    ...answers.map(answerItem),
    ...desk.map((order) => deskItem(order, settings)),
    ...(counted.suspected > 0 ? [suspectedItem(counted.suspected)] : []),
    ...shares.map((share) => shareItem(share, settings)),
  ];
  const items = soonestFirst([
    ...waiting.map((item) => inLane(item, now, calendar)),
    ...more.flatMap((other) => other.items),
  ]);
  const elsewhere = more.flatMap((other) => Object.entries(other.navigation));
  return {
    items,
    late: items.filter((item) => item.lane === 'late').length,
    navigation: {
      agreements: 0,
      ...Object.fromEntries(elsewhere),
      orders: counted.orders,
      shares: counted.countered + shares.length,
      // The list shows the soonest of very many orders; the count knows them all.
      work: items.length - desk.length + Math.max(counted.orders, desk.length),
    },
    week: seesDesk(actor) ? await weekFigures(read, actor, settings) : null,
  };
}

async function weekFigures(read: Read, actor: Actor, { now, calendar }: WorkSettings): Promise<Work['week']> {
  const { replies, ...figures } = await weekOf(read, actor, startOfWeek(now, calendar));
  const seconds = replies.map((order) => elapsed(calendar, order.submitted_at, order.first_reply_at));
  return { ...figures, medianFirstReplySeconds: median(seconds) };
}

function answerItem(order: Awaited<ReturnType<typeof ordersToAnswer>>[number]): Waiting {
  return {
    id: `answer-${order.id}`,
    clock: null,
    subject: `Order ${order.number}`,
    text: `${order.service_name}, ${order.offer_name}: the order desk asked you something`,
    path: `/projects/${order.project_number}/lines/${order.iid}`,
    button: 'Answer',
  };
}

function deskItem(order: DeskOrder, { now, calendar }: WorkSettings): Waiting {
  const clocks = listClocks(order, { now, calendar });
  const running = [
    ...(order.first_reply_at === null ? [clocks.firstReply] : []),
    ...(order.decided_at === null ? [clocks.decision] : []),
  ].filter((clock) => clock.dueAt !== null && clock.state !== 'paused');
  const clock = mostPressing(running) ?? null;
  const { text, part, button } = nextStep(order, clock);
  return {
    id: `order-${order.id}`,
    clock,
    subject: `Order ${order.number}`,
    text: `${order.service_name}: ${text}`,
    path: `/orders/${order.number}${part}`,
    button,
  };
}

function nextStep(order: DeskOrder, clock: Clock | null): { text: string; part: string; button: string } {
  if (order.countered_by !== null)
    return { text: `${order.countered_by} offers other terms`, part: '#shares', button: 'Decide' };
  const what = clock?.name === 'first_reply' ? 'first reply' : 'decision';
  if (order.assignee_id === null) return { text: `${what}, nobody has it`, part: '', button: 'Take it' };
  if (order.waiting_for === 'provider')
    return { text: `${what}, ${order.waiting_why}`, part: '#shares', button: 'Remind' };
  return { text: order.waiting_why === '' ? `${what} is due` : order.waiting_why, part: '', button: 'Open' };
}

function suspectedItem(suspected: number): Waiting {
  return {
    id: 'suspected-spam',
    clock: null,
    subject: 'Suspected spam',
    text: suspected === 1 ? '1 order is held back' : `${suspected} orders are held back`,
    path: '/orders?view=suspected-spam',
    button: 'Check',
  };
}

function shareItem(share: ProviderShare, { now, calendar }: WorkSettings): Waiting {
  const what = shareInWords(share.resources, 'a share');
  const common = {
    id: `share-${share.id}`,
    subject: `Order ${share.order_number}, ${share.site_name}`,
    path: `/shares?q=${share.order_number}`,
  };
  if (share.state === 'sent') {
    const clock = providerAnswerClock({ sentAt: share.sent_at, answeredAt: null, endedAt: null }, { calendar, now });
    return { ...common, clock, text: `${share.service_name}: ${what} for ${share.project_name}`, button: 'Answer' };
  }
  // Agreed for that day: it is late when the day has begun without access.
  const dueAt = `${share.starts_on}T00:00:00.000Z`;
  return {
    ...common,
    clock: null,
    dueAt,
    text: `${share.service_name}: report ready, ${what}`,
    button: 'Report ready',
  };
}
