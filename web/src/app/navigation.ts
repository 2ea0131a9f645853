import {
  IconBell,
  IconBroadcast,
  IconBuilding,
  IconCalendarUser,
  IconFileCertificate,
  IconChartBar,
  IconFolders,
  IconHourglass,
  IconInbox,
  IconListDetails,
  IconMail,
  IconMailCog,
  IconMessage2,
  IconMessageQuestion,
  IconSettings,
  IconShoppingBag,
  IconTags,
} from '@tabler/icons-react';
import type { TablerIcon } from '@tabler/icons-react';

import type { Session } from './session.tsx';

export interface NavigationEntry {
  readonly href: string;
  readonly label: string;
  readonly icon: TablerIcon;
  /** Key of the counts that the server gives; the number means work for this person. */
  readonly count?: string;
  /** True where the number means that something is wrong: the only red of the navigation. */
  readonly attention?: boolean;
  /** Letter after `G` that opens it. */
  readonly letter?: string;
  /** True for what needs nobody signed in. */
  readonly open?: boolean;
  /** True for what only the demo has. */
  readonly demoOnly?: boolean;
  /** Roles to whom it is shown in this group; absent: everybody who is signed in. */
  readonly roles?: readonly string[];
  /** What else opens it: being appointed to something in it. */
  readonly access?: Access;
}

/** Parts of the portal that are open to whoever was appointed there, whatever their roles. */
export type Access = 'messaging';

export interface NavigationGroup {
  readonly label: string;
  readonly entries: readonly NavigationEntry[];
}

const desk = ['shifter', 'sla-coordinator', 'administrator'] as const;
const providers = ['provider', 'site-admin'] as const;

/** The whole navigation in its fixed order. What has no page yet, or none for these roles, is left out when shown. */
const groups: readonly NavigationGroup[] = [
  {
    label: 'Me',
    entries: [
      { href: '/', label: 'My work', icon: IconInbox, count: 'work', letter: 'h' },
      { href: '/notifications', label: 'Notifications', icon: IconBell, count: 'notifications' },
    ],
  },
  {
    label: 'Orders',
    entries: [
      { href: '/orders', label: 'Order desk', icon: IconListDetails, count: 'orders', letter: 'o', roles: desk },
      { href: '/questions', label: 'Questions', icon: IconMessageQuestion, count: 'questions', roles: desk },
      { href: '/shares', label: 'Provider answers', icon: IconHourglass, count: 'shares', roles: desk },
      { href: '/shares', label: 'My shares', icon: IconHourglass, count: 'shares', roles: providers },
      {
        href: '/agreements',
        label: 'Agreements',
        icon: IconFileCertificate,
        letter: 'a',
        roles: [...desk, ...providers],
      },
      { href: '/rota', label: 'Rota and groups', icon: IconCalendarUser, roles: desk },
      { href: '/statistics', label: 'Statistics', icon: IconChartBar, roles: [...desk, ...providers] },
      { href: '/templates/replies', label: 'Replies', icon: IconMessage2, roles: ['shifter'] },
      { href: '/templates/mails', label: 'Mail texts', icon: IconMailCog, roles: ['sla-coordinator', 'administrator'] },
      { href: '/projects', label: 'My projects', icon: IconFolders, letter: 'p' },
      { href: '/questions', label: 'My questions', icon: IconMessageQuestion },
    ],
  },
  {
    label: 'Federation',
    entries: [
      { href: '/marketplace', label: 'Marketplace', icon: IconShoppingBag, letter: 'm', open: true },
      { href: '/offers', label: 'My offers', icon: IconTags, roles: ['provider', 'administrator'] },
      { href: '/mailbox', label: 'Mailbox', icon: IconMail, open: true, demoOnly: true },
      { href: '/sites', label: 'Sites and services', icon: IconBuilding, letter: 's', roles: [...desk, ...providers] },
      { href: '/messaging', label: 'Messaging', icon: IconBroadcast, roles: ['administrator'], access: 'messaging' },
      { href: '/admin', label: 'Administration', icon: IconSettings, roles: ['administrator'] },
    ],
  },
];

/** Whether an entry has a page; `paths` are those of the registered features. */
function hasPage(href: string, paths: ReadonlySet<string>): boolean {
  return paths.has(href) || [...paths].some((path) => path.startsWith(`${href}/`) && href !== '/');
}

/** The groups for one person: entries with a page, each address once. */
export function navigationFor(
  session: Session,
  paths: ReadonlySet<string>,
  accesses: ReadonlySet<Access> = new Set(),
): readonly NavigationGroup[] {
  const held = new Set(session.roles.map(({ role }) => role));
  const seen = new Set<string>();
  return groups
    .map((group) => ({
      ...group,
      entries: group.entries.filter((entry) => {
        const allowed = session.person
          ? entry.roles === undefined ||
            entry.roles.some((role) => held.has(role)) ||
            (entry.access !== undefined && accesses.has(entry.access))
          : entry.open;
        if (entry.demoOnly && session.demo === null) return false;
        if (!allowed || seen.has(entry.href) || !hasPage(entry.href, paths)) return false;
        seen.add(entry.href);
        return true;
      }),
    }))
    .filter((group) => group.entries.length > 0);
}
