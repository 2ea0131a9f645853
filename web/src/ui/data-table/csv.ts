import type { Column } from './columns.ts';

type Value = string | number | boolean | null;

/** One value as CSV; a leading sign of a formula is disarmed, so that a spreadsheet does not run it. */
export function csvCell(value: Value): string {
  const text = value === null ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What is shown as CSV: columns that have raw values, a head in English, lines ended by CRLF. */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const written = columns.flatMap(({ header, value }) => (value ? [{ header, value }] : []));
  const lines = [written.map(({ header }) => csvCell(header)), ...rows.map((row) => written.map(({ value }) => csvCell(value(row))))];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** Hands a text to the reader as a file. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

/** `orders-2026-11-20.csv`, by the day in UTC. */
export function csvName(noun: string, now: number): string {
  return `${noun}-${new Date(now).toISOString().slice(0, 10)}.csv`;
}
