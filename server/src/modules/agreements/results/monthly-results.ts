import type { Read } from '#kernel/database';
import { currentResults } from './sql-result-store.ts';

/** What was measured at a resource centre in a month, in percent, unrounded; null where nothing was. */
export interface SiteMonth {
  readonly site: string;
  readonly month: string;
  readonly availability: number | null;
  readonly reliability: number | null;
  readonly unknown: number | null;
}

/** Monthly results of resource centres, whoever measures them. */
export interface MonthlyResults {
  /** Every month of these sites that figures exist for, in no order. */
  of(read: Read, sites: readonly string[]): Promise<readonly SiteMonth[]>;
}

/** The figures that coordinators reported, until a monitoring answers. */
export const reportedResults: MonthlyResults = { of: currentResults };
