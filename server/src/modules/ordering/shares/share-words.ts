import type { Amount } from '#contracts/ordering/schemas';
import type { WorkingCalendar } from '#libs/working-time';

const lower = (label: string): string =>
  /^\p{Lu}{2}/u.test(label) ? label : label.charAt(0).toLowerCase() + label.slice(1);
const singular = (label: string): string => label.replace(/(?<=[^s])s$/, '');
const figure = (quantity: number): string => quantity.toLocaleString('en-GB', { maximumFractionDigits: 6 });

/** "20 virtual machines", "1 virtual machine", "320 GB memory", "80 CPU cores". */
export function amountInWords({ quantity, unit, label }: Pick<Amount, 'quantity' | 'unit' | 'label'>): string {
  const noun = lower(label);
  return unit === null
    ? `${figure(quantity)} ${quantity === 1 ? singular(noun) : noun}`
    : `${figure(quantity)} ${unit} ${noun}`;
}

/** "20 virtual machines, 80 CPU cores and 320 GB memory". */
export function amountsInWords(amounts: readonly Amount[]): string {
  return listInWords(amounts.map(amountInWords));
}

/** "a, b and c". */
export function listInWords(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** What the share is about, in a few words, for titles and subjects; the whole service where it has no numbers. */
export function shareInWords(resources: readonly Amount[], service: string): string {
  const first = resources.find(({ quantity }) => quantity > 0);
  return first === undefined || first.metric === 'service' ? service : amountInWords(first);
}

/** Each unit of a share: "each 4 CPU cores, 16 GB memory"; empty where that does not come out even. */
export function eachInWords(resources: readonly Amount[]): string {
  const [first, ...rest] = resources;
  if (first?.metric !== 'vm' || first.quantity <= 1) return '';
  const each = rest
    .filter(({ metric }) => ['cores', 'memory', 'disk', 'gpu'].includes(metric))
    .map((amount) => ({ ...amount, quantity: amount.quantity / first.quantity }));
  const isEven = each.length > 0 && each.every(({ quantity }) => Number.isInteger(quantity * 100));
  return isEven ? `each ${each.map(amountInWords).join(', ')}` : '';
}

/** "1 December 2026". */
export function dayInWords(day: string): string {
  return Temporal.PlainDate.from(day).toLocaleString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}

/** "1 Dec 2026", or "1 Dec" without the year. */
export function shortDay(day: string, { year = true } = {}): string {
  const date = Temporal.PlainDate.from(day);
  // ICU of some versions writes "Sept".
  const month = date.toLocaleString('en-GB', { month: 'long' }).slice(0, 3);
  return `${date.day} ${month}${year ? ` ${date.year}` : ''}`;
}

/** "Monday 23 November, 16:20", in the desk's zone. */
export function momentInWords(instant: string, { timezone }: Pick<WorkingCalendar, 'timezone'>): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timezone);
  const weekday = at.toLocaleString('en-GB', { weekday: 'long' });
  const month = at.toLocaleString('en-GB', { month: 'long' });
  return `${weekday} ${at.day} ${month}, ${clockTime(at)}`;
}

/** "16 November 2026, 14:32", in the desk's zone. */
export function dateAndTime(instant: string, { timezone }: Pick<WorkingCalendar, 'timezone'>): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO(timezone);
  return `${dayInWords(at.toPlainDate().toString())}, ${clockTime(at)}`;
}

/** The calendar day of an instant in the desk's zone. */
export function dayOfInstant(instant: string, { timezone }: Pick<WorkingCalendar, 'timezone'>): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

/** "15:20 UTC". */
export function utcTime(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

/** "180 days". */
export function daysInWords(startsOn: string, endsOn: string): string {
  const { days } = Temporal.PlainDate.from(startsOn).until(endsOn, { largestUnit: 'days' });
  return days === 1 ? '1 day' : `${figure(days)} days`;
}

function clockTime(at: Temporal.ZonedDateTime): string {
  return at.toPlainTime().toString({ smallestUnit: 'minute' });
}
