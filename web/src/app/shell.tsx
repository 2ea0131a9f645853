import { IconBell, IconMenu2, IconSearch } from '@tabler/icons-react';
import { Outlet, useMatches } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';

import { IconButton } from '../ui/button.tsx';
import { Link } from '../ui/link.tsx';
import { Rose } from '../ui/marks/rose.tsx';
import { useAddress, useGo } from './address.ts';
import { useNavigationCounts, useSeenWork } from './counts.ts';
import { ErrorBoundary, FailurePage, SignInPage } from './failure.tsx';
import type { Layout } from './feature.ts';
import { useKey } from './keys.ts';
import { t } from './messages.ts';
import { useAccesses } from './accesses.ts';
import { navigationFor } from './navigation.ts';
import type { NavigationGroup } from './navigation.ts';
import { isPaletteOpen, showPalette, watchPalette } from './palette-store.ts';
import { useSession, useUnknownSession } from './session.tsx';
import { areKeysShown, showKeys, watchShell } from './shell-state.ts';
import { Side } from './side.tsx';
import { useMedia } from './use-media.ts';
import './shell.css';

const Palette = lazy(() => import('./palette.tsx').then((module) => ({ default: module.Palette })));
const KeysOverlay = lazy(() => import('./keys-overlay.tsx').then((module) => ({ default: module.KeysOverlay })));

interface Standing {
  readonly layout: Layout;
  /** True for a page that needs nobody signed in. */
  readonly open: boolean;
  readonly bareForGuests: boolean;
}

/** What the route on screen says about itself. */
function useStanding(): Standing {
  const data: unknown = useMatches().at(-1)?.staticData;
  const known = typeof data === 'object' && data !== null ? data : {};
  return {
    layout: 'layout' in known && known.layout === 'record' ? 'record' : 'page',
    open: 'open' in known && known.open === true,
    bareForGuests: 'bareForGuests' in known && known.bareForGuests === true,
  };
}

/** Skip link, navigation, sheet: the frame of everything behind sign-in. */
export function Shell({ paths }: { paths: ReadonlySet<string> }) {
  const { layout, open, bareForGuests } = useStanding();
  const { person } = useSession();
  const unknown = useUnknownSession();
  if (unknown)
    return (
      <main id="main" className="pt-alone">
        <span className="pt-brand">
          <Rose size={22} />
          {t('Portolan')}
        </span>
        <FailurePage error={unknown.error} onRetry={unknown.retry} />
      </main>
    );
  if (bareForGuests && !person) return <Outlet />;
  return (
    <ShellFrame paths={paths} layout={layout}>
      {person || open ? <Outlet /> : <SignInPage />}
    </ShellFrame>
  );
}

/** The frame around given content; `Shell` puts the routed page in. */
export function ShellFrame({
  paths,
  layout,
  children,
}: {
  paths: ReadonlySet<string>;
  layout: Layout;
  children: ReactNode;
}) {
  const session = useSession();
  const { pathname } = useAddress();
  useSeenWork();
  const accesses = useAccesses();
  const groups = useMemo(() => navigationFor(session, paths, accesses), [session, paths, accesses]);
  const narrow = useMedia('(max-width: 1379px)');
  const wide = useMedia('(min-width: 1600px)');
  const handheld = useMedia('(max-width: 1023px)');
  // The menu of a small screen stands open for the page on which it was opened, so going elsewhere closes it.
  const [openFor, setOpenFor] = useState<string | null>(null);
  const open = openFor === pathname;
  const rail = !handheld && (narrow || (layout === 'record' && !wide));

  return (
    <div className="pt-shell" data-rail={rail || undefined}>
      <a className="pt-skip" href="#main">
        {t('Skip to the page')}
      </a>
      <header className="pt-frame-head">
        {handheld && (
          <div className="pt-top pt-no-print">
            <IconButton
              icon={IconMenu2}
              label={t('Menu')}
              aria-expanded={open}
              onClick={() => setOpenFor(open ? null : pathname)}
            />
            <Link href="/" className="pt-brand">
              <Rose size={22} />
              {t('Portolan')}
            </Link>
            <IconButton icon={IconSearch} label={t('Search')} onClick={() => showPalette(true)} />
            <BellLink />
          </div>
        )}
        {handheld && open && (
          <button type="button" className="pt-scrim" aria-label={t('Close menu')} onClick={() => setOpenFor(null)} />
        )}
        <Side groups={groups} rail={rail} open={open} />
      </header>
      <div className="pt-sheet">
        <main id="main" className="pt-main" tabIndex={-1}>
          <ErrorBoundary resetKey={pathname}>{children}</ErrorBoundary>
        </main>
      </div>
      <ShellKeys groups={groups} />
      <Overlays groups={groups} />
    </div>
  );
}

function BellLink() {
  const go = useGo();
  const unread = useNavigationCounts()['notifications'] ?? 0;
  const label = unread > 0 ? t('Notifications, {count} unread', { count: unread }) : t('Notifications');
  return (
    <span className="pt-bell" data-unread={unread > 0 || undefined}>
      <IconButton icon={IconBell} label={label} onClick={() => go('/notifications')} />
    </span>
  );
}

/** The keys that work everywhere: palette, overview of keys, and G with a letter for each entry that has one. */
function ShellKeys({ groups }: { groups: readonly NavigationGroup[] }) {
  useKey({
    keys: 'mod+k',
    label: 'Search or jump to',
    group: 'Everywhere',
    whileTyping: true,
    run: () => showPalette(true),
  });
  useKey({ keys: '?', label: 'All keys', group: 'Everywhere', run: () => showKeys(true) });
  const entries = groups.flatMap((group) => group.entries).filter((entry) => entry.letter !== undefined);
  return entries.map((entry) => (
    <GoKey key={entry.href} href={entry.href} letter={entry.letter ?? ''} label={entry.label} />
  ));
}

function GoKey({ href, letter, label }: { href: string; letter: string; label: string }) {
  const go = useGo();
  useKey({ keys: `g ${letter}`, label, group: 'Everywhere', run: () => go(href) });
  return null;
}

function Overlays({ groups }: { groups: readonly NavigationGroup[] }) {
  const paletteOpen = useSyncExternalStore(watchPalette, isPaletteOpen);
  const keysShown = useSyncExternalStore(watchShell, areKeysShown);
  const pages = useMemo(
    () =>
      groups.flatMap((group) =>
        group.entries.map((entry) => ({
          id: entry.href,
          label: t(entry.label),
          kind: 'Page',
          href: entry.href,
          ...(entry.letter === undefined ? {} : { keys: `g ${entry.letter}` }),
        })),
      ),
    [groups],
  );
  return (
    <Suspense>
      {paletteOpen && <Palette pages={pages} />}
      {keysShown && <KeysOverlay onClose={() => showKeys(false)} />}
    </Suspense>
  );
}
