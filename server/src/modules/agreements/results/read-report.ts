import { z } from 'zod';
import { Month } from '#contracts/agreements/result-schemas';
import { CsvError, readCsvRecords } from '#libs/csv';
import type { SiteMonth } from './monthly-results.ts';

/** One line of a report: figures, or why they cannot be read. */
export type ReportLine =
  | { readonly line: number; readonly figures: SiteMonth }
  | { readonly line: number; readonly site: string; readonly month: string; readonly problem: string };

/** The text is no report at all. */
export class UnreadableReport extends Error {}

const columns = ['site', 'month', 'availability', 'reliability'] as const;

/**
 * Reads monthly figures: CSV with the columns site, month, availability, reliability and, where it is known, unknown; or a
 * JSON list of objects with the same names. Throws `UnreadableReport` for a text that is neither.
 */
export function readReport(text: string): ReportLine[] {
  const start = text.replace(/^\uFEFF/, '').trimStart();
  if (start === '') throw new UnreadableReport('There is nothing in it');
  return start.startsWith('[') || start.startsWith('{') ? readJson(start) : readTable(text);
}

function readTable(text: string): ReportLine[] {
  const [head = ''] = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const separator = head.includes(';') && !head.includes(',') ? ';' : ',';
  const names = head.split(separator).map((name) => name.replaceAll('"', '').trim().toLowerCase());
  const missing = columns.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new UnreadableReport(`The first row names no column ${missing.join(', ')}`);
  const lines: ReportLine[] = [];
  try {
    for (const { line, values } of readCsvRecords(text, { separator })) {
      const given = Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name.toLowerCase(), value.trim()]),
      );
      lines.push(readLine(line, given));
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableReport(error.message);
    throw error;
  }
  if (lines.length === 0) throw new UnreadableReport('There is no line below the names of the columns');
  return lines;
}

function readJson(text: string): ReportLine[] {
  let found: unknown;
  try {
    found = JSON.parse(text);
  } catch {
    throw new UnreadableReport('It begins like JSON and cannot be read as JSON');
  }
  const list = z
    .union([z.array(z.unknown()), z.object({ results: z.array(z.unknown()) }).transform(({ results }) => results)])
    .safeParse(found);
  if (!list.success) throw new UnreadableReport('The JSON is no list, and has no list named results');
  return list.data.map((item, index) => {
    const entry = z.record(z.string(), z.unknown()).safeParse(item);
    return entry.success
      ? readLine(index + 1, entry.data)
      : { line: index + 1, site: '', month: '', problem: 'is no object with site, month, availability, reliability' };
  });
}

function readLine(line: number, given: Readonly<Record<string, unknown>>): ReportLine {
  const text = (name: string) => {
    const value = given[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  };
  const site = text('site').slice(0, 200);
  const month = text('month').slice(0, 20);
  const wrong = (problem: string): ReportLine => ({ line, site, month, problem });
  if (site === '') return wrong('names no site');
  if (!Month.safeParse(month).success) return wrong(`month must be such as 2026-11, not "${month}"`);
  const figures: Record<'availability' | 'reliability' | 'unknown', number | null> = {
    availability: null,
    reliability: null,
    unknown: null,
  };
  for (const name of ['availability', 'reliability', 'unknown'] as const) {
    const written = text(name);
    // What monitoring could not compute is left empty, or is `n/a`.
    if (written === '' || /^(?:n\/?a|null)$/i.test(written)) continue;
    const value = /^\d{1,3}(?:\.\d{1,15})?$/.test(written) ? Number(written) : Number.NaN;
    if (!(value >= 0 && value <= 100))
      return wrong(`${name} must be percent from 0 to 100, not "${written.slice(0, 40)}"`);
    figures[name] = value;
  }
  return { line, figures: { site, month, ...figures } };
}
