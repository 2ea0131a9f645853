import { z } from 'zod';
import { OrderType } from '#contracts/catalogue/access';
import { ParameterList } from '#contracts/catalogue/parameters';
import { invalid } from '#kernel/errors';

const Name = z.string().trim().min(1).max(255);
const Text = z.string().trim().max(10_000);

/** One entry of a file of offers; only the first four keys are demanded. */
export const OfferEntry = z
  .object({
    category: Name,
    service: Name,
    offer: Name,
    parameters: ParameterList,
    provider: Name.optional(),
    tagline: z.string().trim().max(300).optional(),
    description: Text.optional(),
    order_type: OrderType.optional(),
    internal: z.boolean().optional(),
    order_url: z.union([z.literal(''), z.httpUrl().max(1000)]).optional(),
    voucherable: z.boolean().optional(),
  })
  .strict();
export type OfferEntry = z.infer<typeof OfferEntry>;

export interface ReadEntry {
  /** Place in the file, from 1. */
  readonly index: number;
  /** What it calls itself, for the report. */
  readonly name: string;
  readonly entry?: OfferEntry;
  /** Why it cannot be used, path first. */
  readonly problem?: string;
}

/**
 * Reads a file of offers: a JSON array, one JSON object, or one object a line. A broken entry is answered with its
 * problem beside the good ones; only a file of which nothing can be read is refused.
 */
export function readOfferEntries(text: string): ReadEntry[] {
  const content = text.replace(/^\uFEFF/, '').trim();
  if (content === '') throw invalid('file_empty', [{ path: 'file', message: 'The file holds no offers' }]);
  return content.startsWith('[') ? readArray(content) : readLines(content);
}

function readArray(content: string): ReadEntry[] {
  const found = parsed(content);
  if ('problem' in found) {
    throw invalid('file_unreadable', [{ path: 'file', message: `The file is no JSON array: ${found.problem}` }]);
  }
  return Array.isArray(found.value) ? found.value.map((value: unknown, index) => readEntry(value, index + 1)) : [];
}

function readLines(content: string): ReadEntry[] {
  const whole = parsed(content);
  if ('value' in whole) return [readEntry(whole.value, 1)];
  const lines = content.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    const found = parsed(line);
    const place = index + 1;
    if ('value' in found) return readEntry(found.value, place);
    return { index: place, name: `entry ${place}`, problem: `no JSON: ${found.problem}` };
  });
}

function parsed(text: string): { value: unknown } | { problem: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function readEntry(value: unknown, index: number): ReadEntry {
  const name = nameOf(value) ?? `entry ${index}`;
  if (holdsNul(value)) return { index, name, problem: 'a text holds a NUL character' };
  const found = OfferEntry.safeParse(value);
  if (found.success) return { index, name, entry: found.data };
  return { index, name, problem: found.error.issues.map(problemOf).slice(0, 5).join('; ') };
}

function problemOf({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`;
}

function nameOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { service, offer } = value as { service?: unknown; offer?: unknown };
  const parts = [service, offer].filter((part) => typeof part === 'string' && part.trim() !== '');
  return parts.length === 0 ? undefined : parts.join(' / ').slice(0, 200);
}

// PostgreSQL keeps no NUL character, neither in text nor in jsonb.
function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, part]) => key.includes('\0') || holdsNul(part));
}
