import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { BundlePart } from '#contracts/catalogue/bundle-summary';
import { catalogueEndpoints } from '#contracts/catalogue/endpoints';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { FieldFrame } from '../../ui/form/fields.tsx';
import type { FormField } from '../../ui/form/use-form.ts';

interface FurtherOffersProps {
  readonly field: FormField;
  readonly chosen: readonly string[];
  /** The main offer, which is no further one. */
  readonly without: string;
  /** Offers whose names are known from the start. */
  readonly known: readonly BundlePart[];
  readonly onChange: (offers: readonly string[]) => void;
}

/** The further offers of a bundle: found by the words of the catalogue, in the order in which they were added. */
export function FurtherOffers({ field, chosen, without, known, onChange }: FurtherOffersProps) {
  const [text, setText] = useState('');
  const [names, setNames] = useState<Readonly<Record<string, string>>>(
    Object.fromEntries(known.map(({ ref, service, offer }) => [ref, `${service.name}, ${offer}`])),
  );
  const found = useQuery({
    ...queryOf(catalogueEndpoints.browseCatalogue, { query: { q: text.trim(), limit: 5 } }),
    enabled: text.trim().length > 1,
  });
  const hits = (found.data?.items ?? [])
    .flatMap((service) =>
      service.offers.map((offer) => ({ ref: `${service.slug}/${offer.iid}`, name: `${service.name}, ${offer.name}` })),
    )
    .filter(({ ref }) => ref !== without && !chosen.includes(ref));
  return (
    <>
      <FieldFrame
        id={field.id}
        label={t('Further offers')}
        hint={t('Search by the words of a service; offers of every provider can be added.')}
        error={field.error}
        optional={false}
      >
        <input
          id={field.id}
          type="search"
          className="pt-input"
          value={text}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </FieldFrame>
      {text.trim().length > 1 && (
        <ul className="pt-stack" aria-label={t('Offers found')}>
          {hits.slice(0, 8).map(({ ref, name }) => (
            <li key={ref}>
              <Button
                size="small"
                onClick={() => {
                  setNames((before) => ({ ...before, [ref]: name }));
                  onChange([...chosen, ref]);
                }}
              >
                {t('Add {offer}', { offer: name })}
              </Button>
            </li>
          ))}
          {found.data && hits.length === 0 && <li className="pt-muted">{t('No offer has these words.')}</li>}
        </ul>
      )}
      {chosen.length > 0 && (
        <ol className="pt-stack" aria-label={t('Further offers of the bundle')}>
          {chosen.map((ref) => (
            <li key={ref} className="pt-row">
              {names[ref] ?? ref}
              <IconButton
                icon={IconX}
                label={t('Take out {offer}', { offer: names[ref] ?? ref })}
                onClick={() => onChange(chosen.filter((one) => one !== ref))}
              />
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
