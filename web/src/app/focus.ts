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

/** As `ref` of what stands where something with the focus was just closed: the focus goes on from there. */
export function takeLostFocus(element: HTMLElement | null): void {
  if (document.activeElement === document.body) element?.focus();
}

function titleIn(data: unknown): string | undefined {
  return typeof data === 'object' && data !== null && 'title' in data && typeof data.title === 'string'
    ? data.title
    : undefined;
}

const patienceMs = 10_000;

/** Focuses the `h1`, again where the page replaces it while it loads, and gives up when the reader went on. */
function focusHeading(): void {
  let mine = document.activeElement;
  const take = () => {
    const now = document.activeElement;
    if (now !== mine && now !== document.body) {
      observer.disconnect();
      return;
    }
    const heading = document.querySelector<HTMLElement>('main h1');
    if (!heading || heading === now) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    mine = heading;
  };
  const observer = new MutationObserver(take);
  observer.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), patienceMs);
  take();
}
