import type { ShareNeed, ShareRole, ShareStep } from '#contracts/ordering/share-lifecycle';
import type { ShareActionInput, ShareTerms } from '#contracts/ordering/share-schemas';
import type { Actor } from '#kernel/access';
import { json, type Tx } from '#kernel/database';
import { AppError, invalid, type FieldError } from '#kernel/errors';
import { nextId } from '#kernel/ids';
import { deskCalendars } from '../calendar/desk-calendars.ts';
import type { Deed, OrderRow, ShareRecord } from '../orders/order.ts';
import { deskTags } from '../orders/order-audience.ts';
import { changesOf, type AnswerHow } from './share-decisions.ts';
import { tellShare } from './share-events.ts';
import { issueLinks, type SharesContext } from './share-links.ts';
import { shareFacts, shareMachine } from './share-machine.ts';
import { isCovered, isLive, rollUp } from './share-rollup.ts';
import { counterTerms, requireCounterPeriod, requireTerms, termsOf } from './share-terms.ts';
import { amountsInWords, dayInWords } from './share-words.ts';
import { appendDesk, refreshOrder, sharesOf } from '../orders/sql-order-store.ts';
import { revokeLinks, saveShare, useLink } from './sql-share-store.ts';
import { tables } from '../tables.ts';
import { moveOrder } from '../orders/transition-order.ts';

/** A share whose order is locked, and who does something with it. */
export interface ShareOccasion {
  readonly order: OrderRow;
  readonly share: ShareRecord;
  readonly actor: Actor;
  readonly deed: Deed & { readonly byRole: ShareRole };
  /** The link by which a provider without an account acts. */
  readonly linkId?: string;
  /** Who signs an answer, where that is not the name of the deed. */
  readonly signedBy?: string;
  /** A reminder of which the group gets a copy. */
  readonly escalates?: boolean;
}

type Input = Pick<ShareActionInput, 'comment' | 'counter' | 'access'>;

const nothing: Input = { comment: '' };

/**
 * Takes one step in the life of a share: asks the table, checks what has to be given along and that nothing is promised
 * twice, writes share, links, timeline and order, and publishes. The last delivery of an approved order makes it ready.
 */
export const performOnShare =
  (context: SharesContext) =>
  async (tx: Tx, occasion: ShareOccasion, action: ShareStep, input: Input = nothing): Promise<ShareRecord> => {
    const { order, share, actor, deed } = occasion;
    const { kernel } = context;
    const outcome = shareMachine.apply(share.state, action, shareFacts(order, share), deed.byRole);
    if ('refusal' in outcome)
      throw new AppError('refused', 'share_refused', outcome.refusal, { state: share.state, action });
    const missing = missingInput(outcome.edge.needs, input);
    if (missing.length > 0) throw invalid('invalid_request', missing);

    const shares = await sharesOf(tx, order.id);
    const terms = newTerms(order, share, action, input);
    if (terms !== undefined) requireTerms(order, shares, { ...terms, id: share.id });
    if (action === 'counter' && terms !== undefined) requireCounterPeriod(order, termsOf(share), terms);

    const now = kernel.clock.now();
    const { comment } = input;
    const saved = await saveShare(
      tx,
      share,
      changesOf(share, {
        action,
        by: occasion.signedBy ?? deed.byName,
        how: howOf(occasion, action),
        comment,
        terms,
        now,
        calendar: (await deskCalendars(tx, context.calendar))(order.group_id),
      }),
    );
    if (action === 'deliver' && input.access) await grant(tx, context, occasion, input.access);
    await changeLinks(tx, context, occasion, saved, action);
    await appendDesk(tx, kernel.clock, {
      orderId: order.id,
      share: saved,
      text: told(saved, share, action, deed.byRole, comment),
      deed,
    });
    await tellShare(tx, context, {
      order,
      share: saved,
      before: share.state,
      action,
      byRole: deed.byRole,
      byName: deed.byName,
      comment,
      escalated: occasion.escalates ?? false,
    });
    if (action === 'send') await supersedeRejected(tx, context, order, saved, deed);
    await kernel.audit(tx, {
      actor,
      action: `ordering.share_${action}`,
      target: `order:${order.number}`,
      details: {
        share: share.number,
        from: share.state,
        to: saved.state,
        as: deed.byRole,
        ...(occasion.linkId === undefined ? {} : { link: occasion.linkId }),
      },
    });
    await settleOrder(tx, context, occasion, shares);
    return saved;
  };

