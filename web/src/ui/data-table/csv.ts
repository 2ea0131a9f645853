import { writeCsv } from '#libs/csv';

import type { Column } from './columns.ts';

/** What is shown as CSV: columns that have raw values, with a head in English. */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const written = columns.flatMap(({ header, value }) => (value ? [{ header, value }] : []));
  return writeCsv([written.map(({ header }) => header), ...rows.map((row) => written.map(({ value }) => value(row)))], {
    forSpreadsheets: true,
  });
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
