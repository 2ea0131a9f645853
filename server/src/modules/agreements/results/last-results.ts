import type { MonthResultName } from '#contracts/agreements/evaluation';
import type { AgreementSummary } from '#contracts/agreements/schemas';
import type { Read } from '#kernel/database';
import type { Dependencies } from '../dependencies.ts';
import { promisesOfAll } from '../versions/sql-agreement-store.ts';
import { judgeShare, sharesOf, spansOf, type PromisedMonth } from './promised-months.ts';
import { currentExclusions } from './sql-result-store.ts';

const worstFirst: readonly MonthResultName[] = ['violated', 'doubtful', 'met'];

function lastOf(months: readonly PromisedMonth[]): AgreementSummary['lastResult'] {
  const evaluated = months.filter(({ result }) => result !== 'not-evaluated');
  const month = evaluated
    .map((each) => each.month)
    .toSorted()
    .at(-1);
  if (month === undefined) return null;
  const results = evaluated.filter((each) => each.month === month).map(({ result }) => result);
  return { month, result: worstFirst.find((result) => results.includes(result)) ?? 'met' };
}

/** Rows of a list with what became of their newest evaluated month. */
export async function withLastResults(
  read: Read,
  { kernel, results }: Dependencies,
  rows: readonly AgreementSummary[],
): Promise<AgreementSummary[]> {
  const promises = await promisesOfAll(
    read,
    rows.map(({ name }) => name),
  );
  const sites = [
    ...new Set([...promises.values()].flat().flatMap(({ matter }) => matter.shares.map(({ site }) => site))),
  ];
  const [figures, exclusions] = await Promise.all([results.of(read, sites), currentExclusions(read, sites)]);
  const today = kernel.clock.today();
  return rows.map((row) => {
    const versions = promises.get(row.name) ?? [];
    const months = sharesOf(versions).flatMap((key) =>
      judgeShare({ spans: spansOf(versions, key), figures, exclusions, today }),
    );
    return { ...row, lastResult: lastOf(months) };
  });
}
