import type { PickedResult } from '#contracts/catalogue/procedure';

/** The value at a JSON pointer (RFC 6901); undefined where there is none. */
export function atPointer(document: unknown, pointer: string): unknown {
  if (pointer === '') return document;
  let value = document;
  for (const part of pointer.slice(1).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(value)) {
      value = /^(0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
    } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, key)) {
      value = (value as Record<string, unknown>)[key];
    } else return undefined;
  }
  return value;
}

/** Picks the named results out of an answer; names what is not there. */
export function pickResults(
  document: unknown,
  picks: readonly PickedResult[],
): { readonly results: Record<string, unknown>; readonly missing: readonly string[] } {
  const results: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const { name, pointer } of picks) {
    const value = atPointer(document, pointer);
    if (value === undefined || value === null) missing.push(pointer === '' ? '(the whole answer)' : pointer);
    else results[name] = value;
  }
  return { results, missing };
}
