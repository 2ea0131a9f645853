// More than are in use at once.
const mostKept = 20_000;
/** Groups that are kept open, in whose midst reads ended, so that the next one goes on without unpacking them again. */
export const mostOpened = 64;

/** Keeps a value, and gives up the one kept longest where there are too many. */
export function keepRecent<K, V>(kept: Map<K, V>, key: K, value: V, most = mostKept): void {
  kept.delete(key);
  for (const oldest of kept.keys()) {
    if (kept.size < most) break;
    kept.delete(oldest);
  }
  kept.set(key, value);
}
