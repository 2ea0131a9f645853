import { comparisonEndpoints } from '#contracts/catalogue/comparison';
import type { Kernel } from '#kernel/assemble';
import { route, type Plugin } from '#kernel/http';
import { writeCsvRow } from '#libs/csv';
import { compareServices, comparisonFile } from './compare-services.ts';

/** Services side by side, for the screen and as a file. */
export const comparisonRoutes =
  ({ database }: Pick<Kernel, 'database'>): Plugin =>
  async (app) => {
    route(app, comparisonEndpoints.compareServices, ({ query, request }) =>
      compareServices(database.read(), request.actor, query.with),
    );
    route(app, comparisonEndpoints.exportComparison, async ({ query, request, reply }) => {
      const file = comparisonFile(await compareServices(database.read(), request.actor, query.with));
      await reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="services-compared.csv"')
        .serializer((payload: unknown) => payload as string)
        .send(file.map((row) => writeCsvRow(row, { forSpreadsheets: true })).join(''));
    });
  };
