import type { JqlOperand } from '#libs/jql';

const units = { y: 'years', M: 'months', w: 'weeks', d: 'days', h: 'hours', m: 'minutes' } as const;
const relative = /^([+-]?)(\d{1,6})([yMwdhm]?)$/;

interface Now {
  readonly now: string;
  readonly timezone: string;
}

/** The moment that a date of a query stands for, as ISO text; undefined where it is no date. */
export function momentOf(operand: JqlOperand, at: Now): string | undefined {
  try {
    const here = Temporal.Instant.from(at.now).toZonedDateTimeISO(at.timezone);
    const moment =
      operand.kind === 'value'
        ? fromText(operand.text, here)
        : operand.kind === 'call'
          ? fromCall(operand, here)
          : undefined;
    return moment?.toInstant().toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function fromText(text: string, here: Temporal.ZonedDateTime): Temporal.ZonedDateTime | undefined {
  if (relative.test(text)) return moved(here, text, 'm');
  const [, year, month, day, hours = '0', minutes = '0'] =
    /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  return Temporal.PlainDateTime.from(
    { year: Number(year), month: Number(month), day: Number(day), hour: Number(hours), minute: Number(minutes) },
    { overflow: 'reject' },
  ).toZonedDateTime(here.timeZoneId);
}

/** `-1d`, `2w`, `4h`; a bare number counts in the unit given. */
function moved(
  from: Temporal.ZonedDateTime,
  text: string,
  unit: keyof typeof units,
): Temporal.ZonedDateTime | undefined {
  const [, sign, count = '', given] = relative.exec(text) ?? [];
  if (count === '') return undefined;
  const named = given === undefined || given === '' ? unit : (given as keyof typeof units);
  return from.add({ [units[named]]: Number(count) * (sign === '-' ? -1 : 1) });
}

type Call = Extract<JqlOperand, { kind: 'call' }>;

function fromCall({ name, given }: Call, here: Temporal.ZonedDateTime): Temporal.ZonedDateTime | undefined {
  const [, edge, span] = /^(start|end)Of(Day|Week|Month|Year)$/i.exec(name) ?? [];
  if (edge === undefined || span === undefined) return /^now$/i.test(name) ? here : undefined;
  const unit = ({ day: 'd', week: 'w', month: 'M', year: 'y' } as const)[span.toLowerCase() as 'day'];
  const from = given[0] === undefined ? here : moved(here, given[0], unit);
  if (!from) return undefined;
  const first = {
    d: from,
    w: from.subtract({ days: from.dayOfWeek - 1 }),
    M: from.with({ day: 1 }),
    y: from.with({ month: 1, day: 1 }),
  };
  const start = first[unit].startOfDay();
  return edge.toLowerCase() === 'start' ? start : start.add({ [units[unit]]: 1 }).subtract({ milliseconds: 1 });
}
