import { usualUnknownMax } from '#contracts/agreements/evaluation';
import type { MonthResultName } from '#contracts/agreements/evaluation';
import type { ResultMonth } from '#contracts/agreements/result-schemas';

import { t } from '../../app/messages.ts';
import type { MarkName } from '../../ui/marks/shapes.tsx';

interface Look {
  readonly words: string;
  readonly mark: MarkName;
  readonly tone: 'green' | 'red' | 'amber' | null;
}

const looks: Readonly<Record<MonthResultName, Look>> = {
  met: { words: 'met', mark: 'tick', tone: 'green' },
  violated: { words: 'violated', mark: 'octagon', tone: 'red' },
  doubtful: { words: 'doubtful', mark: 'triangle', tone: 'amber' },
  'not-evaluated': { words: 'not evaluated', mark: 'monitoring-missing', tone: null },
};

/** Word, mark and colour of what became of a month. */
export function resultLook({ result }: Pick<ResultMonth, 'result'>): Look {
  return looks[result];
}

/** Why a month is not simply met: `no results`, `availability below its target`. */
export function reasonsText({ result, reasons, because }: Pick<ResultMonth, 'result' | 'reasons' | 'because'>): string {
  if (because !== null) return because;
  const missed = reasons.filter((reason) => reason !== 'unknown');
  const parts = missed.length === 0 ? [] : [t('{what} below target', { what: missed.join(t(' and ')) })];
  if (result !== 'met' && reasons.includes('unknown'))
    parts.push(t('more than {max} % unknown', { max: usualUnknownMax }));
  return parts.join(', ');
}

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A month as people read it: `Nov 2026`. */
export function monthText(month: string): string {
  return `${t(names[Number(month.slice(5)) - 1] ?? '')} ${month.slice(0, 4)}`;
}
