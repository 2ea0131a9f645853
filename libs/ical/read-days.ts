import { contentLines, IcalError, textOf, type ContentLine } from './content-lines.ts';

export { IcalError } from './content-lines.ts';

/** A calendar day with the name of its event. */
export interface IcalDay {
  /** `2026-12-25`. */
  readonly day: string;
  readonly name: string;
}

/** Days from the first to the last, both included. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

const longestEvent = 366;
const mostDays = 5000;

/**
 * The days of the events of an iCalendar text (RFC 5545) that lie in a span, by day: events of one or several days,
 * once or every year. Events that are cancelled do not count. Throws `IcalError` for a text that is no calendar, and
 * for a repetition other than yearly, with the number of the line.
 */
export function readDays(text: string, span: Span): IcalDay[] {
  const days = new Map<string, string>();
  for (const event of eventsOf(contentLines(text))) {
    for (const day of daysOf(event, span)) {
      days.set(day, event.name);
      if (days.size > mostDays) throw new IcalError(event.line, `the calendar has more than ${mostDays} days`);
    }
  }
  return [...days].map(([day, name]) => ({ day, name })).toSorted((one, other) => (one.day < other.day ? -1 : 1));
}

interface Event {
  readonly line: number;
  readonly name: string;
  readonly start: Temporal.PlainDate;
  /** The day after the last one. */
  readonly end: Temporal.PlainDate;
  readonly repeats: {
    readonly every: number;
    readonly until: Temporal.PlainDate | null;
    readonly count: number | null;
  } | null;
  readonly except: ReadonlySet<string>;
}

function eventsOf(lines: readonly ContentLine[]): Event[] {
  const first = lines[0];
  if (first?.name !== 'BEGIN' || first.value.toUpperCase() !== 'VCALENDAR')
    throw new IcalError(first?.line ?? 1, 'a calendar begins with BEGIN:VCALENDAR');
  const events: Event[] = [];
  const open: { name: string; line: number; inside: ContentLine[] }[] = [];
  for (const line of lines) {
    const name = line.value.trim().toUpperCase();
    if (line.name === 'BEGIN') {
      open.push({ name, line: line.line, inside: [] });
    } else if (line.name === 'END') {
      const closed = open.pop();
      if (closed?.name !== name)
        throw new IcalError(
          line.line,
          closed ? `END:${name} where END:${closed.name} belongs` : `END:${name} without its BEGIN`,
        );
      const event = name === 'VEVENT' ? eventOf(closed.inside, closed.line) : undefined;
      if (event) events.push(event);
    } else {
      open.at(-1)?.inside.push(line);
    }
  }
  const left = open.at(-1);
  if (left) throw new IcalError(left.line, `BEGIN:${left.name} has no END`);
  return events;
}

function eventOf(lines: readonly ContentLine[], line: number): Event | undefined {
  const find = (name: string) => lines.find((one) => one.name === name);
  if (find('STATUS')?.value.toUpperCase() === 'CANCELLED') return undefined;
  const starts = find('DTSTART');
  if (!starts) throw new IcalError(line, 'the event has no DTSTART');
  const start = dayOf(starts);
  const ends = find('DTEND');
  // An end with a time is on the last day; one without is the day after it.
  const after = ends && dayOf(ends).add({ days: isDay(ends) ? 0 : 1 });
  const end = after && Temporal.PlainDate.compare(after, start) > 0 ? after : start.add({ days: 1 });
  if (start.until(end).days > longestEvent) throw new IcalError(ends?.line ?? line, 'the event is longer than a year');
  const rule = find('RRULE');
  const name = textOf(find('SUMMARY')?.value ?? '');
  return {
    line,
    name: name === '' ? 'Holiday' : name.slice(0, 120),
    start,
    end,
    repeats: rule ? repetitionOf(rule) : null,
    except: new Set(
      lines
        .filter((one) => one.name === 'EXDATE')
        .flatMap((one) => one.value.split(',').map((value) => dayOf({ ...one, value }).toString())),
    ),
  };
}

const isDay = ({ value }: ContentLine) => /^\d{8}$/.test(value.trim());

function dayOf({ line, name, value }: ContentLine): Temporal.PlainDate {
  const found = /^(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?$/.exec(value.trim());
  if (!found) throw new IcalError(line, `${name} is no day such as 20261225`);
  const [, year, month, day] = found.map(Number);
  try {
    return Temporal.PlainDate.from({ year: year ?? 0, month: month ?? 0, day: day ?? 0 }, { overflow: 'reject' });
  } catch {
    throw new IcalError(line, `there is no day ${value.trim().slice(0, 8)}`);
  }
}

function repetitionOf(rule: ContentLine): Event['repeats'] {
  const parts = new Map(
    rule.value.split(';').map((part) => {
      const [key = '', value = ''] = part.split('=');
      return [key.trim().toUpperCase(), value.trim().toUpperCase()] as const;
    }),
  );
  const other = [...parts.keys()].find((key) => !['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST'].includes(key));
  if (parts.get('FREQ') !== 'YEARLY' || other !== undefined)
    throw new IcalError(rule.line, 'only events that repeat on the same day every year are read (RRULE:FREQ=YEARLY)');
  const number = (key: string) => {
    const value = parts.get(key);
    if (value === undefined) return undefined;
    if (!/^[1-9]\d{0,3}$/.test(value)) throw new IcalError(rule.line, `${key} is no number from 1 to 9999`);
    return Number(value);
  };
  const until = parts.get('UNTIL');
  return {
    every: number('INTERVAL') ?? 1,
    count: number('COUNT') ?? null,
    until: until === undefined ? null : dayOf({ ...rule, name: 'UNTIL', value: until }),
  };
}

function* daysOf({ start, end, repeats, except }: Event, { from, to }: Span): Generator<string> {
  const length = start.until(end).days;
  for (let time = 0; ; time += 1) {
    if (repeats?.count !== null && repeats !== null && time >= repeats.count) return;
    const first = start.add({ years: time * (repeats?.every ?? 1) });
    if (repeats?.until && Temporal.PlainDate.compare(first, repeats.until) > 0) return;
    if (first.toString() > to) return;
    // 29 February comes only in leap years.
    if (first.day === start.day && !except.has(first.toString())) {
      for (let day = 0; day < length; day += 1) {
        const found = first.add({ days: day }).toString();
        if (from <= found && found <= to) yield found;
      }
    }
    if (repeats === null) return;
  }
}
