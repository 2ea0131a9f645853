import type { Coverage, Share, ShareAction, ShareTerms } from '#contracts/ordering/share-schemas';
import { shareActions } from '#contracts/ordering/share-schemas';

import { t } from '../../../app/messages.ts';
import { formatDay, formatWithin } from '../../../ui/time/format.ts';
import { amountText, inMetricOrder } from '../words.ts';

/** First metric, and the others on a second line. */
export function resourceLines({ resources }: Pick<ShareTerms, 'resources'>): { first: string; second: string } {
  const [first, ...others] = inMetricOrder(resources)
    .filter(({ quantity }) => quantity > 0)
    .map(amountText);
  return { first: first ?? '—', second: others.join(', ') };
}

const hows = {
  link: 'answered by link',
  account: 'answered by account',
  on_behalf: 'answered by the desk',
  desk: 'by the desk',
} as const;

/** What is known of the contact: answered, seen, reminded. */
export function contactNote(share: Share, now: number): string {
  if (share.undelivered !== null) return t('{address} takes no mail', { address: share.undelivered });
  if (share.answer) return t(hows[share.answer.how]);
  if (share.sentAt === null) return share.contact.email;
  if (share.remindedAt !== null) return t('reminded {when}', { when: formatWithin(share.remindedAt, { now }) });
  return share.seenAt === null ? t('not opened yet') : t('seen {when}', { when: formatWithin(share.seenAt, { now }) });
}

function since(share: Share, now: number): string {
  return share.sentAt === null ? '' : t('since {when}', { when: formatWithin(share.sentAt, { now }) });
}

/** Second line of the state of a share. */
export function stateNote(share: Share, now: number): string {
  switch (share.state) {
    case 'proposed':
      return t('not sent yet');
    case 'sent':
      return share.undelivered === null ? since(share, now) : t('the mail could not be delivered');
    case 'countered':
      return share.counter ? t('offers {what}', { what: resourceLines(share.counter).first }) : since(share, now);
    case 'validated':
      if (share.deliveredAt !== null) return t('ready {when}', { when: formatWithin(share.deliveredAt, { now }) });
      return share.answer ? formatWithin(share.answer.at, { now }) : '';
    case 'rejected':
      return share.answer?.comment ?? '';
    case 'expired':
      return t('no answer in time');
    case 'withdrawn':
    case 'superseded':
      return '';
  }
}

/** A share that neither counts nor can still count. */
export function isOff({ state }: Pick<Share, 'state'>): boolean {
  return state === 'rejected' || state === 'withdrawn' || state === 'superseded' || state === 'expired';
}

export function isShareAction(action: string): action is ShareAction {
  return shareActions.some((known) => known === action);
}

export interface TermChange {
  readonly label: string;
  readonly asked: string;
  readonly offered: string;
  readonly isChanged: boolean;
}

/** What was asked beside what a provider offers instead, line by line. */
export function compareTerms(asked: ShareTerms, offered: ShareTerms): readonly TermChange[] {
  const line = (label: string, one: string, other: string): TermChange => ({
    label,
    asked: one,
    offered: other,
    isChanged: one !== other,
  });
  const byMetric = new Map(offered.resources.map((amount) => [amount.metric, amount]));
  return [
    ...asked.resources.map((amount) => {
      const other = byMetric.get(amount.metric);
      return line(amount.label, amountText(amount), amountText({ ...amount, quantity: other?.quantity ?? 0 }));
    }),
    line(t('Start'), formatDay(asked.startsOn), formatDay(offered.startsOn)),
    line(t('End'), formatDay(asked.endsOn), formatDay(offered.endsOn)),
    line(t('Availability'), `${asked.availability} %`, `${offered.availability} %`),
    line(t('Reliability'), `${asked.reliability} %`, `${offered.reliability} %`),
  ];
}

/** The other metrics in the proportion of the whole order: 20 of 50 machines take 80 of 200 cores. */
export function inProportion(
  requested: readonly { readonly metric: string; readonly quantity: number }[],
  changed: string,
  quantity: number,
): ReadonlyMap<string, number> {
  const base = requested.find(({ metric }) => metric === changed)?.quantity ?? 0;
  if (base <= 0 || !Number.isFinite(quantity)) return new Map();
  return new Map(
    requested.map(({ metric, quantity: whole }) => [
      metric,
      metric === changed ? quantity : Math.round((whole * quantity * 100) / base) / 100,
    ]),
  );
}

/** What of a metric nobody has been asked for, or everybody refused. */
export function uncovered({ requested, validated, waiting }: Coverage): number {
  return Math.max(0, Math.round((requested - validated - waiting) * 1e6) / 1e6);
}

/** What the other shares leave of a metric; a refused or withdrawn share holds nothing. */
export function leftOf(metric: string, requested: number, shares: readonly Share[], except?: Share): number {
  const holding = shares.filter(
    (share) => share.id !== except?.id && !['rejected', 'withdrawn', 'superseded'].includes(share.state),
  );
  const held = holding.flatMap(({ resources }) => resources.filter((amount) => amount.metric === metric));
  return Math.max(0, Math.round((requested - held.reduce((sum, { quantity }) => sum + quantity, 0)) * 1e6) / 1e6);
}
