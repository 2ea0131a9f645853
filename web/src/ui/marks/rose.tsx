/** A point on the rose: degrees from north, distance from the middle. */
function point(degrees: number, radius: number): string {
  const turn = ((degrees - 90) * Math.PI) / 180;
  return `${(16 + radius * Math.cos(turn)).toFixed(2)} ${(16 + radius * Math.sin(turn)).toFixed(2)}`;
}

/** Ray of a wind: a long kite, one side open, the other inked. */
function ray(angle: number, length: number, waist: number, spread: number): { open: string; inked: string } {
  const tip = point(angle, length);
  return {
    open: `M16 16L${point(angle - spread, waist)}L${tip}z`,
    inked: `M16 16L${point(angle + spread, waist)}L${tip}z`,
  };
}

const winds = Array.from({ length: 16 }, (_, wind) => ({ wind, angle: wind * 22.5 }));
const quarters = winds
  .filter(({ wind }) => wind % 2 === 1)
  .map(({ angle }) => `M${point(angle, 8.4)}L${point(angle, 11)}`);
const halves = winds.filter(({ wind }) => wind % 4 === 2).map(({ angle }) => ray(angle, 10.9, 3.1, 30));
const cardinals = winds.filter(({ wind }) => wind % 4 === 0).map(({ angle }) => ray(angle, 15.2, 3.6, 45));

/** The 16-wind rose, the mark of the house. Decorative: the name stands beside it. */
export function Rose({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" className="pt-rose" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="0.9">
        <circle cx="16" cy="16" r="11" />
        <path d={quarters.join('')} />
      </g>
      {[...halves, ...cardinals].map(({ open, inked }) => (
        <g key={inked} stroke="currentColor" strokeWidth="0.7" strokeLinejoin="round">
          <path d={open} fill="var(--pt-canvas)" />
          <path d={inked} fill="currentColor" />
        </g>
      ))}
    </svg>
  );
}
