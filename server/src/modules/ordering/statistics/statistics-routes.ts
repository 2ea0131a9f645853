import { statisticsEndpoints as endpoints, type StatisticsQuery as Query } from '#contracts/ordering/statistics';
import { route, type Plugin } from '#kernel/http';
import { writeCsvRow } from '#libs/csv';
import type { OrderingContext } from '../ordering-context.ts';
import { listLowRatings, settleLowRating } from '../ratings/low-ratings.ts';
import { chartTable } from './charts.ts';
import { readStatistics } from './read-statistics.ts';

/** One question reads every order of its range. */
const questions = { name: 'statistics', most: 60, windowSeconds: 60 };

/** Figures of the desk, each chart as JSON and CSV, and the low ratings that wait for the coordinator. */
export const statisticsRoutes =
  (context: OrderingContext): Plugin =>
  async (app) => {
    const { kernel } = context;
    const statistics = async (request: { actor: Parameters<typeof readStatistics>[1]; ip: string }, query: Query) => {
      await kernel.limit(questions, request.actor.id ?? request.ip);
      return readStatistics(context, request.actor, query);
    };

    route(app, endpoints.readStatistics, ({ query, request }) => statistics(request, query));
    route(app, endpoints.readChart, async ({ params, query, request }) =>
      chartTable(params.chart, await statistics(request, query)),
    );
    route(app, endpoints.exportChart, async ({ params, query, request, reply }) => {
      const { columns, rows, from, to } = chartTable(params.chart, await statistics(request, query));
      await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${params.chart}-${from}-${to}.csv"`)
        .serializer((payload: unknown) => payload as string)
        .send([columns, ...rows].map((row) => writeCsvRow(row, { forSpreadsheets: true })).join(''));
    });

    route(app, endpoints.listLowRatings, async ({ request }) => listLowRatings(kernel.database.read(), request.actor));
    route(app, endpoints.settleLowRating, async ({ params, body, request }) => {
      await settleLowRating(kernel)(request.actor, params.number, body.note);
      return undefined;
    });
  };
