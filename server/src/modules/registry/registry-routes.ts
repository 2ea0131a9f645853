import { registryEndpoints } from '#contracts/registry/endpoints';
import type { Database } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { route, type Plugin } from '#kernel/http';
import { shownTo } from './site.ts';
import { listSites } from './site-view.ts';
import { findSite } from './sql-site-store.ts';

export const registryRoutes =
  (database: Database): Plugin =>
  async (app) => {
    route(app, registryEndpoints.listSites, async ({ query, request }) => {
      const { items, ...page } = await listSites(database.read(), query);
      return { items: items.map((site) => shownTo(request.actor, site)), ...page };
    });
    route(app, registryEndpoints.readSite, async ({ params, request }) => {
      const site = await findSite(database.read(), params.name);
      if (!site) throw notFound(`site ${params.name}`);
      return shownTo(request.actor, site);
    });
  };
