const form = /^(20\d{2})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads `from_timestamp` of the events (ordering.md 3.2.5): with `Z`, with an offset, or without either, which is UTC; up
 * to six decimals. Answers it as the database compares it, to the microsecond; undefined where it is no such moment.
 */
export function fromTimestamp(text: string): string | undefined {
  // A plus in an address that was not escaped arrives as a blank.
  const found = form.exec(text.replace(/ (\d{2}:?\d{2})$/, '+$1'));
  if (!found) return undefined;
  const [, year, month, day, hour, minute, second, decimals = '', zone = 'Z'] = found;
  const offset = zone === 'Z' ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(-2)}`;
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`);
  // The calendar must agree: 31 February is no day, though a clock would go on to March.
  const isDay = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day);
  if (Number.isNaN(moment.getTime()) || !isDay) return undefined;
  return `${moment.toISOString().slice(0, 19)}${decimals}Z`;
}
