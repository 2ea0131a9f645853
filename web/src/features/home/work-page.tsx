import { IconBuildingStore } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { WorkItem } from '#contracts/ordering/work-schemas';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { LiveDot } from '../../ui/data-table/list-head.tsx';
import { Link } from '../../ui/link.tsx';
import { ClockText } from '../../ui/marks/clock.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { formatWorkingTime } from '../../ui/time/format.ts';
import { useNow } from '../../ui/time/now.ts';
import { When } from '../../ui/time/when.tsx';
import { groupsIn } from '../desk/words.ts';
import { Following } from './following.tsx';
import '../../ui/data-table/data-table.css';
import './work.css';

const lanes = [
  { id: 'late', label: 'Late' },
  { id: 'today', label: 'Today' },
  { id: 'week', label: 'This week' },
  { id: 'later', label: 'Later' },
] as const;

/** Lanes show the soonest of many; the desk has them all. */
const mostInLane = 12;

function greeting(hour: number): string {
  if (hour < 5) return 'Good evening';
  if (hour < 12) return 'Good morning';
  return hour < 18 ? 'Good afternoon' : 'Good evening';
}

function hourOf(moment: number): number {
  return Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23' }).format(moment));
}

/** My work: what waits for me across the house, soonest first. */
export function WorkPage() {
  const { person, roles } = useSession();
  const work = useQuery(queryOf(orderingEndpoints.readWork, {}));
  const now = useNow();
  useTitle(t('My work'));
  const first = person?.name.split(/\s+/)[0] ?? '';
  const groups = groupsIn(roles).filter((group) => group !== '*');
  if (work.isError && !work.data) return <FailurePage error={work.error} onRetry={() => void work.refetch()} />;
  const hello = t('{greeting}, {name}', { greeting: t(greeting(hourOf(now))), name: first });
  const items = work.data?.items ?? [];
  const total = Math.max(items.length, work.data?.navigation['work'] ?? 0);
  return (
    <>
      <header className="pt-page-head">
        <h1 className="pt-h1">{hello}</h1>
        <div className="pt-row pt-list-facts pt-work-facts">
          <LiveDot />
          {work.data && <span>{summary(total, work.data.late)}</span>}
        </div>
        <div className="pt-row pt-muted">
          {groups.length > 0 && t('On the desk: {groups}', { groups: groups.join(', ') })}
        </div>
      </header>
      <div className="pt-work" aria-busy={work.isPending}>
        {work.isPending && <WorkBones />}
        {work.data && items.length === 0 && (
          <NothingWaits isDesk={work.data.week !== null} follows={work.data.following.length > 0} />
        )}
        {lanes.map((lane) => (
          <Lane
            key={lane.id}
            label={t(lane.label)}
            isLate={lane.id === 'late'}
            items={items.filter((item) => item.lane === lane.id)}
            primary={items[0]?.id}
          />
        ))}
        {work.data && <Following orders={work.data.following} />}
        {work.data?.week && <Week week={work.data.week} />}
      </div>
    </>
  );
}

function summary(total: number, late: number): string {
  const waiting = t(
    { zero: 'Nothing waits for you', one: '1 thing waits for you', other: '{n} things wait for you' },
    { n: total },
  );
  return late === 0 ? waiting : `${waiting}, ${t({ one: '1 is late', other: '{n} are late' }, { n: late })}`;
}

interface LaneProps {
  readonly label: string;
  readonly isLate: boolean;
  readonly items: readonly WorkItem[];
  /** The one whose button is the primary one. */
  readonly primary: string | undefined;
}

function Lane({ label, isLate, items, primary }: LaneProps) {
  if (items.length === 0) return null;
  const more = items.length - mostInLane;
  return (
    <section className="pt-lane" aria-label={label}>
      <h2 className="pt-lane-name">
        <span className={isLate ? 'pt-fg-red' : undefined}>{label}</span>{' '}
        <span className="pt-second">{formatNumber(items.length)}</span>
      </h2>
      <ul>
        {items.slice(0, mostInLane).map((item) => (
          <li key={item.id} className="pt-work-item">
            <span>{item.clock ? <ClockText clock={item.clock} /> : <Since at={item.since} />}</span>
            <Link href={item.path} className="pt-row-title pt-work-subject">
              {item.subject}
            </Link>
            <span className="pt-truncate" title={item.text}>
              {item.text}
            </span>
            <LinkButton
              href={item.path}
              size="small"
              look={item.id === primary ? 'primary' : 'default'}
              aria-label={`${t(item.button)}: ${item.subject}`}
            >
              {t(item.button)}
            </LinkButton>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="pt-work-more">
          <Link href="/orders?view=mine">{t('{n} more on the order desk', { n: more })}</Link>
        </p>
      )}
    </section>
  );
}

/** How long it waits, where no clock runs. */
function Since({ at }: { at: string | null }) {
  if (at === null) return null;
  return (
    <span className="pt-second">
      {t('since')} <When at={at} />
    </span>
  );
}

function Week({ week }: { week: { in: number; decided: number; medianFirstReplySeconds: number | null } }) {
  return (
    <p className="pt-work-week">
      <span className="pt-muted">{t('This week')}</span>
      <span>{t('{n} in', { n: week.in })}</span>
      <span>{t('{n} decided', { n: week.decided })}</span>
      {week.medianFirstReplySeconds !== null && (
        <span>{t('median first reply {time}', { time: formatWorkingTime(week.medianFirstReplySeconds / 60) })}</span>
      )}
    </p>
  );
}

function NothingWaits({ isDesk, follows }: { isDesk: boolean; follows: boolean }) {
  if (follows) {
    return (
      <p className="pt-work-quiet">
        {t('Nothing waits for you. Questions about your orders, agreements to sign and ratings appear here.')}
      </p>
    );
  }
  return isDesk ? (
    <EmptyState
      title={t('Nothing waits for you')}
      action={<LinkButton href="/orders">{t('Go to the order desk')}</LinkButton>}
    >
      {t('Orders, answers of providers and agreements appear here when it is your turn.')}
    </EmptyState>
  ) : (
    <EmptyState
      title={t('Find a service and order it')}
      action={
        <LinkButton look="primary" icon={IconBuildingStore} href="/marketplace">
          {t('Go to the marketplace')}
        </LinkButton>
      }
    >
      {t('You order for a project of yours. Your orders, questions about them and agreements to sign appear here.')}
    </EmptyState>
  );
}

function WorkBones() {
  return (
    <div className="pt-stack" aria-hidden="true">
      {['w1', 'w2', 'w3', 'w4', 'w5', 'w6'].map((key) => (
        <span key={key} className="pt-bone" />
      ))}
    </div>
  );
}
