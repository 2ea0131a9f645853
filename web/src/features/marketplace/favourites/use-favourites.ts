import { useQuery, useQueryClient } from '@tanstack/react-query';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';

import { call } from '../../../api/call.ts';
import { keyOf, queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { useSession } from '../../../app/session.tsx';
import { toast } from '../../../app/toasts.tsx';

const { listFavourites, addFavourite, removeFavourite, browseCatalogue } = catalogueEndpoints;
const key = keyOf(listFavourites, {});

export interface Favourites {
  readonly has: (slug: string) => boolean;
  /** Puts the star or takes it away, at once on screen; a star that was taken away can be had back. */
  readonly toggle: (service: { readonly slug: string; readonly name: string }) => void;
}

/** What I have starred; null where nobody is signed in. */
export function useFavourites(): Favourites | null {
  const { person } = useSession();
  const client = useQueryClient();
  const list = useQuery({ ...queryOf(listFavourites, {}), enabled: person !== null });
  if (!person) return null;
  const slugs = list.data?.slugs ?? [];
  const write = async (slug: string, starred: boolean) => {
    await client.cancelQueries({ queryKey: key });
    client.setQueryData<{ slugs: string[] }>(key, (kept) => {
      const others = (kept?.slugs ?? []).filter((one) => one !== slug);
      return { slugs: starred ? [slug, ...others] : others };
    });
    try {
      await call(starred ? addFavourite : removeFavourite, { params: { slug } });
    } catch (error) {
      toast({ text: error instanceof Error ? error.message : t('That could not be kept') });
    }
    await client.invalidateQueries({ queryKey: key });
    await client.invalidateQueries({ queryKey: [browseCatalogue.tag, browseCatalogue.id] });
  };
  return {
    has: (slug) => slugs.includes(slug),
    toggle: ({ slug, name }) => {
      const starred = !slugs.includes(slug);
      void write(slug, starred);
      toast({
        text: starred
          ? t('{service} is a favourite', { service: name })
          : t('{service} is no favourite any more', { service: name }),
        undo: () => write(slug, !starred),
      });
    },
  };
}
