const names = Array.from({ length: 16 }, (_, index) => index);

/** Ray of the rose: the eight winds are long kites, half inked; the half winds between them are plain lines. */
function kite(angle: number, length: number, width: number): { light: string; dark: string } {
  const point = (degrees: number, radius: number) => {
    const turn = ((degrees - 90) * Math.PI) / 180;
    return `${(16 + radius * Math.cos(turn)).toFixed(2)} ${(16 + radius * Math.sin(turn)).toFixed(2)}`;
  };
  const tip = point(angle, length);
  return {
    light: `M16 16L${point(angle - 45 / 2, width)}L${tip}z`,
    dark: `M16 16L${point(angle + 45 / 2, width)}L${tip}z`,
  };
}

const cardinals = names.filter((wind) => wind % 4 === 0).map((wind) => kite(wind * 22.5, 14.6, 4));
const halves = names.filter((wind) => wind % 4 === 2).map((wind) => kite(wind * 22.5, 10.2, 3.4));
const quarters = names.filter((wind) => wind % 2 === 1).map((wind) => wind * 22.5);

/** The 16-wind rose, the mark of the house. Decorative: the name stands beside it. */
export function Rose({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" className="pt-rose" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="1.1">
        <circle cx="16" cy="16" r="11.2" />
        {quarters.map((angle) => (
          <path key={angle} d="M16 16V6.4" strokeWidth="0.8" transform={`rotate(${angle} 16 16)`} />
        ))}
      </g>
      {[...halves, ...cardinals].map(({ light, dark }) => (
        <g key={dark} stroke="currentColor" strokeWidth="0.8" strokeLinejoin="round">
          <path d={light} fill="var(--pt-canvas)" />
          <path d={dark} fill="currentColor" />
        </g>
      ))}
    </svg>
  );
}
