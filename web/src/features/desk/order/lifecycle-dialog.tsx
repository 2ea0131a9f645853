import { orderStates, orderStateWords } from '#contracts/ordering/lifecycle';
import type { Order } from '#contracts/ordering/order-schemas';

import { Dialog } from '../../../app/dialog.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { Mark } from '../../../ui/marks/state.tsx';
import { lookOf } from '../../../ui/marks/states.ts';
import { drawing, lineOf, passages, ports } from './lifecycle-layout.ts';
import type { Passage } from './lifecycle-layout.ts';

const route: ReadonlySet<string> = new Set([
  'created registered',
  'registered in_progress',
  'in_progress approved',
  'approved ready',
  'ready closed',
]);

/** The whole route: every state and passage of the table that the server enforces; what is open to the reader in accent. */
export function LifecycleDialog({ order, onClose }: { order: Order; onClose: () => void }) {
  const isOpen = ({ from, actions }: Passage) =>
    from === order.state &&
    actions.some(({ action }) => order.actions.some((mine) => mine.action === action && mine.refusal === null));
  const all = passages();
  const sorted = all.toSorted((one, other) => Number(isOpen(one)) - Number(isOpen(other)));
  return (
    <Dialog label={t('Route of an order')} className="pt-wide-dialog" onClose={onClose}>
      <div className="pt-dialog-body">
        <h2 className="pt-h1">{t('Route of an order')}</h2>
        <p className="pt-muted">
          {t('Order {number} is {state}. What you can do from here is drawn strong.', {
            number: String(order.number),
            state: t(orderStateWords[order.state].desk).toLowerCase(),
          })}
        </p>
        <svg
          className="pt-lifecycle"
          viewBox={`0 ${drawing.top} ${drawing.width} ${drawing.height - drawing.top}`}
          aria-hidden="true"
        >
          <defs>
            {(['line-3', 'accent'] as const).map((colour) => (
              <marker
                key={colour}
                id={`pt-arrow-${colour}`}
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="8"
                markerHeight="8"
                markerUnits="userSpaceOnUse"
                orient="auto"
              >
                <path d="M0 0.5 8 4 0 7.5z" fill={`var(--pt-${colour})`} />
              </marker>
            ))}
          </defs>
          {sorted.map((passage) => (
            <Edge key={`${passage.from} ${passage.to}`} passage={passage} isOpen={isOpen(passage)} />
          ))}
          {orderStates.map((state) => {
            const { x, y } = ports[state];
            const look = lookOf('order', state);
            return (
              <g key={state} className="pt-lifecycle-node" data-here={state === order.state || undefined}>
                {state === order.state && <circle className="pt-lifecycle-ring" cx={x} cy={y} r="17" />}
                <g transform={`translate(${x - 11} ${y - 11})`}>
                  <Mark name={look.mark} tone={look.tone} size={22} />
                </g>
                <text x={x} y={y + 34} textAnchor="middle">
                  {t(look.word)}
                </text>
              </g>
            );
          })}
        </svg>
        <Passages order={order} all={all} isOpen={isOpen} />
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Edge({ passage, isOpen }: { passage: Passage; isOpen: boolean }) {
  const { path, x, y } = lineOf(passage);
  const hasWord = isOpen || route.has(`${passage.from} ${passage.to}`);
  return (
    <g className="pt-lifecycle-edge" data-open={isOpen || undefined}>
      <path d={path} markerEnd={`url(#pt-arrow-${isOpen ? 'accent' : 'line-3'})`} />
      {hasWord && (
        <text x={x} y={y - 7} textAnchor="middle">
          {t(passage.actions[0]?.label ?? '')}
        </text>
      )}
    </g>
  );
}

interface PassagesProps {
  readonly order: Order;
  readonly all: readonly Passage[];
  readonly isOpen: (passage: Passage) => boolean;
}

/** The same as a list, for readers and for those who would rather read. */
function Passages({ order, all, isOpen }: PassagesProps) {
  return (
    <details>
      <summary>{t('As a list')}</summary>
      <ul className="pt-lifecycle-list">
        {all.map((passage) => (
          <li key={`${passage.from} ${passage.to}`}>
            <strong className="pt-strong">{passage.actions.map(({ label }) => t(label)).join(', ')}</strong>{' '}
            {t('from {from} to {to}', {
              from: t(orderStateWords[passage.from].desk),
              to: t(orderStateWords[passage.to].desk),
            })}
            <span className="pt-second">{noteOf(order, passage, isOpen(passage))}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function noteOf(order: Order, { from, actions }: Passage, isOpen: boolean): string {
  if (isOpen) return t('open to you now');
  if (from !== order.state) return '';
  const refused = order.actions.find((mine) => actions.some(({ action }) => action === mine.action));
  return refused?.refusal ? t('not yet: {reason}', { reason: refused.refusal }) : t('not open to you');
}
