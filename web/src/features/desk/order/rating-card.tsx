import type { Order } from '#contracts/ordering/order-schemas';

import { t } from '../../../app/messages.ts';
import { DefinitionList, Section } from '../../../ui/record/record-page.tsx';
import { When } from '../../../ui/time/when.tsx';
import { gradeWords } from '../../line/line-words.ts';

/** What the customer said once it was ready, and 90 days later about the service in use. */
export function RatingCard({ order: { rating, laterRating } }: { order: Order }) {
  if (!rating && !laterRating) return null;
  return (
    <Section title={t('Ratings')}>
      {rating && (
        <DefinitionList
          facts={[
            [t('Service'), grade(rating.service)],
            [t('Ordering'), grade(rating.ordering)],
            [t('Said'), rating.text],
            [t('Given'), <When key="given" at={rating.at} />],
          ]}
        />
      )}
      {laterRating && (
        <>
          <h3 className="pt-strong">{t('In use, after 90 days')}</h3>
          <DefinitionList
            facts={[
              [t('Service'), grade(laterRating.service)],
              [t('Said'), laterRating.text],
              [t('Given'), <When key="given" at={laterRating.at} />],
            ]}
          />
        </>
      )}
    </Section>
  );
}

const grade = (given: number) =>
  t('{grade} of 5, {word}', { grade: given, word: t(gradeWords[given - 1] ?? '').toLowerCase() });
