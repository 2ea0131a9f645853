import { usualUnknownMax } from '#contracts/agreements/evaluation';
import type { ResultMonth } from '#contracts/agreements/result-schemas';

import { t } from '../../app/messages.ts';

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
