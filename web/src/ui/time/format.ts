import { t } from '../../app/messages.ts';

/*
 * Times and durations as people here read them (ui.md 9): `1 Dec 2026`, `14:32`, today as time only, this week as `2 d ago`,
 * then `16 Nov`. Always 24 hours, always the reader's zone; UTC stands in the tooltip.
 */
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

export interface Reader {
  readonly now: number;
  /** IANA name; the browser's own where absent. */
  readonly zone?: string;
}

interface Wall {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly weekday: string;
  readonly time: string;
  /** Days since 1970 of the calendar day in that zone. */
  readonly dayNumber: number;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const formats = new Map<string, Intl.DateTimeFormat>();
let chosenZone: string | undefined;

/** Shows every time in the zone that the reader chose; null follows the browser. */
export function chooseZone(zone: string | null): void {
  chosenZone = zone ?? undefined;
}

/** The zone in which times are shown now. */
export function readerZone(): string {
  return chosenZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function formatIn(given: string | undefined): Intl.DateTimeFormat {
  const zone = given ?? chosenZone;
  const key = zone ?? '';
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...(zone === undefined ? {} : { timeZone: zone }),
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  formats.set(key, made);
  return made;
}

function wallOf(instant: number, zone?: string): Wall {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatIn(zone).formatToParts(instant)) part[type] = value;
  const { year = '', month = '1', day = '', weekday = '', hour = '', minute = '' } = part;
  return {
    year,
    month: monthNames[Number(month) - 1] ?? '',
    day: String(Number(day)),
    weekday,
    time: `${hour}:${minute}`,
    dayNumber: Math.round(Date.UTC(Number(year), Number(month) - 1, Number(day)) / dayMs),
  };
}

/** `14:32`, `Yesterday`, `3 d ago`, `16 Nov`, `16 Nov 2025`: for cells and lists. */
export function formatShort(iso: string, { now, zone }: Reader): string {
  const then = wallOf(Date.parse(iso), zone);
  const today = wallOf(now, zone);
  const days = today.dayNumber - then.dayNumber;
  if (days === 0) return then.time;
  if (days === 1) return t('Yesterday');
  if (days === -1) return t('Tomorrow');
  if (days > 1 && days < 7) return t('{days} d ago', { days });
  return then.year === today.year ? `${then.day} ${then.month}` : `${then.day} ${then.month} ${then.year}`;
}

/** Inside a sentence, after `since` or `seen`: `today 14:32`, `yesterday`, `16 Nov`, `16 Nov 2025`. */
export function formatWithin(iso: string, { now, zone }: Reader): string {
  const then = wallOf(Date.parse(iso), zone);
  const today = wallOf(now, zone);
  const days = today.dayNumber - then.dayNumber;
  if (days === 0) return t('today {time}', { time: then.time });
  if (days === 1) return t('yesterday');
  if (days === -1) return t('tomorrow');
  return then.year === today.year ? `${then.day} ${then.month}` : `${then.day} ${then.month} ${then.year}`;
}

/** `14:32`, `Yesterday 16:40`, `Mon 16 Nov 16:20`, `16 Nov 2025 16:20`: for timelines and deadlines. */
export function formatLong(iso: string, { now, zone }: Reader): string {
  const then = wallOf(Date.parse(iso), zone);
  const today = wallOf(now, zone);
  const days = today.dayNumber - then.dayNumber;
  if (days === 0) return then.time;
  if (days === 1) return t('Yesterday {time}', { time: then.time });
  if (days === -1) return t('Tomorrow {time}', { time: then.time });
  if (then.year !== today.year) return `${then.day} ${then.month} ${then.year} ${then.time}`;
  return `${then.weekday} ${then.day} ${then.month} ${then.time}`;
}

/** `Mon 23 Nov 2026 16:20 (15:20 UTC)`: everything there is to say, for tooltips. */
export function formatFull(iso: string, zone?: string): string {
  const instant = Date.parse(iso);
  const here = wallOf(instant, zone);
  const utc = wallOf(instant, 'UTC');
  const utcDay = utc.dayNumber === here.dayNumber ? '' : `${utc.day} ${utc.month} `;
  return `${here.weekday} ${here.day} ${here.month} ${here.year} ${here.time} (${utcDay}${utc.time} UTC)`;
}

/** A calendar day, which has no zone: `1 Dec 2026`, or `1 Dec` where the year goes without saying. */
export function formatDay(day: string, { year = true }: { year?: boolean } = {}): string {
  const [y = '', m = '1', d = ''] = day.slice(0, 10).split('-');
  const short = `${Number(d)} ${monthNames[Number(m) - 1] ?? ''}`;
  return year ? `${short} ${y}` : short;
}

/** A calendar day inside a sentence: `1 Dec`, or `29 May 2027` where it is not of this year. */
export function formatDayWithin(day: string, { now, zone }: Reader): string {
  return formatDay(day, { year: !day.startsWith(wallOf(now, zone).year) });
}

/** `6 h old`, `16 d old`. */
export function formatAge(iso: string, { now }: Reader): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(iso)) / minuteMs));
  if (minutes < 60) return t('{n} m old', { n: minutes });
  if (minutes < 48 * 60) return minutes < 24 * 60 ? t('{n} h old', { n: Math.floor(minutes / 60) }) : t('1 d old');
  return t('{n} d old', { n: Math.floor(minutes / (24 * 60)) });
}

/** Wall time in a zone, `14:32`. */
export function formatTime(instant: number, zone?: string): string {
  return wallOf(instant, zone).time;
}

/** Name of the reader's place as a person says it: `Europe/Amsterdam` is `Amsterdam`. */
export function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

const workingDayMinutes = 8 * 60;

/** Working time, one day being eight hours: `35 m`, `1 h 02 m`, `2 h`, `6 d 1 h`. */
export function formatWorkingTime(minutes: number): string {
  const total = Math.max(0, Math.round(minutes));
  if (total < 60) return t('{m} m', { m: total });
  if (total < workingDayMinutes) {
    const rest = total % 60;
    const hours = Math.floor(total / 60);
    return rest === 0 ? t('{h} h', { h: hours }) : t('{h} h {m} m', { h: hours, m: String(rest).padStart(2, '0') });
  }
  const days = Math.floor(total / workingDayMinutes);
  const hours = Math.floor((total % workingDayMinutes) / 60);
  return hours === 0 ? t('{d} d', { d: days }) : t('{d} d {h} h', { d: days, h: hours });
}

/** Size of a file: `912 B`, `4.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `99.2`, one digit after the point, as availability is shown in tables and cells. */
export function formatPercent(value: number): string {
  return value.toFixed(1);
}
