import { t } from '../../app/messages.ts';
import { formatFull, formatWorkingTime } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import { Mark } from './state.tsx';
import type { MarkName } from './shapes.tsx';
import type { Tone } from './states.ts';

/** A clock as the server sends it; all seconds are working time of the desk's calendar. */
export interface ClockView {
  readonly state: 'on_track' | 'warning' | 'over' | 'paused' | 'met' | 'not_applicable';
  readonly dueAt: string | null;
  /** Left until then; negative when over. */
  readonly remainingSeconds: number | null;
  readonly usedSeconds: number;
  readonly targetSeconds: number;
  /** Why it is paused, in words. */
  readonly because: string | null;
}

const looks: Record<ClockView['state'], { mark: MarkName | null; tone: Tone; strong: boolean }> = {
  on_track: { mark: 'clock-running', tone: 'green', strong: false },
  warning: { mark: 'triangle', tone: 'amber', strong: true },
  over: { mark: 'octagon', tone: 'red', strong: true },
  paused: { mark: 'clock-paused', tone: 'neutral', strong: false },
  met: { mark: 'tick', tone: 'neutral', strong: false },
  not_applicable: { mark: null, tone: 'neutral', strong: false },
};

/**
 * Minutes left now. Working time left is never more than real time left, so within the last working day the browser counts on
 * exactly, and before that it shows what the server counted.
 */
export function minutesLeft(clock: ClockView, now: number): number {
  const counted = clock.remainingSeconds ?? 0;
  const counts = (clock.state === 'on_track' || clock.state === 'warning') && clock.dueAt !== null;
  const left = counts ? Math.min(counted, (Date.parse(clock.dueAt ?? '') - now) / 1000) : counted;
  return Math.trunc(left / 60);
}

function wordsOf(clock: ClockView, now: number, long: boolean): string {
  const left = minutesLeft(clock, now);
  switch (clock.state) {
    case 'on_track':
    case 'warning':
      return long
        ? t('{time} left of {total}', {
            time: formatWorkingTime(left),
            total: formatWorkingTime(clock.targetSeconds / 60),
          })
        : formatWorkingTime(left);
    case 'over': {
      const over = Math.abs(Math.min(left, 0));
      return t('{time} over', { time: formatWorkingTime(!long && over >= 60 ? over - (over % 60) : over) });
    }
    case 'paused':
      return long
        ? t('paused, {time} left', { time: formatWorkingTime(left) })
        : t('{time} left', { time: formatWorkingTime(left) });
    case 'met':
      return long
        ? t('met in {time}', { time: formatWorkingTime(clock.usedSeconds / 60) })
        : formatWorkingTime(clock.usedSeconds / 60);
    case 'not_applicable':
      return '-';
  }
}

function titleOf(clock: ClockView): string | undefined {
  const parts = [clock.dueAt ? t('Until {moment}', { moment: formatFull(clock.dueAt) }) : '', clock.because ?? ''];
  return parts.filter((part) => part !== '').join('. ') || undefined;
}

/** A clock as text with its mark: one cell of a list, or the value beside a name. */
export function ClockText({ clock, long = false }: { clock: ClockView | null; long?: boolean }) {
  const now = useNow();
  if (clock === null || clock.state === 'not_applicable') return <span className="pt-muted">-</span>;
  const look = looks[clock.state];
  const coloured = look.strong ? ` pt-fg-${look.tone}` : '';
  return (
    <span className={`pt-clock${coloured}`} data-strong={look.strong || undefined} title={titleOf(clock)}>
      {look.mark && <Mark name={look.mark} tone={look.tone} size={14} />}
      {wordsOf(clock, now, long)}
    </span>
  );
}

/** A clock on a record: name, value and a track with a tick mark at 75 %. */
export function ClockRow({ label, clock }: { label: string; clock: ClockView }) {
  const now = useNow();
  const look = looks[clock.state];
  const total = clock.targetSeconds / 60;
  const used = total === 0 ? 0 : Math.min(1, Math.max(0, 1 - minutesLeft(clock, now) / total));
  const hasTrack = clock.state !== 'met' && clock.state !== 'not_applicable' && total > 0;
  return (
    <div className="pt-clock-row">
      <span className="pt-muted">{label}</span>
      <ClockText clock={clock} long />
      {hasTrack && (
        <div className={`pt-clock-track pt-solid-${look.tone}`} data-full={used >= 1 || undefined} aria-hidden="true">
          <span style={{ width: `${used * 100}%` }} />
        </div>
      )}
    </div>
  );
}
