import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { z } from 'zod';

import { useAddress } from './address.ts';
import type { Search } from './address.ts';
import type { RouteDefinition } from './feature.ts';

/** Parses a query key by key, so that one bad value does not lose the others. */
export function readSearch<S extends z.ZodType>(schema: S, search: Search): z.output<S> {
  const whole = schema.safeParse(search);
  if (whole.success) return whole.data;
  const bad = new Set(whole.error.issues.map((issue) => String(issue.path[0])));
  return schema.parse(Object.fromEntries(Object.entries(search).filter(([key]) => !bad.has(key))));
}

/** The query of this page, typed by the route's schema: `const { view } = useRouteSearch(desk)`. */
export function useRouteSearch<S extends z.ZodType>(route: RouteDefinition<S>): z.output<S> {
  const { search } = useAddress();
  if (!route.search) throw new Error(`The route ${route.path} declares no search`);
  return readSearch(route.search, search);
}

/** A parameter of the path, `useRouteParam('number')`. */
export function useRouteParam(name: string): string {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const value = params[name];
  if (value === undefined) throw new Error(`The path has no parameter ${name}`);
  return value;
}

/** Names the window after the record on screen. */
export function useTitle(title: string | null | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} - Portolan`;
  }, [title]);
}
