import { formatDay, formatFull, formatLong, formatShort } from './format.ts';
import { useNow } from './now.ts';

/** A moment in the reader's zone, UTC in the tooltip. `short` for cells, `long` for timelines and deadlines. */
export function When({ at, style = 'short' }: { at: string | null; style?: 'short' | 'long' }) {
  const now = useNow();
  if (at === null) return <span className="pt-muted">—</span>;
  return (
    <time dateTime={at} title={formatFull(at)}>
      {style === 'short' ? formatShort(at, { now }) : formatLong(at, { now })}
    </time>
  );
}

/** A calendar day, `1 Dec 2026`. */
export function DayText({ day, year = true }: { day: string | null; year?: boolean }) {
  if (day === null) return <span className="pt-muted">—</span>;
  return <time dateTime={day}>{formatDay(day, { year })}</time>;
}
