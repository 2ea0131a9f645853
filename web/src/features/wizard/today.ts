const utc = new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC', year: 'numeric', month: '2-digit', day: '2-digit' });

/** The day of a moment as the server counts days: `2026-12-01`, in UTC. */
export function dayOf(moment: number): string {
  return utc.format(moment);
}
