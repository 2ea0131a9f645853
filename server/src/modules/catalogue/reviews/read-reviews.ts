import { z } from 'zod';
import type { ReviewPage } from '#contracts/catalogue/reviews';
import type { Actor } from '#kernel/access';
import type { Read } from '#kernel/database';
import { cursorInstant, decodeCursor, encodeCursor } from '#kernel/http';
import { maySee } from '../policies.ts';
import { findService } from '../sql-service-store.ts';
import { mayModerate } from './moderate-review.ts';
import { gradesOf, ratingOf, reviewsOf } from './sql-review-store.ts';

/** What customers said of a service; undefined where there is none for this reader. */
export async function readReviews(
  read: Read,
  actor: Actor,
  { slug, after, limit }: { readonly slug: string; readonly after?: string | undefined; readonly limit: number },
): Promise<ReviewPage | undefined> {
  const service = await findService(read, slug);
  if (!service || !maySee(actor, { status: service.status, providerSlug: service.provider })) return undefined;
  const hidden = mayModerate(actor).allowed;
  const from = after === undefined ? null : decodeCursor(after, z.tuple([cursorInstant, z.string()]));
  const [rows, rating, grades] = await Promise.all([
    reviewsOf(read, { serviceId: service.id, hidden, after: from, limit: limit + 1 }),
    ratingOf(read, service.id),
    gradesOf(read, service.id),
  ]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(({ id, grade, text, at, hiddenAt, reason }) => ({
      id,
      grade,
      text,
      at,
      hidden: hiddenAt === null ? null : { reason },
    })),
    next: rows.length > limit && last ? encodeCursor([last.at, last.id]) : null,
    total: null,
    rating,
    grades,
    mayModerate: hidden,
  };
}
