import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { AnyRoute } from '@tanstack/react-router';
import type { ComponentType } from 'react';

import { offline } from '../api/problem.ts';
import { reachesServer } from '../api/reach.ts';
import { parseSearch, writeSearch } from './address.ts';
import { FailurePage, NotFoundPage } from './failure.tsx';
import type { Feature, RouteDefinition } from './feature.ts';
import { Shell } from './shell.tsx';

/** Paths of all features as the navigation knows them (`/orders/$number`). */
export function pathsOf(features: readonly Feature[]): ReadonlySet<string> {
  return new Set(features.flatMap((feature) => feature.routes.map((route) => route.path)));
}

/** Routes of all features: pages inside the shell, letters outside it, old addresses as redirects. */
export function buildRouter({ features, client }: { features: readonly Feature[]; client: QueryClient }) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage });
  const paths = pathsOf(features);
  const shell = createRoute({ getParentRoute: () => root, id: 'shell', component: () => <Shell paths={paths} /> });

  const pages: AnyRoute[] = [];
  const letters: AnyRoute[] = [];
  for (const route of features.flatMap((feature) => feature.routes)) {
    if (route.layout === 'public') letters.push(routeOf(route, root, client));
    else pages.push(routeOf(route, shell, client));
  }
  const nowhere = createRoute({
    getParentRoute: () => shell,
    path: '$',
    staticData: { open: true },
    component: NotFoundPage,
  });
  const moved = features.flatMap((feature) => Object.entries(feature.moved ?? {}));
  const redirects = moved.map(([from, to]) =>
    createRoute({
      getParentRoute: () => root,
      path: from,
      beforeLoad: () => {
        throw redirect({ to, search: true, replace: true });
      },
    }),
  );

  return createRouter({
    routeTree: root.addChildren([shell.addChildren([...pages, nowhere]), ...letters, ...redirects]),
    parseSearch,
    stringifySearch: writeSearch,
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
    defaultPreload: false,
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: ({ error }) => <FailurePage error={error} />,
    defaultNotFoundComponent: NotFoundPage,
  });
}

/** The page of a route. Its code that does not come for want of a server is no fault of the page. */
async function pageOf(load: RouteDefinition['load']): Promise<{ default: ComponentType }> {
  try {
    return { default: await load() };
  } catch (cause) {
    throw (await reachesServer()) ? cause : offline();
  }
}

function routeOf(definition: RouteDefinition, parent: AnyRoute, client: QueryClient): AnyRoute {
  const { path, title, layout = 'page', bareForGuests = false, load, prefetch } = definition;
  return createRoute({
    getParentRoute: () => parent,
    path,
    staticData: { title, layout, bareForGuests, open: definition.open ?? layout === 'public' },
    component: lazyRouteComponent(() => pageOf(load)),
    // The page reads the same query and shows its failure in place, so the loader only starts the request.
    loader: ({ params }) => {
      void prefetch?.({ params, client }).catch(() => undefined);
    },
  });
}
