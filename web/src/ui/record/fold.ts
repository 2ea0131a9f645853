import type { Entry } from './timeline.tsx';

export type Part = { readonly entry: Entry } | { readonly folded: readonly Entry[] };

/** Runs of more than three system events become one part that can be opened. */
export function foldSystem(entries: readonly Entry[]): readonly Part[] {
  const parts: Part[] = [];
  let run: Entry[] = [];
  const flush = () => {
    if (run.length > 3) parts.push({ folded: run });
    else parts.push(...run.map((entry) => ({ entry })));
    run = [];
  };
  for (const entry of entries) {
    if (entry.scope === 'system') {
      run.push(entry);
    } else {
      flush();
      parts.push({ entry });
    }
  }
  flush();
  return parts;
}
