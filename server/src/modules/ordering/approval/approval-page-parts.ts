import type { ProjectInput } from '#contracts/ordering/project-schemas';
import { forLine, html, multiline, type Html, type Inserted } from '#kernel/pages';
import type { WorkingCalendar } from '#libs/working-time';
import type { ApprovalCase } from './approval-case.ts';
import { termsOf } from '../shares/share-terms.ts';
import {
  amountInWords,
  amountsInWords,
  dateAndTime,
  dayInWords,
  daysInWords,
  eachInWords,
  listInWords,
  momentInWords,
  shareInWords,
  utcTime,
} from '../shares/share-words.ts';
import type { SharedMessage } from '../shares/sql-share-store.ts';

/** Everything that the page shows of a case. */
export interface ApprovalPageFacts extends ApprovalCase {
  readonly calendar: WorkingCalendar;
  readonly now: string;
  readonly phone: string;
  readonly hours: string;
  /** Who asks: the shifter who has the order, where there is one. */
  readonly asker: string | undefined;
  readonly details: ProjectInput | undefined;
  readonly conversation: readonly SharedMessage[];
  readonly others: number;
}

/** What the page is about: the question, or the delivery once the order is approved. */
export function question({ share, order }: ApprovalCase): string {
  const what = shareInWords(share.resources, order.service_name);
  return isToDeliver({ share, order })
    ? `${share.site_name} sets up ${what}`
    : `Can ${share.site_name} provide ${what}?`;
}

/** The answer was yes, the order is approved, and nobody has reported it ready. */
export const isToDeliver = ({ share, order }: Pick<ApprovalCase, 'share' | 'order'>): boolean =>
  share.state === 'validated' && share.delivered_at === null && order.state === 'approved';

/** "95 %", which no line break takes apart. */
const percent = (figure: string | number): string => `${figure}\u00a0%`;

/** An instant in words, with UTC when the pointer rests on it. */
export function time(instant: string, words: string): Html {
  return html`<time datetime="${instant}" title="${utcTime(instant)}">${words}</time>`;
}

const communities = {
  research: 'a research community',
  project: 'a project',
  private_company: 'a company',
  single_user: 'a researcher',
} as const;

/** Who the page is for, what is asked, by whom and until when. */
export function head(facts: ApprovalPageFacts, isOpen: boolean): Html {
  const { link, share, asker, details } = facts;
  const who = asker === undefined ? 'The order desk' : `${asker} of the order desk`;
  const until = share.due_at !== null && deadline(share.due_at, facts);
  return html`${forLine(link.recipient)}
    <h1>${question(facts)}</h1>
    <p class="lead">
      ${who} ${isOpen ? 'asks' : 'asked'} on behalf of
      ${communities[details?.typology ?? 'single_user']}.${isOpen && until}
    </p>`;
}

function deadline(dueAt: string, { calendar, now }: ApprovalPageFacts): Html {
  const day = html`<strong>${time(dueAt, momentInWords(dueAt, calendar))}</strong>`;
  return dueAt < now
    ? html` The answer was due on ${day}. Please give it now: the order waits for it.`
    : html` Please answer by ${day}.`;
}

/** The table of the share. */
export function matter({ share, order, details }: ApprovalPageFacts): Html {
  const terms = termsOf(share);
  const [first, ...rest] = share.resources;
  const each = eachInWords(share.resources);
  const main = first === undefined || first.metric === 'service' ? order.service_name : amountInWords(first);
  const from = listed([details?.organisation, details?.country]);
  const why = [details?.overview ?? '', order.comment].filter((text) => text.trim() !== '');
  const row = (label: string, content: Inserted, small: Inserted = null) =>
    html`<div>
      <dt>${label}</dt>
      <dd>${content}${small !== null && small !== '' && html`<small>${small}</small>`}</dd>
    </div>`;
  return html`<dl class="matter">
    ${row('Resources', html`<strong>${main}</strong>${each === '' ? rest.length > 0 && html`, ${listInWords(rest.map(amountInWords))}` : html`, ${each}`}`, [each === '' ? null : html`${listInWords(rest.map(amountInWords))} in total`, share.note !== '' && html`<span class="line">${share.note}</span>`])}
    ${row('Service', order.service_name, order.offer_name)}
    ${row('Period', html`<strong>${dayInWords(terms.startsOn)}</strong> to <strong>${dayInWords(terms.endsOn)}</strong>`, daysInWords(terms.startsOn, terms.endsOn))}
    ${row('Targets', html`Availability <strong>${percent(terms.availability)}</strong>, reliability <strong>${percent(terms.reliability)}</strong> per month`)}
    ${row('For', html`${order.project_name}${from !== '' && `, ${from}`}`, (details?.scientificDomains ?? []).join(', '))}
    ${row('Why', why.length > 0 ? why.map((text) => multiline(text)) : 'The customer gave no reason.', html`Contact: ${order.customer_name}, <a href="mailto:${order.customer_email}">${order.customer_email}</a>`)}
  </dl>`;
}

