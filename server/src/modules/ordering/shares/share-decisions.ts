import type { Updateable } from 'kysely';
import type { ShareStep } from '#contracts/ordering/share-lifecycle';
import type { ShareTerms } from '#contracts/ordering/share-schemas';
import type { WorkingCalendar } from '#libs/working-time';
import { defaultClockTargets } from '../desk/clocks.ts';
import { dueAt } from '../desk/due-at.ts';
import type { ShareRecord } from '../orders/order.ts';
import type { SharesTable } from '../tables.ts';

export type AnswerHow = 'link' | 'account' | 'on_behalf' | 'desk';

/** What somebody decided about a share, with everything that has to be known to write it down. */
interface ShareDecision {
  readonly action: ShareStep;
  readonly by: string;
  readonly how: AnswerHow;
  readonly comment: string;
  /** The changed terms of a counter. */
  readonly terms: ShareTerms | undefined;
  readonly now: string;
  readonly calendar: WorkingCalendar;
}

/** What a decision writes to a share; pure. The table of the lifecycle has allowed it before. */
export function changesOf(share: ShareRecord, decision: ShareDecision): Updateable<SharesTable> {
  const { action, now, comment, terms } = decision;
  const answer = { at: now, by: decision.by, how: decision.how, comment };
  switch (action) {
    case 'send':
      return asked(decision, share.sent_at === null ? share.generation : share.generation + 1);
    case 'refuse_counter':
    case 'reopen':
      return asked(decision, share.generation + 1);
    case 'remind':
      return { reminded_at: now, reminders: share.reminders + 1, undelivered_to: null };
    case 'validate':
      return { state: 'validated', answer, answered_at: now, counter: null };
    case 'reject':
      return { state: 'rejected', answer, answered_at: now, counter: null };
    case 'counter':
      return {
        state: 'countered',
        answer,
        answered_at: now,
        counter: terms === undefined ? null : { ...terms, comment },
      };
    case 'accept_counter':
      return {
        state: 'validated',
        answer,
        counter: null,
        ...(share.counter === null ? {} : writtenTerms(share.counter)),
      };
    case 'deliver':
      return { delivered_at: now };
    case 'withdraw':
      return { state: 'withdrawn' };
    case 'expire':
      return { state: 'expired' };
    case 'supersede':
      return { state: 'superseded' };
  }
}

/** Terms as they are written to a share; what is 0 of a metric is left out. */
export function writtenTerms({ resources, startsOn, endsOn, availability, reliability }: ShareTerms) {
  return {
    resources: resources.filter(({ quantity }) => quantity > 0),
    starts_on: startsOn,
    ends_on: endsOn,
    availability,
    reliability,
  };
}

/** The provider is asked, for the first time or again: every trace of an earlier answer goes to the timeline only. */
function asked({ now, calendar }: ShareDecision, generation: number): Updateable<SharesTable> {
  return {
    state: 'sent',
    generation,
    counter: null,
    answer: null,
    answered_at: null,
    sent_at: now,
    due_at: dueAt(calendar, now, defaultClockTargets.providerAnswerDays),
    seen_at: null,
    reminded_at: null,
    reminders: 0,
    escalated_at: null,
    undelivered_to: null,
  };
}
