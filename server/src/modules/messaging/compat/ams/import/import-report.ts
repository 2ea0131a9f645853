import { writeCsv } from '#libs/csv';

const outcomes = ['imported', 'updated', 'unchanged', 'left_out'] as const;
export type AmsOutcome = (typeof outcomes)[number];

/** What became of one project, user, schema, topic or subscription. */
export interface AmsItemReport {
  readonly kind: 'project' | 'user' | 'schema' | 'topic' | 'subscription';
  /** Its name; of a schema, a topic or a subscription behind that of its project: `ARGO/metric_data`. */
  readonly name: string;
  readonly outcome: AmsOutcome;
  /** What was left out, or is to be looked at. */
  readonly notes: readonly string[];
}

export interface AmsImportReport {
  /** Address of the other service. */
  readonly source: string;
  readonly dryRun: boolean;
  /** Whether everything was looked at. */
  readonly complete: boolean;
  /** Why it ended before; null where it did not. */
  readonly brokenOff: string | null;
  readonly counts: Readonly<Record<AmsOutcome, number>>;
  readonly items: readonly AmsItemReport[];
}

export function amsCounts(items: readonly AmsItemReport[]): AmsImportReport['counts'] {
  const of = (outcome: AmsOutcome) => items.filter((item) => item.outcome === outcome).length;
  return {
    imported: of('imported'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    left_out: of('left_out'),
  };
}

/** The items of a report as CSV, one a line. */
export const amsReportCsv = ({ items }: AmsImportReport): string =>
  writeCsv(
    [
      ['kind', 'name', 'outcome', 'notes'],
      ...items.map(({ kind, name, outcome, notes }) => [kind, name, outcome, notes.join('; ')]),
    ],
    { forSpreadsheets: true },
  );
