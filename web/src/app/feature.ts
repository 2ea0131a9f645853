import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import type { z } from 'zod';

/** How a page sits on screen: beside the navigation, as a record (rail below 1600), or as a letter without it. */
export type Layout = 'page' | 'record' | 'public';

export interface RouteDefinition<S extends z.ZodType = z.ZodType> {
  /** Path with `$name` for parameters: `/orders/$number`. */
  readonly path: string;
  /** Title of the window until the page says its own (`useTitle`). */
  readonly title: string;
  readonly layout?: Layout;
  /** True for a page that needs nobody signed in. */
  readonly open?: boolean;
  /** True for a page that stands without the navigation as long as nobody is signed in. */
  readonly bareForGuests?: boolean;
  /** Query of the address; every key optional or with a default. What does not parse counts as absent. */
  readonly search?: S;
  /** The page, in a chunk of its own: `() => import('./order-page.tsx').then((m) => m.OrderPage)`. */
  readonly load: () => Promise<ComponentType>;
  /** Fetches what the page reads first, beside its code. */
  readonly prefetch?: (given: { params: Readonly<Record<string, string>>; client: QueryClient }) => Promise<unknown>;
}

export interface Feature {
  readonly id: string;
  readonly routes: readonly RouteDefinition[];
  /** Old addresses and where they went. */
  readonly moved?: Readonly<Record<string, string>>;
}

/** Declares a route; the value types `useRouteSearch`. */
export function defineRoute<S extends z.ZodType = z.ZodType<Record<string, unknown>>>(
  route: RouteDefinition<S>,
): RouteDefinition<S> {
  return route;
}
