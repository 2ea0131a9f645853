import type { AnyRouter } from '@tanstack/react-router';

/** Names the window and moves focus to the heading after each change of page, so that readers hear where they are. */
export function followNavigation(router: AnyRouter): () => void {
  let first = true;
  // Before the page is there, so that a page may say more than its route knows.
  const stopTitles = router.subscribe('onBeforeRouteMount', ({ pathChanged }) => {
    const title = router.state.matches
      .map((match) => titleIn(match.staticData))
      .findLast((found) => found !== undefined);
    if (title !== undefined && (first || pathChanged)) document.title = `${title} - Portolan`;
  });
  const stopFocus = router.subscribe('onRendered', ({ pathChanged }) => {
    if (!first && pathChanged) focusHeading();
    first = false;
  });
  return () => {
    stopTitles();
    stopFocus();
  };
}

function titleIn(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'title' in data && typeof data.title === 'string'
    ? data.title
    : undefined;
}

/** Focuses the `h1`; waits for it up to 3 s where the page still loads, and gives up when the reader went on. */
function focusHeading(): void {
  const before = document.activeElement;
  const take = () => {
    const heading = document.querySelector<HTMLElement>('main h1');
    if (!heading) return false;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    return true;
  };
  if (take()) return;
  const observer = new MutationObserver(() => {
    if (document.activeElement !== before && document.activeElement !== document.body) observer.disconnect();
    else if (take()) observer.disconnect();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), 3_000);
}
