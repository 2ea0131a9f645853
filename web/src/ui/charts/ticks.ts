/** Where the lines of an axis from 0 stand: at most five, at round numbers that people count by. */
export function ticksTo(most: number): number[] {
  const top = Math.max(1, most);
  const magnitude = 10 ** Math.floor(Math.log10(top / 4 || 1));
  const step = Math.max(1, [1, 2, 5, 10].map((factor) => factor * magnitude).find((one) => top / one <= 4) ?? top);
  return Array.from({ length: Math.ceil(top / step) + 1 }, (_, index) => index * step);
}
