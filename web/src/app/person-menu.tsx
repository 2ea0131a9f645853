import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { grantableRoles } from '#contracts/identity/schemas';

import { call } from '../api/call.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import { Avatar } from '../ui/small.tsx';
import { useGo } from './address.ts';
import { t } from './messages.ts';
import { useSession } from './session.tsx';
import type { Session } from './session.tsx';
import { showKeys } from './shell-state.ts';

const schemes: readonly { value: MantineColorScheme; label: string; icon: typeof IconSun }[] = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'As the system', icon: IconDeviceDesktop },
];

/** Ends the session on the server and starts over from the front page. */
async function signOut(): Promise<void> {
  await call(identityEndpoints.logout, {});
  window.location.assign('/');
}

/** The first role in words: `Shifter, cloud-compute`. */
export function roleLine(session: Session): string {
  const [first] = session.roles;
  if (!first) return t('Customer');
  const known: Readonly<Record<string, { readonly label: string }>> = grantableRoles;
  const word = t(known[first.role]?.label ?? first.role);
  return first.scope === '*' ? word : `${word}, ${first.scope.replace(/^[a-z-]+:/, '')}`;
}

/** Person, theme, settings, keys, sign out. */
export function PersonMenu({ person }: { person: NonNullable<Session['person']> }) {
  const session = useSession();
  const go = useGo();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chooseTheme = (scheme: MantineColorScheme) => {
    setColorScheme(scheme);
    // The choice holds in this browser whatever the server says, so a failure is not worth a word.
    void call(identityEndpoints.changePreferences, { body: { theme: scheme === 'auto' ? 'system' : scheme } }).catch(
      () => undefined,
    );
  };
  return (
    <MenuButton
      place="top-start"
      button={
        <button type="button" className="pt-person" title={person.name}>
          <Avatar name={person.name} own size={28} />
          <span>
            <span className="pt-row-title pt-truncate">{person.name}</span>
            <span className="pt-second pt-truncate">{roleLine(session)}</span>
          </span>
        </button>
      }
      parts={[
        {
          heading: t('Theme'),
          entries: schemes.map(({ value, label, icon }) => ({
            id: value,
            label: t(label),
            icon,
            chosen: colorScheme === value,
            onRun: () => chooseTheme(value),
          })),
        },
        {
          entries: [
            { id: 'settings', label: t('Settings'), icon: IconSettings, onRun: () => go('/settings') },
            { id: 'keys', label: t('Keys'), icon: IconKeyboard, onRun: () => showKeys(true) },
            { id: 'out', label: t('Sign out'), icon: IconLogout, onRun: () => void signOut() },
          ],
        },
      ]}
    />
  );
}
