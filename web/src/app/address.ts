import { useRouter, useRouterState } from '@tanstack/react-router';

/** What stands behind the `?`: one string a key, or several where the key is repeated. */
export type Search = Readonly<Record<string, string | readonly string[]>>;

/** Reads a query string without guessing types: repeated keys become a list, everything else is text. */
export function parseSearch(text: string): Search {
  const found: Record<string, string | string[]> = {};
  for (const [key, value] of new URLSearchParams(text)) {
    const before = found[key];
    if (before === undefined) found[key] = value;
    else if (typeof before === 'string') found[key] = [before, value];
    else before.push(value);
  }
  return found;
}

/** Writes a query string that people can read: commas, colons and slashes stay, empty values leave. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') query.append(key, String(item));
    }
  }
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text === '' ? '' : `?${text}`;
}

/** Values of a key, however often it is given. */
export function valuesOf(search: Search, key: string): readonly string[] {
  const value = search[key];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** The first value of a key. */
export function valueOf(search: Search, key: string): string | undefined {
  return valuesOf(search, key)[0];
}

export interface Target {
  readonly pathname: string;
  readonly search: Search;
  readonly hash: string;
}

/** Takes an address of ours apart: `/orders/1284?at=3#timeline`. */
export function readHref(href: string): Target {
  const [beforeHash = '', hash = ''] = href.split('#', 2);
  const [pathname = '/', query = ''] = beforeHash.split('?', 2);
  return { pathname, search: parseSearch(query), hash };
}

/** True for an address that this page can open without loading a document. */
export function isOwn(href: string): boolean {
  return href.startsWith('/') && !href.startsWith('//') && !/^\/(api|login\/|auth\/|logout|healthz|metrics)/.test(href);
}

export interface Go {
  (href: string, options?: { readonly replace?: boolean; readonly keepScroll?: boolean }): void;
}

/** Opens an address of ours: `const go = useGo(); go('/orders/1284')`. */
export function useGo(): Go {
  const router = useRouter();
  return (href, { replace = false, keepScroll = false } = {}) => {
    if (!isOwn(href)) {
      window.location.assign(href);
      return;
    }
    const { pathname, search, hash } = readHref(href);
    void router.navigate({ to: pathname, search, ...(hash === '' ? {} : { hash }), replace, resetScroll: !keepScroll });
  };
}

/** Where the reader is: path and query, which change without a reload. */
export function useAddress(): { readonly pathname: string; readonly search: Search; readonly href: string } {
  return useRouterState({
    select: ({ location }) => ({
      pathname: location.pathname,
      search: parseSearch(location.searchStr),
      href: location.href,
    }),
    structuralSharing: true,
  });
}
