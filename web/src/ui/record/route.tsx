import type { ReactNode } from 'react';

import { t } from '../../app/messages.ts';
import { Mark } from '../marks/state.tsx';
import { lookOf } from '../marks/states.ts';
import type { Thing } from '../marks/states.ts';
import { formatDayWithin, formatFull, formatWithin, formatWorkingTime } from '../time/format.ts';
import { useNow } from '../time/now.ts';
import './record.css';

/** A port as the server sends it (`RoutePort` of the ordering contract). */
export interface Port {
  readonly state: string;
  readonly word: string;
  readonly passage: 'passed' | 'now' | 'ahead';
  readonly at: string | null;
  readonly tookSeconds: number | null;
  /** Day or instant by which it is due or was due. */
  readonly expected: string | null;
  readonly missed: boolean;
}

export interface RouteProps {
  readonly thing?: Thing;
  readonly ports: readonly Port[];
  /** Waits and returns, in words. */
  readonly detours?: readonly string[];
  /** Opens the whole diagram. */
  readonly onOpen?: () => void;
}

function noteOf(port: Port, now: number): ReactNode {
  const { passage, at, tookSeconds, expected, missed } = port;
  if (passage === 'passed')
    return tookSeconds === null ? at && formatWithin(at, { now }) : formatWorkingTime(tookSeconds / 60);
  if (passage === 'now' && at)
    return <time title={formatFull(at)}>{t('since {when}', { when: formatWithin(at, { now }) })}</time>;
  if (expected === null) return null;
  const when = expected.length === 10 ? formatDayWithin(expected, { now }) : formatWithin(expected, { now });
  if (missed) return t('was due {when}', { when });
  if (port.state === 'ready') return t('starts {when}', { when });
  return port.state === 'closed' ? t('ends {when}', { when }) : t('due {when}', { when });
}

/** The lifecycle as a voyage: ports passed, the present one, those ahead; detours in words at the right. */
export function Route({ thing = 'order', ports, detours = [], onOpen }: RouteProps) {
  const now = useNow();
  return (
    <div className="pt-route">
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the button beside it does the same by key */}
      <ol
        className="pt-route-ports"
        aria-label={t('Route')}
        data-opens={onOpen !== undefined || undefined}
        onClick={onOpen}
      >
        {ports.map((port, index) => {
          const look = lookOf(thing, port.state);
          const solid = ports[index + 1] !== undefined && ports[index + 1]?.passage !== 'ahead';
          return (
            <li
              key={port.state}
              className="pt-port"
              data-passage={port.passage}
              data-line={solid ? 'solid' : 'dashed'}
              aria-current={port.passage === 'now' ? 'step' : undefined}
            >
              <span className="pt-port-mark">
                {port.passage === 'passed' && <Mark name="order-ready" size={16} />}
                {port.passage === 'now' && <Mark name={look.mark} tone={look.tone} size={16} />}
                {port.passage === 'ahead' && <Mark name="order-registered" size={15} />}
              </span>
              <span className="pt-port-word">{port.word}</span>
              <span className="pt-port-note" data-missed={port.missed || undefined}>
                {noteOf(port, now)}
              </span>
            </li>
          );
        })}
      </ol>
      {(detours.length > 0 || onOpen) && (
        <ul className="pt-route-detours">
          {detours.map((detour) => (
            <li key={detour}>
              <Mark name="order-waiting" tone="amber" size={14} />
              {detour}
            </li>
          ))}
          {onOpen && (
            <li>
              <button type="button" className="pt-button" data-look="link" data-size="small" onClick={onOpen}>
                {t('Whole route')}
              </button>
            </li>
          )}
        </ul>
      )}
    </div>
  );
}
