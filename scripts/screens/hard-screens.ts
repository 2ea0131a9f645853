import { type Screen, agreement, below, linkInMail, project, throughMenu } from './screen.ts';
import { loseServer, withLongNames, withoutServer } from './hard-cases.ts';

/** Screens with very long names, and without a server. */
export const hardScreens: readonly Screen[] = [
  { name: 'long-desk', path: '/orders', as: 'anna', before: withLongNames },
  { name: 'long-board', path: '/orders?as=board', as: 'anna', before: withLongNames },
  { name: 'long-order', path: '/orders/1004', as: 'anna', before: withLongNames },
  { name: 'long-peek', path: '/orders?at=1004', as: 'anna', before: withLongNames },
  { name: 'long-work', path: '/', as: 'anna', before: withLongNames },
  { name: 'long-agreements', path: '/agreements', as: 'marta', before: withLongNames },
  { name: 'long-agreement', path: agreement, as: 'marta', before: withLongNames },
  { name: 'long-shares', path: '/shares?state=validated', as: 'ivan', before: withLongNames },
  { name: 'long-project', path: project, as: 'eleni', before: withLongNames },
  { name: 'long-projects', path: '/projects', as: 'eleni', before: withLongNames },
  { name: 'long-line', path: below(project, '/lines/1'), as: 'eleni', before: withLongNames },
  { name: 'long-approval', path: linkInMail('a', 'Can IN2P3-IRES'), isPublic: true, before: withLongNames },
  { name: 'away-start', path: '/orders', as: 'anna', before: withoutServer },
  {
    name: 'away-list',
    path: '/notifications',
    as: 'anna',
    act: async (page) => {
      await withoutServer(page);
      await throughMenu(page, /^order desk/i);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'away-record',
    path: '/orders',
    as: 'anna',
    act: async (page) => {
      await withoutServer(page);
      await page.locator('.pt-row-link, .pt-small-row').first().click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'away-part',
    path: '/orders',
    as: 'anna',
    act: async (page) => {
      await loseServer(page);
      await throughMenu(page, /^statistics/i);
      await page.getByRole('alert').waitFor();
    },
  },
];
