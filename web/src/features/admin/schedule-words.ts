import { t } from '../../app/messages.ts';

/** When a kind of work runs, from its cron line: `every 5 minutes`, `every hour at :17`, `every day at 03:10 UTC`. Other lines stay as they are. */
export function scheduleWords(cron: string | null): string {
  if (cron === null) return t('when there is something');
  if (cron === '* * * * *') return t('every minute');
  const [, step] = /^\*\/(\d+) \* \* \* \*$/.exec(cron) ?? [];
  if (step !== undefined) return t('every {n} minutes', { n: Number(step) });
  const [, minute = '', hour = ''] = /^(\d+) (\d+|\*) \* \* \*$/.exec(cron) ?? [];
  if (minute === '') return cron;
  const past = minute.padStart(2, '0');
  return hour === '*'
    ? t('every hour at :{minute}', { minute: past })
    : t('every day at {time} UTC', { time: `${hour.padStart(2, '0')}:${past}` });
}
