import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import type { Review, ReviewPage } from '#contracts/catalogue/reviews';

import { call } from '../../../api/call.ts';
import type { ApiError } from '../../../api/problem.ts';
import { keyOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { AreaField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { Notice } from '../../../ui/small.tsx';
import { When } from '../../../ui/time/when.tsx';
import './reviews.css';

const gradeWords = ['very poor', 'poor', 'fair', 'good', 'very good'] as const;
const { listReviews, hideReview, showReview } = catalogueEndpoints;

/** What customers said of a service after delivery: how many gave what, and the texts that they agreed to show. */
export function Reviews({ slug }: { slug: string }) {
  const client = useQueryClient();
  const [hiding, setHiding] = useState<Review | null>(null);
  const input = { params: { slug }, query: { limit: 10 } };
  const found = useInfiniteQuery<ReviewPage, ApiError>({
    queryKey: keyOf(listReviews, input),
    queryFn: ({ pageParam, signal }) =>
      call(
        listReviews,
        { ...input, query: { ...input.query, ...(typeof pageParam === 'string' ? { after: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
  });
  const changed = () => client.invalidateQueries({ queryKey: [listReviews.tag, listReviews.id] });
  const first = found.data?.pages[0];
  if (found.isError && !first) return <Notice tone="amber">{t('Reviews cannot be read now.')}</Notice>;
  if (!first) return null;
  const reviews = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section id="reviews" className="pt-reviews" aria-labelledby="reviews-title">
      <h2 className="pt-h2" id="reviews-title">
        {t('Ratings')}
      </h2>
      {first.rating.count === 0 ? (
        <p className="pt-muted">{t('Nobody has rated it yet. Customers are asked after their order is ready.')}</p>
      ) : (
        <Grades page={first} />
      )}
      {reviews.length > 0 && (
        <ul className="pt-review-list">
          {reviews.map((review) => (
            <li key={review.id} data-off={review.hidden !== null || undefined}>
              <p className="pt-second">
                {t('{grade} of 5, {word}', { grade: review.grade, word: t(gradeWords[review.grade - 1] ?? '') })}{' '}
                <When at={review.at} />
              </p>
              <p className="pt-reading">{review.text}</p>
              {review.hidden && <p className="pt-second">{t('Hidden: {reason}', { reason: review.hidden.reason })}</p>}
              {first.mayModerate &&
                (review.hidden ? (
                  <Button
                    look="link"
                    size="small"
                    onClick={() => void call(showReview, { params: { slug, id: review.id } }).then(changed)}
                  >
                    {t('Show again')}
                  </Button>
                ) : (
                  <Button look="link" size="small" onClick={() => setHiding(review)}>
                    {t('Hide')}
                  </Button>
                ))}
            </li>
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button size="small" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('Show more')}
        </Button>
      )}
      {hiding && (
        <HideReview
          slug={slug}
          review={hiding}
          onClose={() => setHiding(null)}
          onDone={() => {
            setHiding(null);
            void changed();
          }}
        />
      )}
    </section>
  );
}

function Grades({ page: { rating, grades } }: { page: ReviewPage }) {
  const most = Math.max(...grades, 1);
  return (
    <div className="pt-grades">
      <p>
        {rating.average === null ? (
          t(
            { one: '1 rating, too few for an average', other: '{n} ratings, too few for an average' },
            { n: rating.count },
          )
        ) : (
          <>
            <strong className="pt-grade-average">{rating.average.toFixed(1)}</strong>{' '}
            {t({ one: 'of 5, 1 rating', other: 'of 5, {n} ratings' }, { n: rating.count })}
          </>
        )}
      </p>
      <dl>
        {[5, 4, 3, 2, 1].map((grade) => {
          const count = grades[grade - 1] ?? 0;
          return (
            <div key={grade}>
              <dt>{t('{grade} {word}', { grade, word: t(gradeWords[grade - 1] ?? '') })}</dt>
              <dd>
                {count > 0 && <span className="pt-grade-bar" style={{ width: `${(count / most) * 100}%` }} />}
                <span className="pt-number">{count}</span>
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

interface HideProps {
  readonly slug: string;
  readonly review: Review;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

function HideReview({ slug, review, onClose, onDone }: HideProps) {
  const form = useForm({
    schema: z.object({ reason: z.string().trim().min(1, 'Say why').max(500) }),
    initial: { reason: '' },
    onSubmit: async (body) => {
      await call(hideReview, { params: { slug, id: review.id }, body });
      onDone();
    },
  });
  return (
    <SideForm
      title={t('Hide this review')}
      lead={t('Its text is not shown any more; its grade still counts. The reason is kept in the audit trail.')}
      form={form}
      submit={t('Hide review')}
      onClose={onClose}
    >
      <blockquote className="pt-second">{review.text}</blockquote>
      <AreaField label={t('Reason')} field={form.field('reason')} rows={3} />
    </SideForm>
  );
}
