import { catalogueEndpoints as endpoints } from '#contracts/catalogue/endpoints';
import type { Kernel } from '#kernel/assemble';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import { moderateReview } from './moderate-review.ts';
import { readReviews } from './read-reviews.ts';

/** What customers said of services, and keeping out of sight what should not stand there. */
export const reviewRoutes =
  (kernel: Pick<Kernel, 'database' | 'clock' | 'audit'>): Plugin =>
  async (app) => {
    const moderate = moderateReview(kernel);
    route(app, endpoints.listReviews, async ({ params, query, request }) => {
      const found = await readReviews(kernel.database.read(), request.actor, { ...params, ...query });
      if (!found) throw notFound(`service ${params.slug}`);
      return found;
    });
    route(app, endpoints.hideReview, async ({ params, body, request }) => {
      await moderate(request.actor, params, body.reason);
      return undefined;
    });
    route(app, endpoints.showReview, async ({ params, request }) => {
      await moderate(request.actor, params, null);
      return undefined;
    });
  };
