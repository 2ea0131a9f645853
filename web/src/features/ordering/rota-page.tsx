import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { GroupRota, RotaWeek } from '#contracts/ordering/desk-schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState, Notice } from '../../ui/small.tsx';
import { formatDay } from '../../ui/time/format.ts';
import { SetupFrame } from './setup-frame.tsx';
import { SubstituteForm } from './substitute-form.tsx';

const weeksAhead = 10;

/** Who of each group takes the orders that come in, week by week. */
export function RotaPage() {
  return (
    <SetupFrame title={t('Rota and groups')}>
      <Rota />
    </SetupFrame>
  );
}

function Rota() {
  const client = useQueryClient();
  const rota = useQuery(queryOf(orderingEndpoints.readRota, { query: { weeks: weeksAhead } }));
  const [failure, setFailure] = useState<string>();
  const [standing, setStanding] = useState<{ groupId: string; week: RotaWeek }>();
  if (rota.error && !rota.data) return <FailurePage error={rota.error} onRetry={() => void rota.refetch()} />;
  const groups = rota.data?.groups ?? [];
  if (rota.data && groups.length === 0)
    return (
      <EmptyState title={t('No group yet')}>
        {t('A portal administrator makes the first group of shifters.')}
      </EmptyState>
    );
  const save = async (group: GroupRota, week: RotaWeek, person: string | null) => {
    setFailure(undefined);
    const { substitute } = week;
    try {
      await call(orderingEndpoints.saveRotaWeek, {
        params: { id: group.group.id, week: week.week },
        body: {
          person,
          substitute: substitute && { person: substitute.person.id, from: substitute.from, to: substitute.to },
        },
      });
    } catch (error) {
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
    }
    await client.invalidateQueries({ queryKey: ['ordering', 'readRota'] });
  };
  const open = groups.find(({ group }) => group.id === standing?.groupId);
  return (
    <>
      <p className="pt-reading">
        {t(
          'A new order is given to the person on duty in its group. When nobody is, the group gets the mail and the order waits.',
        )}
      </p>
      {failure && <Notice tone="red">{failure}</Notice>}
      <RotaTable groups={groups} onChoose={save} onStandIn={(groupId, week) => setStanding({ groupId, week })} />
      {standing && open && <SubstituteForm rota={open} week={standing.week} onClose={() => setStanding(undefined)} />}
    </>
  );
}

interface RotaTableProps {
  readonly groups: readonly GroupRota[];
  readonly onChoose: (group: GroupRota, week: RotaWeek, person: string | null) => Promise<void>;
  readonly onStandIn: (groupId: string, week: RotaWeek) => void;
}

function RotaTable({ groups, onChoose, onStandIn }: RotaTableProps) {
  const weeks = groups[0]?.weeks ?? [];
  return (
    <SubTable label={t('Rota')}>
      <thead>
        <tr>
          <th scope="col">{t('Week')}</th>
          {groups.map(({ group, onDuty }) => (
            <th scope="col" key={group.id}>
              {group.name}
              <div className="pt-second">
                {onDuty ? t('{person} is on duty', { person: onDuty.name }) : t('nobody is on duty')}
              </div>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={week.week} className={week.isNow ? 'pt-rota-now' : undefined}>
            <th scope="row">
              {week.isNow ? <strong className="pt-strong">{t('This week')}</strong> : week.week}
              <div className="pt-second">
                {formatDay(week.startsOn, { year: false })} – {formatDay(week.endsOn)}
              </div>
            </th>
            {groups.map((group) => {
              const own = group.weeks[index];
              return (
                <td key={group.group.id}>
                  {/* On a phone the weeks stand below each other, without the head of the table. */}
                  <div className="pt-rota-group">{group.group.name}</div>
                  {own && (
                    <Duty
                      rota={group}
                      week={own}
                      onChoose={(person) => onChoose(group, own, person)}
                      onStandIn={() => onStandIn(group.group.id, own)}
                    />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

interface DutyProps {
  readonly rota: GroupRota;
  readonly week: RotaWeek;
  readonly onChoose: (person: string | null) => Promise<void>;
  readonly onStandIn: () => void;
}

/** One week of one group: a list that a letter or an arrow key changes, and who stands in. */
function Duty({ rota, week, onChoose, onStandIn }: DutyProps) {
  const { person, substitute, problem } = week;
  const where = t('{group}, week {week}', { group: rota.group.name, week: week.week });
  const known = person && !rota.members.some(({ id }) => id === person.id) ? [...rota.members, person] : rota.members;
  return (
    <>
      {rota.mayChange ? (
        <div className="pt-rota-cell">
          <select
            className="pt-input"
            aria-label={where}
            value={person?.id ?? ''}
            onChange={(event) => void onChoose(event.target.value === '' ? null : event.target.value)}
          >
            <option value="">{t('Nobody')}</option>
            {known.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
          <Button size="small" look="quiet" aria-label={t('Stand-in: {where}', { where })} onClick={onStandIn}>
            {t('Stand-in')}
          </Button>
        </div>
      ) : (
        <span className={person ? undefined : 'pt-muted'}>{person?.name ?? t('Nobody')}</span>
      )}
      {substitute && (
        <div className="pt-second">
          {t('{person} stands in {from} – {to}', {
            person: substitute.person.name,
            from: formatDay(substitute.from, { year: false }),
            to: formatDay(substitute.to, { year: false }),
          })}
        </div>
      )}
      {problem !== null && <div className="pt-fg-red">{problem}</div>}
    </>
  );
}
