import { IconColumns3 } from '@tabler/icons-react';

import type { Service } from '#contracts/catalogue/schemas';

import { t } from '../../app/messages.ts';
import { LinkButton } from '../../ui/button.tsx';
import { StarButton } from './favourites/star-button.tsx';
import { RatingMark } from './reviews/rating-mark.tsx';
import { compareHref } from './compare/compare-href.ts';

/** What can be done with a service besides ordering it. */
export function ServiceTools({ service }: { service: Service }) {
  return (
    <div className="pt-service-tools pt-no-print">
      <RatingMark rating={service.rating} href="#reviews" />
      <StarButton service={service} />
      <LinkButton look="quiet" size="small" icon={IconColumns3} href={compareHref([service.slug])}>
        {t('Compare with others')}
      </LinkButton>
    </div>
  );
}
