import type { Actor } from '#kernel/access';
import { AppError } from '#kernel/errors';
import { sha256 } from '#kernel/ids';
import { readCsvRecords } from '#libs/csv';
import type { DateOrder } from './legacy-dates.ts';
import { knownOffers, recogniseOrder } from './recognise-order.ts';
import type { OrderingContext } from '../ordering-context.ts';
import { placeOrder } from '../orders/place-order.ts';
import { tables } from '../tables.ts';

/** One order of a file, with the line on which it stands. */
export interface SourceLine {
  readonly line: number;
  readonly text: string;
}

/** What becomes of one line. */
export interface ImportLine {
  readonly line: number;
  readonly outcome: 'recognised' | 'imported' | 'already_there' | 'unknown_offer' | 'error';
  /** Number of the order, once it is there. */
  readonly number?: number;
  readonly service?: string;
  readonly offer?: string | null;
  /** Dates that may be read in two ways, and what else is odd. */
  readonly notes: readonly string[];
}

export interface ImportReport {
  readonly lines: readonly ImportLine[];
  readonly counts: Readonly<Record<ImportLine['outcome'] | 'ambiguous', number>>;
}

export interface ImportRequest {
  readonly lines: readonly SourceLine[];
  readonly dateOrder: DateOrder;
  /** Who orders, and in which project; absent for a preview. */
  readonly apply?: { readonly customer: Actor; readonly project: number };
  readonly progress?: (done: number, of: number) => void;
}

/** Takes the orders out of a file: one a line, or in a column of a CSV file with a head. */
export function readSourceLines(text: string, column?: string): SourceLine[] {
  if (column === undefined) {
    return text
      .split(/\r?\n/)
      .flatMap((line, index) => (line.trim() === '' || line.startsWith('#') ? [] : [{ line: index + 1, text: line }]));
  }
  return [...readCsvRecords(text)].flatMap(({ line, values: record }) => {
    const value = record[column];
    if (value === undefined) {
      throw new AppError(
        'invalid',
        'unknown_column',
        `There is no column "${column}". The columns are ${Object.keys(record).join(', ')}`,
      );
    }
    return value.trim() === '' ? [] : [{ line, text: value }];
  });
}

/**
 * Reads orders of older tools (ordering.md 4.10, 4.11) and, with `apply`, places each in a transaction of its own. What
 * cannot be read is reported with its line and the rest goes on. The same text is taken once for each time it stands in
 * the file, so that a second run changes nothing.
 */
export const importOrders =
  (context: OrderingContext) =>
  async ({ lines, dateOrder, apply, progress }: ImportRequest): Promise<ImportReport> => {
    const known = await knownOffers(context);
    const seen = new Map<string, number>();
    const report: ImportLine[] = [];
    for (const [index, source] of lines.entries()) {
      const hash = sha256(source.text.trim());
      const nth = (seen.get(hash) ?? 0) + 1;
      seen.set(hash, nth);
      report.push(await importLine(source, `so1:${hash}:${nth}`));
      progress?.(index + 1, lines.length);
    }
    const count = (outcome: ImportLine['outcome']) => report.filter((line) => line.outcome === outcome).length;
    return {
      lines: report,
      counts: {
        recognised: count('recognised'),
        imported: count('imported'),
        already_there: count('already_there'),
        unknown_offer: count('unknown_offer'),
        error: count('error'),
        ambiguous: report.filter(({ notes }) => notes.some((note) => note.startsWith('ambiguous date'))).length,
      },
    };

    async function importLine({ line, text }: SourceLine, key: string): Promise<ImportLine> {
      const read = recogniseOrder(context, known, text, { dateOrder });
      const { notes, service, offerName } = read;
      const named = { line, ...(service === undefined ? {} : { service, offer: offerName ?? null }) };
      if (read.outcome !== 'recognised') return { ...named, outcome: read.outcome, notes };
      const { offer, given } = read;
      if (!apply) return { ...named, outcome: 'recognised', notes };
      try {
        return await context.kernel.database.transact(async (tx) => {
          const there = await tables(tx)
            .selectFrom('ordering.orders')
            .select('number')
            .where('source_key', '=', key)
            .executeTakeFirst();
          if (there) return { ...named, outcome: 'already_there', number: there.number, notes };
          const order = await placeOrder(context)(
            tx,
            apply.customer,
            {
              project: apply.project,
              offer: offer.ref,
              parameters: given,
              comment: '',
              ...(offer.voucherable ? { voucher: { request: true as const } } : {}),
            },
            { source: 'import', key, raw: text.trim() },
          );
          return { ...named, outcome: 'imported', number: order.number, notes };
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return { ...named, outcome: 'error', notes: [error.message, ...notes] };
      }
    }
  };
