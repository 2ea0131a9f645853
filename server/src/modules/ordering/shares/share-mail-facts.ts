import type { ProjectInput } from '#contracts/ordering/project-schemas';
import { DAY, later } from '#kernel/clock';
import { dayIn, daysIn, momentIn, periodIn, weekdayIn, type InLanguage, type MailFrame } from '#kernel/mail-texts';
import type { WorkingCalendar } from '#libs/working-time';
import type { OrderRow, ShareRecord } from '../orders/order.ts';
import type { ShareEvent } from './share-events.ts';
import { linkDays } from './share-links.ts';
import { amountsInWords, dayOfInstant, eachInWords, shareInWords } from './share-words.ts';
import { orderingLabels as label } from '../mail-labels.ts';

export interface Given {
  readonly order: OrderRow;
  readonly share: ShareRecord;
  readonly calendar: WorkingCalendar;
  readonly federation: string;
  readonly phone: string;
}

type Rows = NonNullable<MailFrame['rows']>;

/** `1 December 2026 – 30 May 2027 (181 days)`. */
export function daysOfPeriod(startsOn: string, endsOn: string): InLanguage {
  const { days } = Temporal.PlainDate.from(startsOn).until(endsOn, { largestUnit: 'days' });
  return (language) => `${periodIn(startsOn, endsOn)(language)} (${daysIn(days)(language)})`;
}

/** What every text of a mail about a share may name. Resource centres read them: public facts alone. */
export const shareFacts = (given: Given) => ({
  'order.number': given.order.number,
  'service.name': given.order.service_name,
  'project.name': given.order.project_name,
  'site.name': given.share.site_name,
  'share.what': shareInWords(given.share.resources, given.order.service_name),
  'share.starts_on': dayIn(given.share.starts_on),
  'share.ends_on': dayIn(given.share.ends_on),
  'federation.name': given.federation,
  'desk.phone': given.phone,
});

/** The same for a mail that asks: until when the answer is due, and how long its link works. */
export const askFacts = (given: Given, isLate: boolean) => {
  const { order, share, calendar } = given;
  return {
    ...shareFacts(given),
    'answer.by': share.due_at === null ? '' : weekdayIn(dayOfInstant(share.due_at, calendar)),
    'answer.is_late': isLate,
    'link.works_until': dayIn(
      dayOfInstant(later(share.sent_at ?? order.submitted_at, linkDays * DAY), calendar),
      'short',
    ),
  };
};

/** The same for a mail that confirms an answer. */
export const answerFacts = (given: Given, { byRole }: ShareEvent) => ({
  ...shareFacts(given),
  'answer.by_desk': byRole !== 'provider',
  'share.amounts': given.share.resources[0] === undefined ? 'it' : amountsInWords(given.share.resources),
});

const period = ({ share }: Given) => daysOfPeriod(share.starts_on, share.ends_on);

function resources({ share }: Given): string {
  const each = eachInWords(share.resources);
  return [`${amountsInWords(share.resources)}${each === '' ? '' : ` (${each})`}`, share.note]
    .filter((line) => line !== '')
    .join('\n');
}

/** The row of the share as the approval page shows it; at most six rows. */
export function askRows(given: Given, details: ProjectInput | undefined): Rows {
  const { order, share, calendar } = given;
  const from = [details?.organisation, details?.country].filter((part) => part !== undefined && part !== '').join(', ');
  const why = [details?.overview, order.comment].filter((text) => text !== undefined && text !== '').join('\n');
  return [
    [label.resources, resources(given)],
    [label.period, period(given)],
    [
      label.targets,
      `Availability ${Number(share.availability)} %, reliability ${Number(share.reliability)} % per month`,
    ],
    [
      label.for,
      `${order.project_name}${from === '' ? '' : `, ${from}`}\n${order.customer_name}, ${order.customer_email}`,
    ],
    ...(why === '' ? [] : [[label.why, why] as const]),
    ...(share.due_at === null ? [] : [[label.answerBy, momentIn(share.due_at, calendar.timezone)] as const]),
  ];
}

/** What was answered in the name of a resource centre. */
export function answerRows(given: Given, { comment }: ShareEvent): Rows {
  const { share, calendar } = given;
  const { counter, answer } = share;
  return [
    [label.resources, amountsInWords(counter ? counter.resources : share.resources)],
    [label.period, counter ? periodIn(counter.startsOn, counter.endsOn) : period(given)],
    ...(answer
      ? ([
          [label.answered, (language: string) => `${momentIn(answer.at, calendar.timezone)(language)}, ${answer.by}`],
        ] as const)
      : []),
    ...(comment === '' ? [] : ([[label.comment, comment]] as const)),
  ];
}

/** What is no longer asked for. */
export const noLongerRows = (given: Given): Rows => [
  [label.resources, amountsInWords(given.share.resources)],
  [label.period, period(given)],
];

/** What is to be delivered, or released. */
export const deliverRows = (given: Given): Rows => [
  [label.resources, resources(given)],
  [label.period, period(given)],
  [label.for, `${given.order.project_name}\n${given.order.customer_name}, ${given.order.customer_email}`],
];

/** A share as the desk reads of it. */
export function deskRows({ share }: Given): Rows {
  const { counter } = share;
  return [
    [label.site, `${share.site_name}, ${share.contact_email}`],
    [label.resources, amountsInWords(share.resources)],
    ...(counter
      ? [
          [
            label.offered,
            (language: string) =>
              `${amountsInWords(counter.resources)}\n${periodIn(counter.startsOn, counter.endsOn)(language)}`,
          ] as const,
        ]
      : []),
  ];
}
