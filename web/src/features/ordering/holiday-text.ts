import type { GroupCalendar } from '#contracts/ordering/desk-schemas';

type Holidays = GroupCalendar['holidays'];

/** One holiday a line: `2026-12-25 Christmas`. */
export function holidayText(holidays: Holidays): string {
  return holidays.map(({ day, name }) => `${day} ${name}`.trim()).join('\n');
}

/** Reads what `holidayText` writes; undefined where a line is no day. */
export function holidaysOf(text: string): Holidays | undefined {
  const found: Holidays = [];
  for (const line of text.split('\n').map((part) => part.trim())) {
    if (line === '') continue;
    const [, day, name] = /^(\d{4}-\d{2}-\d{2})(?:\s+(.*))?$/.exec(line) ?? [];
    if (day === undefined) return undefined;
    found.push({ day, name: name ?? '' });
  }
  return found;
}
