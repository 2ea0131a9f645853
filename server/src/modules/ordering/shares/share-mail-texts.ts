import type { ProjectInput } from '#contracts/ordering/schemas';
import { DAY, later } from '#kernel/clock';
import type { MailContent } from '#kernel/mail';
import type { WorkingCalendar } from '#libs/working-time';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import type { ShareEvent } from './share-events.ts';
import { linkDays } from './share-links.ts';
import {
  amountsInWords,
  dateAndTime,
  dayInWords,
  dayOfInstant,
  daysInWords,
  eachInWords,
  momentInWords,
  shareInWords,
  shortDay,
  shortMoment,
} from './share-words.ts';

/** A mail before it is known why this reader gets it. */
export interface ShareMail {
  readonly subject: string;
  readonly content: Omit<MailContent, 'because'>;
}

interface Given {
  readonly order: OrderRow;
  readonly share: ShareRecord;
  readonly calendar: WorkingCalendar;
  readonly federation: string;
  readonly phone: string;
}

type Rows = NonNullable<MailContent['rows']>;

const what = ({ order, share }: Given) => shareInWords(share.resources, order.service_name);

function period({ share }: Given): string {
  return `${dayInWords(share.starts_on)} to ${dayInWords(share.ends_on)} (${daysInWords(share.starts_on, share.ends_on)})`;
}

function resources({ share }: Given): string {
  const each = eachInWords(share.resources);
  return [`${amountsInWords(share.resources)}${each === '' ? '' : ` (${each})`}`, share.note]
    .filter((line) => line !== '')
    .join('\n');
}

/** The row of the share as the approval page shows it; at most six rows. */
function matter(given: Given, details: ProjectInput | undefined): Rows {
  const { order, share, calendar } = given;
  const from = [details?.organisation, details?.country].filter((part) => part !== undefined && part !== '').join(', ');
  const why = [details?.overview, order.comment].filter((text) => text !== undefined && text !== '').join('\n');
  return [
    ['Resources', resources(given)],
    ['Period', period(given)],
    ['Targets', `Availability ${Number(share.availability)} %, reliability ${Number(share.reliability)} % per month`],
    ['For', `${order.project_name}${from === '' ? '' : `, ${from}`}\n${order.customer_name}, ${order.customer_email}`],
    ...(why === '' ? [] : [['Why', why] as const]),
    ...(share.due_at === null ? [] : [['Answer by', momentInWords(share.due_at, calendar)] as const]),
  ];
}

/** Asks a resource centre for its share, or reminds it. */
export function askMail(
  given: Given & {
    event: ShareEvent;
    details: ProjectInput | undefined;
    url: string;
    occasion: 'sent' | 'reminder';
    /** The time for the answer is over. */
    isLate: boolean;
  },
): ShareMail {
  const { order, share, calendar, federation, phone, event, details, url, occasion, isLate } = given;
  const by =
    share.due_at === null ? '' : ` ${isLate ? 'It was due' : 'Answer by'} ${shortMoment(share.due_at, calendar)}`;
  const question = `Can ${share.site_name} provide ${what(given)}?`;
  const ends = shortDay(dayOfInstant(later(share.sent_at ?? order.submitted_at, linkDays * DAY), calendar));
  return {
    subject: `${occasion === 'reminder' ? 'Reminder: ' : ''}${question}${by}`,
    content: {
      opening: opening(given),
      rows: matter(given, details),
      ...(event.comment === '' ? {} : { quote: { by: 'The order desk', text: event.comment } }),
      button: { label: 'Answer this request', url },
      otherwise: `The page lets you say yes, yes with changes, or no, and ask the desk. If you do nothing, the desk reminds you and then asks another site. The link works until ${ends}. Phone of the desk: ${phone}.`,
    },
  };

  function opening({ event: { action } }: typeof given): string {
    const asks = `The order desk of ${federation} asks whether ${share.site_name} can provide ${what(given)} for order ${order.number}, ${order.service_name}.`;
    if (occasion === 'reminder') return `An answer is still missing. ${asks}`;
    if (action === 'refuse_counter') return `The order desk could not accept your changes and asks once more. ${asks}`;
    return action === 'reopen' ? `The order desk reopened your answer. ${asks}` : asks;
  }
}

/** Confirms to a resource centre what was answered in its name. */
export function answerMail(given: Given & { event: ShareEvent; url: string }): ShareMail {
  const { order, share, calendar, event, url, phone } = given;
  const { verb, next } = answered(given);
  const who =
    event.byRole === 'provider' ? `${share.site_name} ${verb}` : `The order desk noted that ${share.site_name} ${verb}`;
  return {
    subject: `Your answer: ${share.site_name} ${verb}`,
    content: {
      opening:
        event.action === 'accept_counter'
          ? `The order desk accepted the changed offer of ${share.site_name} for order ${order.number}.`
          : `${who} for order ${order.number}.`,
      rows: [
        ['Resources', share.counter ? amountsInWords(share.counter.resources) : amountsInWords(share.resources)],
        [
          'Period',
          share.counter
            ? `${dayInWords(share.counter.startsOn)} to ${dayInWords(share.counter.endsOn)}`
            : period(given),
        ],
        ...(share.answer
          ? ([['Answered', `${dateAndTime(share.answer.at, calendar)}, by ${share.answer.by}`]] as const)
          : []),
        ...(event.comment === '' ? [] : ([['Comment', event.comment]] as const)),
      ],
      paragraphs: [next],
      button: { label: 'Look at the answer', url },
      otherwise: `Is this wrong? Call the order desk, ${phone}: it can reopen the answer.`,
    },
  };
}

