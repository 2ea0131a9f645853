import { kindWords } from '#contracts/catalogue/access';
import type { Facet, FacetName } from '#contracts/catalogue/schemas';

import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';

const titles: Readonly<Record<FacetName, string>> = {
  category: 'Category',
  access: 'Access',
  provider: 'Provider',
  country: 'Where it may be used',
  domain: 'Field',
};

const shownAtFirst = 7;

export interface FacetsProps {
  readonly facets: readonly Facet[];
  readonly chosen: Readonly<Partial<Record<FacetName, readonly string[] | undefined>>>;
  readonly onChoose: (name: FacetName, values: readonly string[]) => void;
}

/** The filters of the catalogue with how many services each would leave. */
export function Facets({ facets, chosen, onChoose }: FacetsProps) {
  return facets
    .filter((facet) => facet.values.length > 1 || (chosen[facet.name]?.length ?? 0) > 0)
    .map((facet) => (
      <FacetGroup
        key={facet.name}
        facet={facet}
        chosen={chosen[facet.name] ?? []}
        onChoose={(values) => onChoose(facet.name, values)}
      />
    ));
}

function FacetGroup({
  facet,
  chosen,
  onChoose,
}: {
  facet: Facet;
  chosen: readonly string[];
  onChoose: (values: readonly string[]) => void;
}) {
  const isLong = facet.values.length > shownAtFirst + 2;
  const first = isLong ? facet.values.slice(0, shownAtFirst) : facet.values;
  const rest = isLong ? facet.values.slice(shownAtFirst) : [];
  const restChosen = rest.some(({ value }) => chosen.includes(value));
  const row = (value: Facet['values'][number]) => (
    <label key={value.value} className="pt-facet-value">
      <input
        type="checkbox"
        className="pt-check"
        checked={chosen.includes(value.value)}
        onChange={(event) =>
          onChoose(event.target.checked ? [...chosen, value.value] : chosen.filter((one) => one !== value.value))
        }
      />
      <span className="pt-grow">{labelOf(facet.name, value)}</span>
      <span className="pt-muted pt-number">{formatNumber(value.count)}</span>
    </label>
  );
  return (
    <fieldset className="pt-facet">
      <legend className="pt-h2">{t(titles[facet.name])}</legend>
      {first.map(row)}
      {rest.length > 0 && (
        <details open={restChosen || undefined}>
          <summary>{t('{n} more', { n: rest.length })}</summary>
          {rest.map(row)}
        </details>
      )}
      {chosen.length > 0 && (
        <Button look="link" size="small" onClick={() => onChoose([])}>
          {t('Any')}
        </Button>
      )}
    </fieldset>
  );
}

function labelOf(name: FacetName, { value, label }: Facet['values'][number]): string {
  if (name !== 'access') return label;
  const words: Readonly<Record<string, string>> = kindWords;
  return t(words[value] ?? label);
}