function howOf({ deed, linkId }: ShareOccasion, action: ShareStep): AnswerHow {
  if (deed.byRole === 'provider') return linkId === undefined ? 'account' : 'link';
  return action === 'accept_counter' ? 'desk' : 'on_behalf';
}

/** The terms that the share would have afterwards, where the step changes what the order's shares add up to. */
function newTerms(order: OrderRow, share: ShareRecord, action: ShareStep, { counter }: Input): ShareTerms | undefined {
  switch (action) {
    case 'counter':
      return counter && counterTerms(order, counter);
    case 'accept_counter':
      return share.counter ?? undefined;
    case 'reopen':
      return share.state === 'rejected' ? termsOf(share) : undefined;
    default:
      return undefined;
  }
}

const wanted: Record<ShareNeed, string> = {
  comment: 'Say why, in a line',
  counter: 'Give the changed numbers, dates or targets',
  access: 'Give a text, an address or a secret by which the customer gets in',
};

function missingInput(needs: readonly ShareNeed[], { comment, counter, access }: Input): FieldError[] {
  const given: Record<ShareNeed, boolean> = {
    comment: comment !== '',
    counter: counter !== undefined,
    access: access !== undefined && (access.text !== '' || access.url !== '' || Object.keys(access.secrets).length > 0),
  };
  return needs.filter((need) => !given[need]).map((need) => ({ path: need, message: wanted[need] }));
}

async function grant(
  tx: Tx,
  { kernel }: SharesContext,
  { order, share }: ShareOccasion,
  access: NonNullable<Input['access']>,
): Promise<void> {
  await tables(tx)
    .insertInto('ordering.access_grants')
    .values({
      id: nextId(),
      order_id: order.id,
      share_id: share.id,
      from_name: share.site_name,
      access_text: access.text,
      access_url: access.url,
      secrets: json(access.secrets),
      at: kernel.clock.now(),
    })
    .execute();
}

async function changeLinks(
  tx: Tx,
  context: SharesContext,
  { linkId }: ShareOccasion,
  share: ShareRecord,
  action: ShareStep,
): Promise<void> {
  const now = context.kernel.clock.now();
  const ended = { shareId: share.id, now };
  switch (action) {
    case 'send':
    case 'refuse_counter':
    case 'reopen':
      await revokeLinks(tx, { ...ended, because: 'superseded' });
      return issueLinks(tx, context, share);
    case 'validate':
    case 'reject':
    case 'counter':
      if (linkId !== undefined) await useLink(tx, linkId, now);
      return revokeLinks(tx, { ...ended, because: 'answered', except: linkId });
    case 'withdraw':
      return revokeLinks(tx, { ...ended, because: 'withdrawn' });
    case 'supersede':
      return revokeLinks(tx, { ...ended, because: 'superseded' });
    case 'expire':
      return revokeLinks(tx, { ...ended, because: 'expired' });
    case 'remind':
    case 'accept_counter':
    case 'deliver':
      return undefined;
  }
}

