import type { OtherWork } from '#ordering';
import { holds, type Actor } from '#kernel/access';
import { DAY, later } from '#kernel/clock';
import type { Read } from '#kernel/database';
import { providedSites } from '../policies.ts';
import { showDay, showMonth } from '../versions/matter.ts';
import { openEscalations, openViolations, type ListedViolation } from './sql-violation-store.ts';

type Lane = OtherWork['lane'];

function laneBy(dueAt: string, now: string): Lane {
  if (dueAt < now) return 'late';
  if (dueAt < later(now, DAY)) return 'today';
  return dueAt < later(now, 7 * DAY) ? 'week' : 'later';
}

/** Missed months: coordinators see each to its end, providers those that they have not explained. */
export async function resultWork(
  read: Read,
  actor: Actor,
  { now, most }: { now: string; most: number },
): Promise<OtherWork[]> {
  if (holds(actor, 'sla-coordinator')) {
    const [violations, escalations] = await Promise.all([
      openViolations(read, { sites: null, most }),
      openEscalations(read, most),
    ]);
    return [
      ...escalations.map((row): OtherWork => ({
        id: `escalation:${row.id}`,
        lane: 'today',
        clock: null,
        record: row.name,
        subject: `Escalation: ${row.site}`,
        text: `Three evaluated months in a row below the promised availability, the last one ${showMonth(row.month)}`,
        path: `/agreements/${row.name}#results`,
        button: 'Deal with it',
        since: row.raised_at,
        why: 'Escalations go to the SLA coordinator',
        topic: 'fixed',
      })),
      ...violations.map((row) => forCoordinator(row, now)),
    ];
  }
  const sites = providedSites(actor).filter((site) => site !== '*');
  const mine = await openViolations(read, { sites, most });
  return mine.map((row): OtherWork => ({
    ...base(row),
    id: `violation:${row.id}:explain`,
    lane: laneBy(row.due_at, now),
    text: `Below what ${row.name} promises; explain it until ${showDay(row.due_at)}`,
    button: 'Explain',
    why: `${row.site} promises this service`,
  }));
}

function base(row: ListedViolation): Omit<OtherWork, 'id' | 'lane' | 'text' | 'button' | 'why'> {
  return {
    clock: null,
    record: row.name,
    subject: `${row.site}, ${showMonth(row.month)}`,
    path: `/agreements/${row.name}#results`,
    since: row.justified_at ?? row.opened_at,
    topic: 'fixed',
  };
}

function forCoordinator(row: ListedViolation, now: string): OtherWork {
  const isAnswered = row.justification !== null;
  return {
    ...base(row),
    id: `violation:${row.id}:${isAnswered ? 'review' : 'wait'}`,
    lane: isAnswered ? 'today' : laneBy(row.due_at, now),
    text: isAnswered
      ? `${row.service_name}: the provider explained the violation`
      : `${row.service_name}: violated, the provider answers until ${showDay(row.due_at)}`,
    button: isAnswered ? 'Read and settle' : 'Open',
    why: 'Violations are followed by the SLA coordinator',
  };
}
