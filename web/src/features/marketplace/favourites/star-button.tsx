import { IconStar, IconStarFilled } from '@tabler/icons-react';

import { useAddress, writeSearch } from '../../../app/address.ts';
import { t } from '../../../app/messages.ts';
import { Button, LinkButton } from '../../../ui/button.tsx';
import { useFavourites } from './use-favourites.ts';

/** The star of a service. Who is not signed in is led to the sign-in and back to this page. */
export function StarButton({ service }: { service: { readonly slug: string; readonly name: string } }) {
  const favourites = useFavourites();
  const { href } = useAddress();
  const { name } = service;
  if (!favourites) {
    return (
      <LinkButton
        look="quiet"
        size="small"
        icon={IconStar}
        href={`/login${writeSearch({ to: href })}`}
        title={t('Sign in to keep favourites; you come back to this page')}
        aria-label={t('Sign in to make {service} a favourite', { service: name })}
      >
        {t('Favourite')}
      </LinkButton>
    );
  }
  const starred = favourites.has(service.slug);
  return (
    <Button
      look="quiet"
      size="small"
      icon={starred ? IconStarFilled : IconStar}
      className="pt-star"
      aria-pressed={starred}
      aria-label={t('Favourite: {service}', { service: name })}
      onClick={() => favourites.toggle(service)}
    >
      {t('Favourite')}
    </Button>
  );
}
