import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { GroupCalendar } from '#contracts/ordering/desk-schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { formatDay } from '../../ui/time/format.ts';
import { now } from '../../ui/time/now.ts';
import { CalendarForm } from './calendar-form.tsx';
import { HolidayImport } from './holiday-import.tsx';
import { SetupFrame } from './setup-frame.tsx';

const notChanged = 'Only coordinators and portal administrators change working hours';
const holidaysShown = 3;

/** The working hours by which the clocks of each group run. */
export function CalendarsPage() {
  return (
    <SetupFrame title={t('Working hours')}>
      <p className="pt-reading">
        {t('Deadlines count these hours only. When they change, the deadlines of open orders move with them.')}
      </p>
      <Calendars />
    </SetupFrame>
  );
}

function Calendars() {
  const client = useQueryClient();
  const calendars = useQuery(queryOf(orderingEndpoints.listCalendars, {}));
  const [editing, setEditing] = useState<GroupCalendar>();
  const [importing, setImporting] = useState<GroupCalendar>();
  if (calendars.error && !calendars.data)
    return <FailurePage error={calendars.error} onRetry={() => void calendars.refetch()} />;
  const groups = calendars.data?.groups ?? [];
  if (calendars.data && groups.length === 0)
    return (
      <EmptyState title={t('No group yet')}>
        {t('A portal administrator makes the first group of shifters.')}
      </EmptyState>
    );
  const refusal = calendars.data?.mayChange === false ? t(notChanged) : null;
  const drop = ({ group }: GroupCalendar) =>
    void confirm({
      title: t('Give {group} back to the hours of the settings?', { group: group.name }),
      body: t('Its own hours and holidays are forgotten, and the deadlines of its open orders move.'),
      verb: t('Use the settings'),
      keep: t('Keep its own'),
      danger: true,
      run: async () => {
        await call(orderingEndpoints.dropCalendar, { params: { id: group.id } });
        await client.invalidateQueries({ queryKey: ['ordering'] });
      },
    });
  return (
    <>
      <SubTable label={t('Working hours')}>
        <thead>
          <tr>
            <th scope="col">{t('Group')}</th>
            <th scope="col">{t('Hours')}</th>
            <th scope="col">{t('Next holidays')}</th>
            <th scope="col" data-align="right">
              <span className="pt-hidden">{t('Action')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {groups.map((calendar) => (
            <tr key={calendar.group.id}>
              <th scope="row">
                <strong className="pt-strong">{calendar.group.name}</strong>
                <div className="pt-second">{calendar.isOwn ? t('its own hours') : t('hours of the settings')}</div>
              </th>
              <td>
                {calendar.opens}–{calendar.closes}, {weekdaysInWords(calendar.weekdays)}
                <div className="pt-second">
                  {calendar.timezone}, {calendar.isOpen ? t('open now') : t('closed now')}
                </div>
              </td>
              <td>
                <NextHolidays holidays={calendar.holidays} />
              </td>
              <td data-align="right">
                <span className="pt-setup-deeds">
                  <Button
                    size="small"
                    refusal={refusal}
                    aria-label={t('Change hours of {group}', { group: calendar.group.name })}
                    onClick={() => setEditing(calendar)}
                  >
                    {t('Change')}
                  </Button>
                  <Button
                    size="small"
                    refusal={refusal}
                    aria-label={t('Import holidays of {group}', { group: calendar.group.name })}
                    onClick={() => setImporting(calendar)}
                  >
                    {t('Import holidays')}
                  </Button>
                  {calendar.isOwn && (
                    <Button
                      size="small"
                      refusal={refusal}
                      aria-label={t('Use the settings for {group}', { group: calendar.group.name })}
                      onClick={() => drop(calendar)}
                    >
                      {t('Use the settings')}
                    </Button>
                  )}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </SubTable>
      {editing && <CalendarForm calendar={editing} onClose={() => setEditing(undefined)} />}
      {importing && <HolidayImport calendar={importing} onClose={() => setImporting(undefined)} />}
    </>
  );
}

const dayWords: Readonly<Record<string, string>> = {
  MO: 'Mon',
  TU: 'Tue',
  WE: 'Wed',
  TH: 'Thu',
  FR: 'Fri',
  SA: 'Sat',
  SU: 'Sun',
};

function weekdaysInWords(weekdays: readonly string[]): string {
  return weekdays.map((day) => t(dayWords[day] ?? day)).join(' ');
}

function NextHolidays({ holidays }: Pick<GroupCalendar, 'holidays'>) {
  const today = new Date(now()).toISOString().slice(0, 10);
  const ahead = holidays.filter(({ day }) => day >= today);
  if (ahead.length === 0) return <span className="pt-muted">{t('no holidays ahead')}</span>;
  return (
    <>
      {ahead.slice(0, holidaysShown).map(({ day, name }) => (
        <div key={day}>
          {formatDay(day)} <span className="pt-second">{name}</span>
        </div>
      ))}
      {ahead.length > holidaysShown && (
        <span className="pt-second">{t('and {n} more', { n: ahead.length - holidaysShown })}</span>
      )}
    </>
  );
}
