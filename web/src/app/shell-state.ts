let keysShown = false;
const watchers = new Set<() => void>();

/** Shows or hides the overview of keys. */
export function showKeys(next: boolean): void {
  keysShown = next;
  for (const tell of watchers) tell();
}

export function areKeysShown(): boolean {
  return keysShown;
}

export function watchShell(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
