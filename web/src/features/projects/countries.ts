const codes =
  'AL AD AM AT AZ BY BE BA BG CA CH CN CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IL IN IS IT JP KR LI LT LU LV MA MC MD ME MK MT NL NO PL PT RO RS SE SI SK TN TR UA US ZA';

/** Countries by their English name, for a field that still takes anything. */
export function countryNames(): readonly string[] {
  const names = new Intl.DisplayNames('en', { type: 'region' });
  return codes
    .split(' ')
    .flatMap((code) => names.of(code) ?? [])
    .toSorted((one, other) => one.localeCompare(other));
}
