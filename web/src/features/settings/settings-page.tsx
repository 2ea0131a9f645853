import { useEffect } from 'react';
import type { ComponentType } from 'react';

import { useAddress } from '../../app/address.ts';
import { NotFoundPage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { Link } from '../../ui/link.tsx';
import { AppearancePart } from './appearance-part.tsx';
import { DataPart } from './data-part.tsx';
import { NotificationsPart } from './notifications-part.tsx';
import { ProfilePart } from './profile-part.tsx';
import { SessionsPart } from './sessions-part.tsx';
import { TermsPart } from './terms-part.tsx';
import { TokensPart } from './tokens-part.tsx';
import './settings.css';

interface Part {
  readonly id: string;
  readonly title: string;
  readonly View: ComponentType;
}

const parts: readonly Part[] = [
  { id: 'profile', title: 'Profile', View: ProfilePart },
  { id: 'notifications', title: 'Notifications', View: NotificationsPart },
  { id: 'appearance', title: 'Appearance and keys', View: AppearancePart },
  { id: 'tokens', title: 'API tokens', View: TokensPart },
  { id: 'sessions', title: 'Sessions', View: SessionsPart },
  { id: 'terms', title: 'Terms of use', View: TermsPart },
  { id: 'data', title: 'My data', View: DataPart },
];

/** The settings of a person, a part at a time. */
export function SettingsPage() {
  const { pathname } = useAddress();
  const asked = pathname.replace(/^\/settings\/?/, '') || 'profile';
  const part = parts.find(({ id }) => id === asked);
  useTitle(part && t('Settings, {part}', { part: t(part.title) }));
  useEffect(() => {
    document.getElementById('main')?.scrollTo({ top: 0 });
  }, [asked]);
  if (!part) return <NotFoundPage />;
  const { View } = part;
  return (
    <div className="pt-settings">
      <nav className="pt-settings-parts" aria-label={t('Settings')}>
        <p className="pt-h1" aria-hidden="true">
          {t('Settings')}
        </p>
        <ul>
          {parts.map(({ id, title }) => (
            <li key={id}>
              <Link
                href={id === 'profile' ? '/settings' : `/settings/${id}`}
                className="pt-nav-entry"
                aria-current={id === part.id ? 'page' : undefined}
              >
                {t(title)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="pt-settings-part">
        <h1 className="pt-h1">{t(part.title)}</h1>
        <View />
      </div>
    </div>
  );
}
