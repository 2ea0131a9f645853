/** `@names` in a public text that are nobody who reads it, so that the writer can be warned. */
export function strangersIn(text: string, readers: readonly string[]): readonly string[] {
  const known = readers.map((reader) => reader.toLowerCase());
  const named = [...text.matchAll(/(?<![\p{L}\d.])@(\p{L}[\p{L}\d.-]*)/gu)].map((match) => match[1] ?? '');
  return [...new Set(named.map((name) => name.replace(/[.-]+$/, '')))].filter((name) => {
    const wanted = name.toLowerCase();
    return !known.some((reader) => reader.split(/[\s@.]+/).includes(wanted) || reader === wanted);
  });
}