/** One line of the desk's timeline; who did it stands beside. */
function told(share: ShareRecord, before: ShareRecord, action: ShareStep, role: ShareRole, comment: string): string {
  const { site_name: site } = share;
  const amounts = amountsInWords(share.resources);
  const offered = share.counter ? amountsInWords(share.counter.resources) : '';
  const note = comment === '' ? '' : `: ${comment}`;
  const onBehalf = role === 'provider' ? '' : ` for ${site}`;
  switch (action) {
    case 'send':
      return `asked ${site} for ${amounts}`;
    case 'remind':
      return `reminded ${site} of ${amounts}`;
    case 'validate':
      return `validated ${amounts}${onBehalf}${note}`;
    case 'reject':
      return `rejected ${amounts}${onBehalf}${note}`;
    case 'counter':
      return `offered ${offered} instead of ${amounts}${periodOffered(share)}${onBehalf}${note}`;
    case 'accept_counter':
      return `accepted the counter of ${site}: ${amounts}`;
    case 'refuse_counter':
      return `refused the counter of ${site} and asked again for ${amounts}${note}`;
    case 'reopen':
      return `reopened the answer of ${site}, which was ${before.state}${note}`;
    case 'deliver':
      return `reported ${amounts} ready${onBehalf}`;
    case 'withdraw':
      return `withdrew the share of ${site}${note}`;
    case 'expire':
      return `set the share of ${site} aside, which did not answer in time: it can be sent again`;
    case 'supersede':
      return `replaced the share of ${site}`;
  }
}

/** The period of a counter where it is not the one that was asked. */
function periodOffered({ counter, starts_on, ends_on }: ShareRecord): string {
  if (!counter || (counter.startsOn === starts_on && counter.endsOn === ends_on)) return '';
  return `, ${dayInWords(counter.startsOn)} to ${dayInWords(counter.endsOn)}`;
}

/** A share that a provider rejected has found its successor when another provider is asked for the same. */
async function supersedeRejected(
  tx: Tx,
  context: SharesContext,
  order: OrderRow,
  sent: ShareRecord,
  deed: Deed,
): Promise<void> {
  const metrics = new Set(sent.resources.map(({ metric }) => metric));
  const rejected = (await sharesOf(tx, order.id)).filter(
    (share) =>
      share.state === 'rejected' && share.id !== sent.id && share.resources.some(({ metric }) => metrics.has(metric)),
  );
  for (const share of rejected) await supersedeShare(tx, context, { order, share, deed, by: sent.site_name });
}

/** Sets a share aside because another one takes its place. */
export async function supersedeShare(
  tx: Tx,
  context: SharesContext,
  { order, share, deed, by }: { order: OrderRow; share: ShareRecord; deed: Deed; by: string },
): Promise<void> {
  const { clock } = context.kernel;
  const saved = await saveShare(tx, share, { state: 'superseded' });
  await revokeLinks(tx, { shareId: share.id, because: 'superseded', now: clock.now() });
  await appendDesk(tx, clock, {
    orderId: order.id,
    share: saved,
    text: `replaced the share of ${share.site_name} by one of ${by}`,
    deed,
  });
  const { byRole, byName } = deed;
  await tellShare(tx, context, {
    order,
    share: saved,
    before: share.state,
    action: 'supersede',
    byRole,
    byName,
    comment: '',
    because: 'the order desk asks for something else now',
  });
}

/** Brings the order up to date with its shares, and draws what follows for it. */
async function settleOrder(
  tx: Tx,
  context: SharesContext,
  { order, actor, deed }: ShareOccasion,
  before: readonly ShareRecord[],
): Promise<void> {
  const shares = await sharesOf(tx, order.id);
  // The desk's own word stays where the shares do not say what the order waits for.
  const saved = await refreshOrder(tx, order, order.state === 'in_progress' ? undefined : order.value);
  const isComplete = (all: readonly ShareRecord[]) =>
    rollUp(all) === 'all-validated' && isCovered(order.requested, all);
  if (isComplete(shares) && !isComplete(before)) {
    await context.kernel.publish(tx, {
      type: 'ordering.shares_all_validated',
      aggregate: `order:${order.number}`,
      payload: { orderId: order.id, orderNumber: order.number },
      audience: deskTags,
    });
  }
  const provided = shares.filter((share) => isLive(share) && share.state === 'validated');
  const isDelivered = (all: readonly ShareRecord[]) =>
    all.length > 0 && all.every((share) => share.delivered_at !== null);
  const wasDelivered = isDelivered(before.filter((share) => share.state === 'validated'));
  if (saved.state === 'approved' && isDelivered(provided) && !wasDelivered) {
    await moveOrder(context)(tx, saved, deed, { action: 'deliver' }, actor);
  }
}
