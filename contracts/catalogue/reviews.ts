import { z } from 'zod';
import { contract } from '../contract.ts';
import { Instant, page, PageQuery } from '../kernel/schemas.ts';
import { ServiceRating, Slug } from './schemas.ts';

const tag = 'catalogue';

export const Review = z
  .object({
    id: z.string(),
    grade: z.number().int(),
    text: z.string(),
    at: Instant,
    hidden: z.object({ reason: z.string() }).nullable().describe('Out of sight of others; only who moderates reads it'),
  })
  .meta({ id: 'Review' });
export type Review = z.infer<typeof Review>;

export const ReviewPage = page(Review)
  .extend({
    rating: ServiceRating,
    grades: z.array(z.number().int()).length(5).describe('How many gave 1, 2, 3, 4 and 5'),
    mayModerate: z.boolean(),
  })
  .meta({ id: 'ReviewPage' });
export type ReviewPage = z.infer<typeof ReviewPage>;

const review = {
  id: '0198f6a2c1d87a3e9b24',
  grade: 5,
  text: 'Ready in two days, and the manual is good.',
  at: '2026-11-23T14:32:05.120Z',
  hidden: null,
};
const params = z.object({ slug: Slug, id: z.string().max(60) });

export const reviewEndpoints = {
  listReviews: contract({
    id: 'listReviews',
    method: 'GET',
    path: '/api/services/:slug/reviews',
    summary:
      'What customers said of a service after delivery and agreed to show, without their names, the newest first.',
    tag,
    audience: 'public',
    params: z.object({ slug: Slug }),
    query: PageQuery,
    response: ReviewPage,
    responseExample: {
      items: [review],
      next: null,
      total: null,
      rating: { average: 4.3, count: 12 },
      grades: [0, 1, 1, 3, 7],
      mayModerate: false,
    },
  }),
  hideReview: contract({
    id: 'hideReview',
    method: 'POST',
    path: '/api/services/:slug/reviews/:id/hide',
    summary: 'Takes the text of a review out of sight, with the reason; its grade still counts.',
    tag,
    audience: 'signed-in',
    params,
    body: z.object({ reason: z.string().trim().min(1, 'Say why').max(500) }).strict(),
    requestExample: { reason: 'Names a person' },
    errors: ['moderator_only'],
  }),
  showReview: contract({
    id: 'showReview',
    method: 'POST',
    path: '/api/services/:slug/reviews/:id/show',
    summary: 'Shows a review again that was hidden.',
    tag,
    audience: 'signed-in',
    params,
    errors: ['moderator_only'],
  }),
};
