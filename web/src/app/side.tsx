import { IconLogin2, IconSearch } from '@tabler/icons-react';

import { Kbd } from '../ui/small.tsx';
import { Link } from '../ui/link.tsx';
import { Rose } from '../ui/marks/rose.tsx';
import { formatTime, placeOf, readerZone } from '../ui/time/format.ts';
import { useNow } from '../ui/time/now.ts';
import { useAddress } from './address.ts';
import { useNavigationCounts } from './counts.ts';
import { formatNumber, t } from './messages.ts';
import type { NavigationEntry, NavigationGroup } from './navigation.ts';
import { showPalette } from './palette-store.ts';
import { PersonMenu } from './person-menu.tsx';
import { useSession } from './session.tsx';
import './rail.css';

function isCurrent(href: string, address: string): boolean {
  // The desk reads the conversation of a project among the questions.
  const pathname = /^\/projects\/\d+\/conversation$/.test(address) ? '/questions' : address;
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}

/** The navigation on the left: search, groups by role, clock and person. As a rail it shows icons alone. */
export function Side({ groups, rail, open }: { groups: readonly NavigationGroup[]; rail: boolean; open: boolean }) {
  const session = useSession();
  const counts = useNavigationCounts();
  return (
    <div className="pt-side pt-no-print" data-rail={rail || undefined} data-open={open || undefined}>
      <Link href="/" className="pt-brand">
        <Rose size={rail ? 24 : 22} />
        <span className="pt-brand-text">{t('Portolan')}</span>
      </Link>
      <button type="button" className="pt-search" onClick={() => showPalette(true)}>
        <IconSearch size={16} stroke={1.6} aria-hidden />
        <span className="pt-search-text">{t('Search or jump to')}</span>
        <Kbd>{t('Ctrl K')}</Kbd>
      </button>
      <nav aria-label={t('Main')}>
        {groups.map((group) => (
          <div key={group.label} className="pt-nav-group">
            <span className="pt-nav-label" id={`nav-${group.label}`}>
              {t(group.label)}
            </span>
            <ul aria-labelledby={`nav-${group.label}`}>
              {group.entries.map((entry) => (
                <Entry key={entry.href} entry={entry} count={entry.count ? counts[entry.count] : undefined} />
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="pt-side-foot">
        <WorldClock />
        {session.person ? (
          <div className="pt-person-spot">
            <PersonMenu person={session.person} />
          </div>
        ) : (
          <Link href="/login" className="pt-nav-entry">
            <IconLogin2 size={18} stroke={1.6} aria-hidden />
            <span className="pt-nav-text">{t('Sign in')}</span>
          </Link>
        )}
      </div>
    </div>
  );
}

function Entry({ entry, count }: { entry: NavigationEntry; count: number | undefined }) {
  const { pathname } = useAddress();
  const Icon = entry.icon;
  const attention = entry.attention && count !== undefined && count > 0;
  return (
    <li>
      <Link
        href={entry.href}
        className="pt-nav-entry"
        aria-current={isCurrent(entry.href, pathname) ? 'page' : undefined}
      >
        <Icon size={18} stroke={1.6} aria-hidden />
        <span className="pt-nav-text">{t(entry.label)}</span>
        {count !== undefined && count > 0 && (
          <span className="pt-nav-count" data-attention={attention || undefined} data-of={entry.count}>
            {formatNumber(count)}
          </span>
        )}
      </Link>
    </li>
  );
}

function WorldClock() {
  const now = useNow(15_000);
  const zone = readerZone();
  return (
    <div className="pt-world-clock">
      <span>
        {formatTime(now)} {placeOf(zone)}
      </span>
      {zone !== 'UTC' && <span>{formatTime(now, 'UTC')} UTC</span>}
    </div>
  );
}
