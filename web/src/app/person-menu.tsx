import { IconDeviceDesktop, IconKeyboard, IconLogout, IconMoon, IconSettings, IconSun } from '@tabler/icons-react';
import { Menu, useMantineColorScheme } from '@mantine/core';
import type { MantineColorScheme } from '@mantine/core';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { grantableRoles } from '#contracts/identity/schemas';

import { call } from '../api/call.ts';
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
  return (
    <Menu position="top-start" width={216}>
      <Menu.Target>
        <button type="button" className="pt-person" title={person.name}>
          <Avatar name={person.name} own size={28} />
          <span>
            <span className="pt-row-title pt-truncate" style={{ display: 'block' }}>
              {person.name}
            </span>
            <span className="pt-second pt-truncate" style={{ display: 'block' }}>
              {roleLine(session)}
            </span>
          </span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('Theme')}</Menu.Label>
        {schemes.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} stroke={1.6} aria-hidden />}
            rightSection={colorScheme === value ? '✓' : undefined}
            onClick={() => setColorScheme(value)}
          >
            {t(label)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconSettings size={16} stroke={1.6} aria-hidden />} onClick={() => go('/settings')}>
          {t('Settings')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} stroke={1.6} aria-hidden />} onClick={() => showKeys(true)}>
          {t('Keys')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} aria-hidden />} onClick={() => void signOut()}>
          {t('Sign out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
