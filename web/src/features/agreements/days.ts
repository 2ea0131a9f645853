const dayMs = 86_400_000;

/** The calendar day of a moment in UTC, as the contracts write it. */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** The calendar day some days after a moment. */
export function dayAfter(instant: number, days: number): string {
  return dayOf(instant + days * dayMs);
}

/** Whole days from one calendar day to another; negative when it lies behind. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayMs);
}

/** The time that follows a validity without a gap, equally long. */
export function nextValidity({ startsOn, endsOn }: { readonly startsOn: string; readonly endsOn: string }): {
  startsOn: string;
  endsOn: string;
} {
  const [start, end] = [Date.parse(startsOn), Date.parse(endsOn)];
  return { startsOn: dayAfter(end, 1), endsOn: dayOf(end + dayMs + Math.max(0, end - start)) };
}