function answered({ share, event }: Given & { event: ShareEvent }): { verb: string; next: string } {
  switch (event.action) {
    case 'reject':
      return { verb: 'cannot provide it', next: 'The order desk looks for another site. You need to do nothing.' };
    case 'counter':
      return { verb: 'offers changed terms', next: 'The order desk decides and tells you.' };
    case 'accept_counter':
      return { verb: 'provides it with changes', next: 'You are asked to deliver once the order is approved.' };
    default:
      return {
        verb: `provides ${share.resources[0] === undefined ? 'it' : amountsInWords(share.resources)}`,
        next: 'You are asked to deliver once the order is approved.',
      };
  }
}

/** Tells a resource centre that it is not asked any more. */
export function noLongerMail(given: Given & { event: ShareEvent }): ShareMail {
  const { order, share, event, phone } = given;
  const because = event.because !== '' ? event.because : event.comment;
  return {
    subject: `No longer needed: ${what(given)} at ${share.site_name}`,
    content: {
      opening: `The order desk no longer asks ${share.site_name} for ${what(given)} of order ${order.number}${because === '' ? '' : `: ${because}`}.`,
      rows: [
        ['Resources', amountsInWords(share.resources)],
        ['Period', period(given)],
      ],
      otherwise: `You need to do nothing. The link of the earlier mail no longer takes an answer. Phone of the desk: ${phone}.`,
    },
  };
}

/** Asks a resource centre to deliver, or, without `url`, to release what it provides. */
export function deliverMail(given: Given & { url: string | undefined; closedOn: string }): ShareMail {
  const { order, share, calendar, url, closedOn } = given;
  const rows: Rows = [
    ['Resources', resources(given)],
    ['Period', period(given)],
    ['For', `${order.project_name}\n${order.customer_name}, ${order.customer_email}`],
  ];
  if (url === undefined) {
    return {
      subject: `Release ${what(given)} at ${share.site_name}`,
      content: {
        opening: `Order ${order.number} was closed on ${dayInWords(dayOfInstant(closedOn, calendar))}. ${share.site_name} can release what it provides for it.`,
        rows,
      },
    };
  }
  return {
    subject: `Approved: set up ${what(given)} at ${share.site_name}`,
    content: {
      opening: `Order ${order.number} is approved. The order desk asks ${share.site_name} to set up its share by ${dayInWords(share.starts_on)}.`,
      rows,
      paragraphs: ['Report it ready with what the customer needs to get in: a text, an address or a secret.'],
      button: { label: 'Report ready', url },
      otherwise: 'The customer waits until every resource centre has reported its share ready.',
    },
  };
}

/** Tells the desk what a resource centre did, or did not do. */
export function deskMail(
  given: Given & { event: ShareEvent; moment: 'answered' | 'delivered' | 'expired' | 'escalated' },
): ShareMail {
  const { order, share, event, moment } = given;
  const rows: Rows = [
    ['Resource centre', `${share.site_name}, ${share.contact_email}`],
    ['Resources', amountsInWords(share.resources)],
    ...(share.counter
      ? ([
          [
            'Offered',
            `${amountsInWords(share.counter.resources)}\n${dayInWords(share.counter.startsOn)} to ${dayInWords(share.counter.endsOn)}`,
          ],
        ] as const)
      : []),
  ];
  const quote = event.comment === '' ? {} : { quote: { by: event.byName, text: event.comment } };
  const { verb, next } = deskNews(given);
  return {
    subject: `${share.site_name} ${verb}`,
    content: {
      opening: `${share.site_name} ${verb} in order ${order.number}.`,
      rows,
      ...(moment === 'answered' ? quote : {}),
      otherwise: next,
    },
  };
}

function deskNews(given: Given & { event: ShareEvent; moment: string }): { verb: string; next: string } {
  const { moment, event } = given;
  switch (moment) {
    case 'delivered':
      return { verb: `reported ${what(given)} ready`, next: 'With the last share the order becomes ready by itself.' };
    case 'expired':
      return {
        verb: `did not answer about ${what(given)}`,
        next: 'The link has run out. Send the share again, or ask another resource centre.',
      };
    case 'escalated':
      return {
        verb: `has not answered about ${what(given)} for 5 working days`,
        next: 'It was reminded once more. A call may help.',
      };
    default:
      switch (event.action) {
        case 'reject':
          return {
            verb: `cannot provide ${what(given)}`,
            next: 'Ask another resource centre for it, or the customer to accept less.',
          };
        case 'counter':
          return {
            verb: `offers changed terms for ${what(given)}`,
            next: 'Accept the counter or refuse it on the page of the order.',
          };
        default:
          return { verb: `validated ${what(given)}`, next: 'The page of the order shows what is still missing.' };
      }
  }
}
