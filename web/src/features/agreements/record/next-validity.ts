const dayMs = 86_400_000;

/** The time that follows a validity without a gap, equally long. */
export function nextValidity({ startsOn, endsOn }: { readonly startsOn: string; readonly endsOn: string }): {
  startsOn: string;
  endsOn: string;
} {
  const [start, end] = [Date.parse(startsOn), Date.parse(endsOn)];
  const day = (instant: number) => new Date(instant).toISOString().slice(0, 10);
  return { startsOn: day(end + dayMs), endsOn: day(end + dayMs + Math.max(0, end - start)) };
}
