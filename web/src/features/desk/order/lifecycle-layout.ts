import { orderEdges } from '#contracts/ordering/lifecycle';
import type { OrderAction, OrderState } from '#contracts/ordering/lifecycle';

/** Where the states stand on the drawing; the edges between them come from the table alone. */
export const ports: Readonly<Record<OrderState, { readonly x: number; readonly y: number }>> = {
  created: { x: 60, y: 190 },
  registered: { x: 200, y: 190 },
  in_progress: { x: 370, y: 190 },
  waiting_for_response: { x: 370, y: 330 },
  approved: { x: 570, y: 190 },
  ready: { x: 740, y: 190 },
  closed: { x: 890, y: 190 },
  rejected: { x: 640, y: 330 },
};

/** What of the plane is drawn on. */
export const drawing = { top: 62, width: 950, height: 390 } as const;
const radius = 15;

export interface Passage {
  readonly from: OrderState;
  readonly to: OrderState;
  /** Actions that lead along it: closing and cancelling are two ways of one passage. */
  readonly actions: readonly { readonly action: OrderAction; readonly label: string }[];
}

/** Every passage of the lifecycle once, in the order of the table. */
export function passages(): readonly Passage[] {
  const found = new Map<
    string,
    { from: OrderState; to: OrderState; actions: { action: OrderAction; label: string }[] }
  >();
  for (const { action, from, to, label } of orderEdges) {
    for (const start of from) {
      const key = `${start} ${to}`;
      const passage = found.get(key) ?? { from: start, to, actions: [] };
      passage.actions.push({ action, label });
      found.set(key, passage);
    }
  }
  return [...found.values()];
}

export interface Line {
  readonly path: string;
  /** Middle of the line, for its word. */
  readonly x: number;
  readonly y: number;
}

/** How far the line bends to the left of its direction: skips go over the route, returns under it. */
function bendOf({ from, to }: Passage): number {
  const [start, end] = [ports[from], ports[to]];
  const run = end.x - start.x;
  const sameRow = start.y === end.y;
  if (sameRow) return run > 0 && run <= 200 ? 0 : run > 0 ? run * 0.3 : -run * 0.28;
  if (start.x === end.x) return 16;
  if (from === 'registered') return -110;
  return to === 'closed' ? -60 : from === 'rejected' ? 34 : -14;
}

/** The line of a passage as an SVG path from rim to rim. */
export function lineOf(passage: Passage): Line {
  const [start, end] = [ports[passage.from], ports[passage.to]];
  const bend = bendOf(passage);
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const middle = {
    x: (start.x + end.x) / 2 + ((end.y - start.y) / length) * bend,
    y: (start.y + end.y) / 2 - ((end.x - start.x) / length) * bend,
  };
  const rim = (from: { x: number; y: number }, gap: number) => {
    const distance = Math.hypot(middle.x - from.x, middle.y - from.y) || 1;
    return { x: from.x + ((middle.x - from.x) / distance) * gap, y: from.y + ((middle.y - from.y) / distance) * gap };
  };
  const [a, b] = [rim(start, radius), rim(end, radius + 5)];
  const round = (value: number) => value.toFixed(1);
  return {
    path: `M${round(a.x)} ${round(a.y)}Q${round(middle.x)} ${round(middle.y)} ${round(b.x)} ${round(b.y)}`,
    x: (a.x + 2 * middle.x + b.x) / 4,
    y: (a.y + 2 * middle.y + b.y) / 4,
  };
}
