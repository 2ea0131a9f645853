import type { StatisticsChart, StatisticsSplit, StatisticsUnit, TimeFigure } from '#contracts/ordering/statistics';
import { orderStateWords, type OrderState } from '#contracts/ordering/lifecycle';

import { formatNumber, t } from '../../../app/messages.ts';
import { formatDay, formatPercent, formatWorkingTime } from '../../../ui/time/format.ts';
import type { Range } from './range.ts';

export const rangeWords: Record<Range, string> = {
  '30d': '30 days',
  '90d': '90 days',
  '12m': '12 months',
  year: 'This year',
  '3y': '3 years',
};

export const unitWords: Record<StatisticsUnit, string> = { day: 'Day', week: 'Week', month: 'Month' };

export const splitWords: Record<StatisticsSplit, string> = {
  class: 'Class',
  service: 'Service',
  category: 'Category',
  provider: 'Provider',
  country: 'Country',
  discipline: 'Discipline',
  typology: 'Kind of customer',
  outcome: 'Outcome',
};

const valueWords: Readonly<Record<string, string>> = {
  simple: 'Simple',
  complex: 'Complex',
  joint: 'Joint',
  single_user: 'Single user',
  research: 'Research community',
  private_company: 'Private company',
  project: 'Project',
  approved: 'Approved',
  rejected: 'Rejected',
  cancelled: 'Cancelled',
  open: 'Open',
};

/** A value of a split as people read it; names stand as they are. */
export function valueName(split: StatisticsSplit, value: string): string {
  if (value === 'unknown') return t('Not given');
  if (value === 'none asked') return t('No provider asked');
  const isCode = split === 'class' || split === 'typology' || split === 'outcome';
  return isCode ? t(valueWords[value] ?? value) : value;
}

export const timeWords: Record<TimeFigure, { readonly label: string; readonly hint: string }> = {
  first_response: { label: 'First response', hint: 'Public message or change of state by shifter or provider' },
  first_change: { label: 'First change', hint: 'Away from new, by whomever' },
  decision: { label: 'Decision', hint: 'Approved or rejected' },
  delivery: { label: 'Delivery', hint: 'Ready to use' },
  delivery_calendar: { label: 'Delivery, by the calendar', hint: 'Ready to use, nights and waiting included' },
};

export const stateName = (state: string): string => t(orderStateWords[state as OrderState]?.desk ?? state);

/** Seconds of the calendar: `35 m`, `54 h`, `6.5 d`. */
export function calendarTime(seconds: number): string {
  if (seconds < 3600) return t('{n} m', { n: Math.round(seconds / 60) });
  if (seconds < 72 * 3600) return t('{n} h', { n: Math.round(seconds / 3600) });
  return t('{n} d', { n: formatNumber(seconds / 86_400, { maximumFractionDigits: 1 }) });
}

/** A duration on its clock; a dash where there is none. */
export function duration(seconds: number | null, clock: 'working' | 'calendar' = 'working'): string {
  if (seconds === null) return '–';
  return clock === 'working' ? formatWorkingTime(seconds / 60) : calendarTime(seconds);
}

/** `75.0 %`; a dash where there is none. */
export const percent = (share: number | null): string => (share === null ? '–' : `${formatPercent(share * 100)} %`);

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** A bucket under its bar: `16 Nov`, `W47`, `Nov`; long with its year. */
export function bucketName(bucket: string, unit: StatisticsUnit, long = false): string {
  if (unit === 'day') return formatDay(bucket, { year: long });
  const [year = '', rest = ''] = bucket.split('-');
  const name = unit === 'week' ? rest : (months[Number(rest) - 1] ?? rest);
  return long ? `${name} ${year}` : name;
}

export const chartQuestions: Record<StatisticsChart, string> = {
  orders: 'How many orders came?',
  splits: 'What became of them?',
  times: 'How long did it take?',
  states: 'Where does time go?',
  providers: 'How do providers answer?',
  monthly: 'Figures by month, cumulative',
  satisfaction: 'How content are customers?',
};
