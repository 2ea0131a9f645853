import { IconPlus } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';

import { queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';

interface AddProps {
  /** Slugs that stand there already. */
  readonly without: readonly string[];
  readonly onAdd: (slug: string) => void;
}

/** Finds a service by words and adds it to those that are compared. */
export function AddService({ without, onAdd }: AddProps) {
  const [words, setWords] = useState('');
  const q = words.trim();
  const found = useQuery({
    ...queryOf(catalogueEndpoints.browseCatalogue, { query: { q, limit: 10 } }),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
  });
  const services = (found.data?.items ?? []).filter(({ slug }) => !without.includes(slug)).slice(0, 6);
  return (
    <search className="pt-compare-add">
      <input
        type="search"
        className="pt-input"
        aria-label={t('Add a service')}
        placeholder={t('Add a service by its name')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {q.length > 1 && found.data && (
        <ul>
          {services.map(({ slug, name }) => (
            <li key={slug}>
              <Button
                look="quiet"
                size="small"
                icon={IconPlus}
                onClick={() => {
                  setWords('');
                  onAdd(slug);
                }}
              >
                {name}
              </Button>
            </li>
          ))}
          {services.length === 0 && <li className="pt-muted">{t('No other service matches')}</li>}
        </ul>
      )}
    </search>
  );
}
