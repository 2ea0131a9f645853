import { IconStarFilled } from '@tabler/icons-react';

import type { ServiceRating } from '#contracts/catalogue/schemas';

import { t } from '../../../app/messages.ts';

/** The average with its number; the number alone where too few have answered, nothing where nobody has. */
export function RatingMark({ rating, href }: { rating: ServiceRating; href?: string }) {
  const { average, count } = rating;
  if (count === 0) return null;
  const number = t({ one: '1 rating', other: '{n} ratings' }, { n: count });
  const inner =
    average === null ? (
      <span title={t('Too few for an average')}>{number}</span>
    ) : (
      <>
        <IconStarFilled size={13} aria-hidden />
        <strong>{average.toFixed(1)}</strong>
        <span className="pt-hidden">{t('of 5')}</span>
        <span>{number}</span>
      </>
    );
  return href === undefined ? (
    <span className="pt-rating-mark">{inner}</span>
  ) : (
    <a className="pt-rating-mark" href={href}>
      {inner}
    </a>
  );
}
