export type DiffKind = 'same' | 'added' | 'removed';

/** A piece of the older text, of the newer, or of both. */
export interface DiffPart {
  readonly kind: DiffKind;
  readonly text: string;
}

/** Beyond so many edits the two have nothing to compare: one is shown removed, the other added. */
const mostEdits = 2000;

/** Differences line by line; each part is one line with its line end. Where lines were replaced, the old ones come first. */
export function diffLines(older: string, newer: string): DiffPart[] {
  return diff(linesOf(older), linesOf(newer));
}

/** Differences word by word, neighbours of one kind joined. */
export function diffWords(older: string, newer: string): DiffPart[] {
  const joined: { kind: DiffKind; text: string }[] = [];
  for (const part of diff(wordsOf(older), wordsOf(newer))) {
    const last = joined.at(-1);
    if (last?.kind === part.kind) last.text += part.text;
    else joined.push({ ...part });
  }
  return joined;
}

/** The shortest script of removals and additions (Myers 1986) between two lists of pieces. */
function diff(older: readonly string[], newer: readonly string[]): DiffPart[] {
  let start = 0;
  while (start < older.length && start < newer.length && older[start] === newer[start]) start += 1;
  let [olderEnd, newerEnd] = [older.length, newer.length];
  while (olderEnd > start && newerEnd > start && older[olderEnd - 1] === newer[newerEnd - 1]) {
    olderEnd -= 1;
    newerEnd -= 1;
  }
  return [
    ...older.slice(0, start).map(same),
    ...removalsFirst(middle(older.slice(start, olderEnd), newer.slice(start, newerEnd))),
    ...older.slice(olderEnd).map(same),
  ];
}

function middle(older: readonly string[], newer: readonly string[]): DiffPart[] {
  const replaced = () => [...older.map(removed), ...newer.map(added)];
  if (older.length === 0 || newer.length === 0) return replaced();
  const trace = furthest(older, newer);
  return trace ? walkBack(older, newer, trace) : replaced();
}

/** For each number of edits the furthest point in the older list on each diagonal; undefined when it takes too many. */
function furthest(older: readonly string[], newer: readonly string[]): Int32Array[] | undefined {
  const limit = Math.min(older.length + newer.length, mostEdits);
  const trace: Int32Array[] = [];
  // Diagonal k stands at index k + edits + 1 of its row.
  let row = new Int32Array(3);
  for (let edits = 0; edits <= limit; edits += 1) {
    const next = new Int32Array(2 * edits + 5);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = step(row, edits, diagonal);
      let y = x - diagonal;
      while (x < older.length && y < newer.length && older[x] === newer[y]) {
        x += 1;
        y += 1;
      }
      next[diagonal + edits + 2] = x;
      if (x >= older.length && y >= newer.length) {
        trace.push(row);
        return trace;
      }
    }
    trace.push(row);
    row = next;
  }
  return undefined;
}

/** Where the path of so many edits enters a diagonal, given the row of one edit less. */
function step(row: Int32Array, edits: number, diagonal: number): number {
  if (edits === 0) return 0;
  const below = row[diagonal - 1 + edits + 1] ?? 0;
  const above = row[diagonal + 1 + edits + 1] ?? 0;
  return comesFromAbove(edits, diagonal, below, above) ? above : below + 1;
}

/** True when the last edit added a piece, false when it removed one. */
function comesFromAbove(edits: number, diagonal: number, below: number, above: number): boolean {
  return diagonal === -edits || (diagonal !== edits && below < above);
}

function walkBack(older: readonly string[], newer: readonly string[], trace: readonly Int32Array[]): DiffPart[] {
  const parts: DiffPart[] = [];
  let [x, y] = [older.length, newer.length];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const row = trace[edits] ?? new Int32Array();
    const diagonal = x - y;
    const entered = step(row, edits, diagonal);
    for (; x > entered; x -= 1, y -= 1) parts.push(same(older[x - 1] ?? ''));
    if (edits === 0) break;
    const below = row[diagonal + edits] ?? 0;
    const above = row[diagonal + edits + 2] ?? 0;
    if (comesFromAbove(edits, diagonal, below, above)) parts.push(added(newer[(y -= 1)] ?? ''));
    else parts.push(removed(older[(x -= 1)] ?? ''));
  }
  return parts.toReversed();
}

/** Within one change, what went stands before what came. */
function removalsFirst(parts: readonly DiffPart[]): DiffPart[] {
  const sorted: DiffPart[] = [];
  let waiting: DiffPart[] = [];
  for (const part of parts) {
    if (part.kind === 'added') waiting.push(part);
    else if (part.kind === 'removed') sorted.push(part);
    else {
      sorted.push(...waiting, part);
      waiting = [];
    }
  }
  return [...sorted, ...waiting];
}

const same = (text: string): DiffPart => ({ kind: 'same', text });
const added = (text: string): DiffPart => ({ kind: 'added', text });
const removed = (text: string): DiffPart => ({ kind: 'removed', text });

const linesOf = (text: string): string[] => (text === '' ? [] : text.split(/(?<=\n)/));
const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];
