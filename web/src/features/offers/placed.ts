/** A list with one of its entries at another place. */
export function placed<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const one = list[from];
  if (one === undefined || to < 0 || to >= list.length) return list;
  return list.filter((_other, place) => place !== from).toSpliced(to, 0, one);
}
