const house = 'http://house.example';

/** Where to go after signing in: a path of this portal, or the front page for anything else. */
export function safePath(to: string | undefined): string {
  if (to === undefined || to.length > 2000 || !to.startsWith('/') || !URL.canParse(to, house)) return '/';
  const url = new URL(to, house);
  const path = `${url.pathname}${url.search}${url.hash}`;
  // A browser reads // and /\ at the beginning as another host.
  if (url.origin !== house || /^\/[/\\]/.test(path)) return '/';
  return /^\/(login|auth|api)(\/|$)/.test(url.pathname) ? '/' : path;
}
