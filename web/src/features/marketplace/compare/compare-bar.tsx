import { IconColumns3, IconX } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { mostCompared } from '#contracts/catalogue/comparison';
import type { ServiceSummary } from '#contracts/catalogue/schemas';

import { queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { Button, IconButton, LinkButton } from '../../../ui/button.tsx';
import { compareHref } from './compare-href.ts';
import './compare.css';

interface ChoiceProps {
  /** Slugs in the order in which they were chosen. */
  readonly chosen: readonly string[];
  readonly onChoose: (slugs: readonly string[]) => void;
}

/** Takes a service into the comparison or out of it. */
export function CompareTick({ service, chosen, onChoose }: ChoiceProps & { readonly service: ServiceSummary }) {
  const isChosen = chosen.includes(service.slug);
  const isFull = !isChosen && chosen.length >= mostCompared;
  return (
    <label className="pt-compare-tick" title={isFull ? t('Four services stand side by side at most') : undefined}>
      <input
        type="checkbox"
        className="pt-check"
        checked={isChosen}
        disabled={isFull}
        aria-label={t('Compare {service}', { service: service.name })}
        onChange={() => onChoose(isChosen ? chosen.filter((slug) => slug !== service.slug) : [...chosen, service.slug])}
      />
      {t('Compare')}
    </label>
  );
}

/** What is chosen for the comparison, at the foot of the catalogue while something is. */
export function CompareBar({ chosen, onChoose }: ChoiceProps) {
  const found = useQuery({
    ...queryOf(catalogueEndpoints.compareServices, { query: { with: [...chosen] } }),
    enabled: chosen.length > 0,
    placeholderData: keepPreviousData,
  });
  if (chosen.length === 0) return null;
  const names = new Map(found.data?.services.map(({ slug, name }) => [slug, name]));
  return (
    <section className="pt-compare-bar pt-no-print" aria-label={t('Chosen for comparison')}>
      <ul>
        {chosen.map((slug) => {
          const name = names.get(slug) ?? slug;
          return (
            <li key={slug}>
              <span className="pt-truncate">{name}</span>
              <IconButton
                icon={IconX}
                size="small"
                label={t('Take {service} out', { service: name })}
                onClick={() => onChoose(chosen.filter((one) => one !== slug))}
              />
            </li>
          );
        })}
      </ul>
      <div className="pt-row">
        <Button look="quiet" size="small" onClick={() => onChoose([])}>
          {t('Clear')}
        </Button>
        <LinkButton look="primary" size="small" icon={IconColumns3} href={compareHref(chosen)}>
          {chosen.length === 1 ? t('Compare') : t('Compare {n}', { n: chosen.length })}
        </LinkButton>
      </div>
    </section>
  );
}
