import { writeCsv } from '#libs/csv';

const outcomes = ['imported', 'to_complete', 'updated', 'unchanged', 'left_out', 'failed'] as const;
export type TicketOutcome = (typeof outcomes)[number];

/** What became of one ticket. */
export interface TicketReport {
  readonly key: string;
  readonly kind: 'order' | 'project' | null;
  readonly outcome: TicketOutcome;
  /** Number of the order or the project, once it is there. */
  readonly number: number | null;
  /** What came with it now. */
  readonly comments: number;
  readonly files: number;
  readonly states: number;
  /** What was left out, or is in doubt; why it waits to be completed. */
  readonly notes: readonly string[];
}

export interface JiraImportReport {
  readonly source: string;
  readonly project: string;
  readonly dryRun: boolean;
  /** Day or moment from which an import that had been broken off went on. */
  readonly wentOnFrom: string | null;
  /** Whether every ticket was looked at. */
  readonly complete: boolean;
  /** Why it ended before; null where it did not. */
  readonly brokenOff: string | null;
  readonly counts: Readonly<Record<TicketOutcome | 'comments' | 'files' | 'states' | 'doubtful', number>>;
  readonly tickets: readonly TicketReport[];
}

export function countsOf(tickets: readonly TicketReport[]): JiraImportReport['counts'] {
  const of = (outcome: TicketOutcome) => tickets.filter((ticket) => ticket.outcome === outcome).length;
  const sum = (what: 'comments' | 'files' | 'states') => tickets.reduce((all, ticket) => all + ticket[what], 0);
  return {
    imported: of('imported'),
    to_complete: of('to_complete'),
    updated: of('updated'),
    unchanged: of('unchanged'),
    left_out: of('left_out'),
    failed: of('failed'),
    comments: sum('comments'),
    files: sum('files'),
    states: sum('states'),
    doubtful: tickets.filter(({ notes }) => notes.length > 0).length,
  };
}

/** The tickets of a report as CSV, one a line. */
export function reportCsv({ tickets }: JiraImportReport): string {
  const rows = [
    ['key', 'kind', 'outcome', 'number', 'comments', 'files', 'states', 'notes'],
    ...tickets.map(({ key, kind, outcome, number, comments, files, states, notes }) => [
      key,
      kind ?? '',
      outcome,
      number ?? '',
      comments,
      files,
      states,
      notes.join('; '),
    ]),
  ];
  return writeCsv(rows, { forSpreadsheets: true });
}
