import { useEffect, useState } from 'react';

/** The one place of the UI that asks the machine for the time. */
export function now(): number {
  return Date.now();
}

/** The present moment, counted again each minute unless told otherwise; components that show ages and clocks use it. */
export function useNow(everyMs = 60_000): number {
  const [moment, setMoment] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setMoment(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return moment;
}
