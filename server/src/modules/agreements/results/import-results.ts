import type { ReportAnswer, ReportInput } from '#contracts/agreements/result-schemas';
import { require, type Actor } from '#kernel/access';
import type { Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { Dependencies } from '../dependencies.ts';
import { mayReportResults } from '../policies.ts';
import { tellSite } from './result-events.ts';
import { readReport, UnreadableReport, type ReportLine } from './read-report.ts';
import type { SiteMonth } from './monthly-results.ts';
import { currentResults, sitesWithAgreements, writeResult } from './sql-result-store.ts';

const keyOf = ({ site, month }: { readonly site: string; readonly month: string }) => `${month} ${site}`;
const isSame = (one: SiteMonth, other: SiteMonth) =>
  one.availability === other.availability && one.reliability === other.reliability && one.unknown === other.unknown;

function read(text: string): ReportLine[] {
  try {
    return readReport(text);
  } catch (error) {
    if (!(error instanceof UnreadableReport)) throw error;
    throw new AppError('invalid', 'results_unreadable', error.message);
  }
}

/**
 * Takes a report of monthly figures. Lines that can be read count, the others are told with what is wrong; figures that
 * stand already change nothing. With `dryRun` nothing is written at all.
 */
export const importResults =
  (dependencies: Dependencies) =>
  async (actor: Actor, { text, source = '', dryRun = false }: ReportInput): Promise<ReportAnswer> => {
    require(mayReportResults(actor));
    const lines = read(text);
    const { database } = dependencies.kernel;
    const work = (tx: Tx) => take(tx, dependencies, { lines, source, dryRun, actor });
    return database.transact(work);
  };

async function take(
  tx: Tx,
  dependencies: Dependencies,
  { lines, source, dryRun, actor }: { lines: readonly ReportLine[]; source: string; dryRun: boolean; actor: Actor },
): Promise<ReportAnswer> {
  const { kernel } = dependencies;
  const now = kernel.clock.now();
  const sites = [...new Set(lines.flatMap((line) => ('figures' in line ? [line.figures.site] : [])))];
  const standing = new Map<string, SiteMonth>((await currentResults(tx, sites)).map((row) => [keyOf(row), row]));
  const known = await sitesWithAgreements(tx, sites);
  const seen = new Map<string, number>();
  const changed = new Set<string>();
  const counts = { added: 0, replaced: 0, same: 0, error: 0 };
  const told: ReportAnswer['lines'] = [];
  for (const each of lines) {
    if (!('figures' in each)) {
      counts.error += 1;
      told.push({ line: each.line, site: each.site, month: each.month, outcome: 'error', notes: [each.problem] });
      continue;
    }
    const { figures, line } = each;
    const key = keyOf(figures);
    const twice = seen.get(key);
    const problem =
      twice === undefined
        ? figures.month >= now.slice(0, 7)
          ? 'the month is not over yet'
          : undefined
        : `line ${twice} has this site and month already`;
    seen.set(key, twice ?? line);
    const former = standing.get(key);
    const outcome = problem === undefined ? outcomeOf(figures, former) : 'error';
    counts[outcome] += 1;
    told.push({
      line,
      site: figures.site,
      month: figures.month,
      outcome,
      notes: [
        ...(problem === undefined ? [] : [problem]),
        ...(known.has(figures.site) ? [] : ['no agreement names this site']),
      ],
    });
    if (dryRun || outcome === 'same' || outcome === 'error') continue;
    await writeResult(tx, figures, { source, actor, now });
    changed.add(figures.site);
  }
  for (const site of changed) await tellSite(tx, dependencies, site);
  if (!dryRun && changed.size > 0)
    await kernel.audit(tx, {
      actor,
      action: 'agreements.report_results',
      target: 'agreement-results',
      details: { source, ...counts },
    });
  return { dryRun, counts, lines: told };
}

function outcomeOf(figures: SiteMonth, former: SiteMonth | undefined): 'added' | 'replaced' | 'same' {
  if (!former) return 'added';
  return isSame(figures, former) ? 'same' : 'replaced';
}
