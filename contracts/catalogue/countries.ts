// Areas that stand beside countries in the marketplace (ordering.md 2.5), and its two codes of its own.
const areas: Readonly<Record<string, string>> = {
  WW: 'World',
  EO: 'Europe',
  EU: 'European Union',
  EZ: 'Euro zone',
  AH: 'Schengen area',
  'N/E': 'Non-European',
  OT: 'Other',
  UK: 'United Kingdom',
  EL: 'Greece',
};

const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

/** English name of a country or area; the code itself where it is none. */
export function countryName(code: string): string {
  const area = areas[code];
  if (area !== undefined) return area;
  return /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
}