const listed = (parts: readonly (string | undefined)[]) =>
  parts.filter((part) => part !== undefined && part !== '').join(', ');

const speakers: Record<SharedMessage['role'], string> = {
  customer: 'customer',
  shifter: 'order desk',
  provider: 'resource centre',
  system: 'system',
};

/** The conversation so far and how many others are asked. */
export function background({ conversation, others, calendar }: ApprovalPageFacts): Html {
  const messages = conversation.length === 1 ? '1 message' : `${conversation.length} messages`;
  const centres = others === 1 ? '1 other resource centre' : `${others} other resource centres`;
  return html`<details id="conversation">
      <summary>Conversation so far, ${messages}</summary>
      ${conversation.length === 0 && html`<p class="muted">Nobody has written anything yet.</p>`}
      ${conversation.map(
        (message) =>
          html`<div class="message">
            <p>
              <strong>${message.author}</strong>
              <small>${speakers[message.role]}, ${time(message.at, dateAndTime(message.at, calendar))}</small>
            </p>
            ${multiline(message.body)}
          </div>`,
      )}
    </details>
    <details>
      <summary>Who else is asked: ${others === 0 ? 'nobody' : centres}</summary>
      <p class="muted">
        ${others === 0 ? 'Only you are asked for a part of this order at the moment.' : `The order desk asks ${centres} for other parts of this order. Each of them answers for itself.`}
      </p>
    </details>`;
}

/** What was answered, when and by whom, for ever. */
export function outcome(facts: ApprovalPageFacts): Html {
  const { share, order, calendar, phone } = facts;
  const { answer, counter } = share;
  const tone = share.state === 'validated' ? 'good' : share.state === 'rejected' ? 'bad' : '';
  const how =
    answer === null
      ? ''
      : {
          link: `by ${answer.by}`,
          account: `by ${answer.by}`,
          on_behalf: `noted by ${answer.by} of the order desk`,
          desk: `accepted by ${answer.by} of the order desk`,
        }[answer.how];
  const offered =
    counter &&
    html`<p>
      You offer ${amountsInWords(counter.resources)}, ${dayInWords(counter.startsOn)} to ${dayInWords(counter.endsOn)},
      availability ${percent(counter.availability)}, reliability ${percent(counter.reliability)}.
    </p>`;
  return html`<div class="outcome ${tone}" id="outcome">
    <h2>${outcomeTitle(facts)}</h2>
    ${answer && html`<p>${time(answer.at, dateAndTime(answer.at, calendar))}, ${how}.</p>`} ${offered}
    ${answer && answer.comment !== '' && html`<blockquote>${multiline(answer.comment)}</blockquote>`}
    <p>
      ${outcomeNext(facts)}
      ${share.delivered_at === null && order.state === 'in_progress' && `Was it a mistake? Call the order desk, ${phone}: it can reopen the answer.`}
    </p>
  </div>`;
}

function outcomeTitle({ share, order }: ApprovalCase): string {
  const what = shareInWords(share.resources, order.service_name);
  switch (share.state) {
    case 'countered':
      return `${share.site_name} offers changed terms`;
    case 'rejected':
      return `${share.site_name} cannot provide ${what}`;
    default:
      return share.answer?.how === 'desk'
        ? `The changed offer of ${share.site_name} is accepted: ${what}`
        : `${share.site_name} provides ${what}`;
  }
}

function outcomeNext({ share, order }: ApprovalCase): Inserted {
  if (share.state === 'countered') return 'The order desk decides and tells you by mail.';
  if (share.state === 'rejected') return 'The order desk looks for another site. You need to do nothing.';
  if (order.state === 'closed') return 'The order is closed. You can release the resources.';
  if (share.delivered_at !== null) return 'You reported it ready.';
  return order.state === 'approved'
    ? html`The order is approved: set it up, then <a href="#deliver">report it ready</a> below.`
    : 'You are asked to deliver once the order is approved.';
}

/** What was reported ready. */
export function delivered(
  grant: { text: string; url: string; secrets: number; at: string },
  calendar: WorkingCalendar,
): Html {
  return html`<h2>Reported ready</h2>
    <dl class="matter">
      <div>
        <dt>When</dt>
        <dd>${time(grant.at, dateAndTime(grant.at, calendar))}</dd>
      </div>
      ${
        grant.text !== '' &&
        html`<div>
          <dt>Text</dt>
          <dd>${multiline(grant.text)}</dd>
        </div>`
      }
      ${
        grant.url !== '' &&
        html`<div>
          <dt>Address</dt>
          <dd><a href="${grant.url}">${grant.url}</a></dd>
        </div>`
      }
      ${
        grant.secrets > 0 &&
        html`<div>
          <dt>Secret</dt>
          <dd>Kept for the customer</dd>
        </div>`
      }
    </dl>`;
}
