import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { inTheme, settled, signInAs, type PersonaKey } from '../e2e/support/journey.ts';
import { startPortolan } from '../e2e/support/start-portolan.ts';
import { chromiumSwitches, findChromium } from './support/chromium.ts';
import { installMissing } from './support/system-packages.ts';
import { root, say } from './support/run.ts';
import { buildWeb } from './support/web-build.ts';
import { failedMappings, failingPush, lagging, registrations } from './messaging-shots.ts';
import { loseServer, withLongNames, withoutServer } from './shots/hard-cases.ts';

/** A picture of every screen in both themes, into `shots/`: what the review of a screen (its look) starts from. */

interface Screen {
  readonly name: string;
  /** Where it is; a function where the address depends on what the demo holds. */
  readonly path: string | ((page: Page) => Promise<string | undefined>);
  /** Who looks; nobody is signed in without it. */
  readonly as?: PersonaKey;
  /** Pages opened from a mail, which are read on a phone too. */
  readonly isPublic?: boolean;
  /** Stands between the page and the server before it is opened. */
  readonly before?: (page: Page) => Promise<void>;
  /** Brings the screen into the state to be seen: a dialog, an error at a field. */
  readonly act?: (page: Page) => Promise<void>;
}

/** The address that a JSON answer leads to; undefined when there is nothing to show yet. */
const firstOf =
  (list: string, address: (item: Record<string, unknown>) => string | undefined) => async (page: Page) => {
    const answer = await page.request.get(list);
    if (!answer.ok()) return undefined;
    const { items } = (await answer.json()) as { items?: Record<string, unknown>[] };
    return items?.map(address).find((found) => found !== undefined);
  };

/**
 * The link in the newest mail of the demo that leads to a page of this kind: `a` approval, `r` rating, `s` sign-off,
 * `s/justify` a missed month; `about` is in the subject.
 */
const linkInMail =
  (kind: string, about = '') =>
  async (page: Page) => {
    const found = await page.request.get(`/api/mailbox?limit=100&q=${encodeURIComponent(`/${kind}/`)}`);
    const { items } = (await found.json()) as { items?: { id: string; subject: string }[] };
    const newest = items?.find(({ subject }) => subject.includes(about));
    if (!newest) return undefined;
    const mail = await page.request.get(`/api/mailbox/${newest.id}`);
    return new RegExp(`/${kind}/[A-Za-z0-9_-]{20,}`).exec(await mail.text())?.[0];
  };

/** The line of an order of the demo in the project of its customer. */
const lineIn = (state: string) => async (page: Page) => {
  const projects = await page.request.get('/api/projects?limit=20');
  const { items } = (await projects.json()) as { items: { number: number }[] };
  for (const { number } of items) {
    const project = await page.request.get(`/api/projects/${number}`);
    const { lines } = (await project.json()) as { lines: { iid: number; state: string }[] };
    const line = lines.find((one) => one.state === state);
    if (line) return `/projects/${number}/lines/${line.iid}`;
  }
  return undefined;
};

/** The order of a bundle by Eleni, placed where there is none yet; where it is for the customer or the desk. */
const bundleOrder =
  (reader: 'customer' | 'desk') =>
  async (page: Page): Promise<string | undefined> => {
    type Found = { number: number; iid: number; project: { number: number }; lines?: number };
    const listed = async () => {
      const { items } = (await (await page.request.get('/api/orders?limit=200')).json()) as { items: Found[] };
      return items.find(({ lines = 0 }) => lines > 0);
    };
    const known = await listed();
    if (known && reader === 'desk') return `/orders/${known.number}`;
    if (known) {
      const order = (await (await page.request.get(`/api/orders/${known.number}`)).json()) as Found;
      return `/projects/${order.project.number}/lines/${order.iid}`;
    }
    const csrf = (await page.context().cookies()).find(({ name }) => name === 'portolan_csrf')?.value ?? '';
    const { items } = (await (await page.request.get('/api/projects?limit=1')).json()) as { items: Found[] };
    const start = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const placed = await page.request.post('/api/bundle-orders', {
      headers: { 'x-csrf-token': csrf },
      data: {
        project: items[0]?.number,
        bundle: 'egi-cloud-compute/1',
        lines: [
          {
            offer: 'egi-cloud-compute/1',
            parameters: {
              'Number of CPU Cores': 4,
              'Amount of RAM per CPU core': 4,
              'Local disk': 40,
              'Number of VM instances': 2,
              'Access type': 'reserved',
              'Start of service': start,
              'Number of days': 60,
            },
          },
          {
            offer: 'b2drop/2',
            parameters: {
              'Requested storage capacity': 1,
              'Requested quota per user': 100,
              'Access type': 'opportunistic',
              'Start of service': start,
              'Number of days': 60,
            },
          },
          { offer: 'fitsm/1', parameters: { 'Start of service': start, 'Number of participants': 3 } },
        ],
      },
    });
    if (!placed.ok()) throw new Error(await placed.text());
    return bundleOrder(reader)(page);
  };

/** Presses a button; on a phone what can be done with a record is folded at its foot. */
const press = (name: RegExp) => async (page: Page) => {
  const folded = page.getByRole('button', { name: /^what you can do/i });
  const button = page.getByRole('button', { name }).first();
  if ((await folded.isVisible()) && !(await button.isVisible())) await folded.click();
  await button.click();
};

/** Follows an entry of the navigation; on a phone it is folded into the menu. */
async function throughMenu(page: Page, name: RegExp): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('link', { name }).first().click();
}

const toSection = (name: string) => (page: Page) =>
  page.getByRole('heading', { name }).first().scrollIntoViewIfNeeded();
const toRating = toSection('Ratings');
const toProcedure = toSection('Procedure');
const searchFor = (words: string) => async (page: Page) => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(words);
  await page.getByRole('option').first().waitFor();
};

/** Links a ticket to the order on screen, where that was not done before. */
async function linkTicket(page: Page, address: string): Promise<void> {
  const link = page.getByRole('link', { name: address.split('/').at(-1) ?? '' });
  if ((await link.count()) === 0) {
    await press(/link a ticket/i)(page);
    await page.getByLabel('Ticket in another Jira').fill(address);
    await press(/^link ticket$/i)(page);
  }
  await link.scrollIntoViewIfNeeded();
}

/** The order of the desk that a search finds first. */
const orderWith = (words: string, more = '') =>
  firstOf(`/api/orders?q=${encodeURIComponent(words)}${more}&limit=1`, ({ number }) => `/orders/${String(number)}`);
const order = firstOf('/api/orders?limit=1', ({ number }) => `/orders/${String(number)}`);
const project = firstOf('/api/projects?limit=1', ({ number }) => `/projects/${String(number)}`);
const service = firstOf('/api/catalogue?limit=1', ({ slug }) => `/marketplace/${String(slug)}`);
const agreement = firstOf('/api/agreements?limit=1', ({ name }) => `/agreements/${String(name)}`);
const below = (parent: (page: Page) => Promise<string | undefined>, rest: string) => async (page: Page) => {
  const found = await parent(page);
  return found === undefined ? undefined : `${found}${rest}`;
};

const screens: readonly Screen[] = [
  { name: 'front', path: '/', isPublic: true },
  { name: 'login', path: '/login', isPublic: true },
  { name: 'not-found', path: '/nowhere', isPublic: true },
  { name: 'sign-in-first', path: '/projects', isPublic: true },
  { name: 'marketplace-guest', path: '/marketplace', isPublic: true },
  { name: 'rota', path: '/rota', as: 'anna' },
  { name: 'routing', path: '/rota/routing', as: 'sofia' },
  { name: 'hours', path: '/rota/hours', as: 'marta' },
  { name: 'routing-rule', path: '/rota/routing', as: 'sofia', act: press(/^New rule/) },
  { name: 'approvals', path: '/approvals', as: 'ingrid' },
  { name: 'approval', path: linkInMail('a', 'Can IN2P3-IRES'), isPublic: true },
  {
    name: 'approval-counter',
    path: linkInMail('a', 'Can IN2P3-IRES'),
    isPublic: true,
    act: (page) => page.getByLabel('Yes, but with changes').check(),
  },
  {
    name: 'approval-nothing-chosen',
    path: linkInMail('a', 'Can IN2P3-IRES'),
    isPublic: true,
    act: press(/send answer/i),
  },
  { name: 'approval-answered', path: linkInMail('a', 'Your answer: CESNET'), isPublic: true },
  { name: 'approval-rejected', path: linkInMail('a', 'cannot provide it'), isPublic: true },
  { name: 'approval-countered', path: linkInMail('a', 'offers changed terms'), isPublic: true },
  { name: 'approval-deliver', path: linkInMail('a', 'Approved: set up 20'), isPublic: true },
  { name: 'approval-unknown', path: '/a/unknown-link-of-nobody', isPublic: true },
  { name: 'rating', path: linkInMail('r'), isPublic: true },
  { name: 'rating-missing-grade', path: linkInMail('r'), isPublic: true, act: press(/send rating/i) },
  { name: 'rating-expired', path: linkInMail('r', 'EGI Notebooks'), isPublic: true },
  { name: 'rating-unknown', path: '/r/unknown-link-of-nobody', isPublic: true },
  { name: 'sign-off', path: linkInMail('s', 'Sign the agreement SLA-1007'), isPublic: true },
  {
    name: 'sign-off-signing',
    path: linkInMail('s', 'Sign the agreement SLA-1007'),
    isPublic: true,
    act: (page) => page.getByLabel('I sign this agreement').check(),
  },
  { name: 'sign-off-agreed', path: linkInMail('s', 'SLA-1002, version 1 is agreed'), isPublic: true },
  { name: 'sign-off-unknown', path: '/s/unknown-link-of-nobody', isPublic: true },
  { name: 'justify', path: linkInMail('s/justify'), isPublic: true },
  {
    name: 'justify-missing-fields',
    path: linkInMail('s/justify'),
    isPublic: true,
    act: async (page) => {
      await page.locator('form').evaluate((form: HTMLFormElement) => (form.noValidate = true));
      await page.getByLabel(/what happened/i).fill('');
      await press(/send explanation/i)(page);
    },
  },
  { name: 'justify-unknown', path: '/s/justify/unknown-link-of-nobody', isPublic: true },
  { name: 'check', path: '/check', isPublic: true },
  { name: 'check-nothing-chosen', path: '/check', isPublic: true, act: press(/check it/i) },
  { name: 'mailbox', path: '/mailbox', as: 'eleni' },
  {
    name: 'mailbox-mail',
    path: '/mailbox',
    as: 'eleni',
    act: (page) => page.locator('.pt-mail-row').first().click(),
  },
  { name: 'work-customer', path: '/', as: 'eleni' },
  { name: 'marketplace', path: '/marketplace', as: 'eleni' },
  { name: 'marketplace-no-match', path: '/marketplace?q=zzzz', as: 'eleni' },
  { name: 'marketplace-compare', path: '/marketplace?compare=egi-cloud-compute&compare=egi-notebooks', as: 'eleni' },
  {
    name: 'compare',
    path: '/marketplace/compare?with=egi-cloud-compute&with=egi-notebooks&with=supercomputer-access',
    as: 'eleni',
    isPublic: true,
  },
  { name: 'compare-nothing', path: '/marketplace/compare', as: 'eleni' },
  { name: 'service', path: service, as: 'eleni' },
  {
    name: 'service-rated',
    path: '/marketplace/egi-notebooks',
    as: 'marta',
    act: (page) => page.getByRole('heading', { name: 'Ratings' }).scrollIntoViewIfNeeded(),
  },
  { name: 'marketplace-favourites', path: '/marketplace?only=favourites', as: 'eleni' },
  { name: 'service-ask', path: '/marketplace/egi-notebooks', as: 'eleni', act: press(/ask a question/i) },
  { name: 'service-guest', path: '/marketplace/egi-notebooks', isPublic: true },
  { name: 'questions-mine', path: '/questions', as: 'eleni' },
  { name: 'questions-desk', path: '/questions', as: 'anna' },
  {
    name: 'question-desk',
    path: firstOf('/api/questions?of=desk', ({ number }) => `/questions/${String(number)}`),
    as: 'anna',
  },
  { name: 'service-external', path: '/marketplace/supercomputer-access', as: 'eleni' },
  { name: 'wizard-offer', path: '/marketplace/egi-cloud-compute/order', as: 'eleni' },
  { name: 'wizard', path: below(service, '/order/configure'), as: 'eleni' },
  {
    name: 'wizard-missing-fields',
    path: '/marketplace/egi-cloud-compute/order/configure?offer=1',
    as: 'eleni',
    act: async (page) => {
      await press(/continue/i)(page);
      await page.getByRole('heading', { name: 'What do you need?' }).waitFor();
      await press(/continue/i)(page);
    },
  },
  { name: 'service-bundles', path: '/marketplace/fitsm', as: 'eleni' },
  { name: 'bundle-form', path: '/marketplace/egi-cloud-compute/bundle/1', as: 'eleni' },
  {
    name: 'bundle-form-missing-fields',
    path: '/marketplace/egi-cloud-compute/bundle/1',
    as: 'eleni',
    act: press(/continue/i),
  },
  { name: 'bundle-line', path: bundleOrder('customer'), as: 'eleni' },
  { name: 'bundle-cancel', path: bundleOrder('customer'), as: 'eleni', act: press(/cancel order/i) },
  { name: 'projects-new', path: '/projects/new', as: 'eleni' },
  { name: 'projects', path: '/projects', as: 'eleni' },
  { name: 'project', path: project, as: 'eleni' },
  { name: 'project-details', path: below(project, '?tab=details'), as: 'eleni' },
  { name: 'project-contact', path: below(project, '?tab=contact'), as: 'eleni' },
  { name: 'project-duplicate', path: project, as: 'eleni', act: press(/duplicate project/i) },
  {
    name: 'project-conversation-desk',
    path: firstOf(
      '/api/project-conversations',
      ({ project: about }) => `/projects/${String((about as { number: number }).number)}/conversation`,
    ),
    as: 'anna',
  },
  { name: 'projects-new-missing-fields', path: '/projects/new', as: 'eleni', act: press(/create project/i) },
  { name: 'project-invite', path: project, as: 'eleni', act: press(/invite somebody/i) },
  { name: 'project-line', path: below(project, '/lines/1'), as: 'eleni' },
  { name: 'line-new', path: lineIn('registered'), as: 'eleni' },
  { name: 'line-under-review', path: lineIn('in_progress'), as: 'eleni' },
  { name: 'line-cancel', path: lineIn('in_progress'), as: 'eleni', act: press(/cancel order/i) },
  { name: 'line-ready', path: lineIn('ready'), as: 'eleni' },
  { name: 'line-change', path: lineIn('ready'), as: 'eleni', act: press(/ask for a change/i) },
  { name: 'line-rate', path: below(lineIn('ready'), '#rate'), as: 'eleni' },
  { name: 'line-somebody-else', path: '/projects/2/lines/1', as: 'eleni' },
  { name: 'line-question', path: lineIn('waiting_for_response'), as: 'ingrid' },
  { name: 'line-closed', path: lineIn('closed'), as: 'ingrid' },
  { name: 'line-rejected', path: lineIn('rejected'), as: 'tomas' },
  { name: 'line-approved', path: lineIn('approved'), as: 'tomas' },
  { name: 'work-customer-question', path: '/', as: 'ingrid' },
  { name: 'notifications', path: '/notifications', as: 'eleni' },
  { name: 'settings', path: '/settings', as: 'eleni' },
  { name: 'settings-notifications', path: '/settings/notifications', as: 'eleni' },
  { name: 'settings-tokens', path: '/settings/tokens', as: 'eleni' },
  { name: 'settings-data', path: '/settings/data', as: 'eleni' },
  { name: 'notifications-shifter', path: '/notifications', as: 'anna' },
  { name: 'work-shifter', path: '/', as: 'anna' },
  { name: 'desk', path: '/orders', as: 'anna' },
  { name: 'desk-overdue', path: '/orders?view=overdue&by=due', as: 'anna' },
  { name: 'desk-board', path: '/orders?as=board', as: 'anna' },
  { name: 'order', path: order, as: 'anna' },
  { name: 'order-agreement', path: below(order, '/agreement'), as: 'anna' },
  { name: 'bundle-order', path: bundleOrder('desk'), as: 'anna' },
  { name: 'bundle-take', path: bundleOrder('desk'), as: 'anna', act: press(/take it/i) },
  { name: 'order-negotiating', path: '/orders/1004', as: 'anna' },
  { name: 'order-rated', path: orderWith('OPENCoastS'), as: 'anna', act: toRating },
  { name: 'order-level', path: orderWith('assimilation'), as: 'anna' },
  { name: 'order-level-asked', path: orderWith('assimilation'), as: 'marta' },
  { name: 'order-stuck', path: orderWith('second hub', '&procedure=stuck'), as: 'anna', act: toProcedure },
  {
    name: 'order-ticket',
    path: '/orders/1004',
    as: 'anna',
    act: async (page) => {
      await linkTicket(page, 'https://jira.elsewhere.example/jira/browse/ops-41');
      await linkTicket(
        page,
        'https://tickets.infrastructure.coastal-observatories.example/operations/browse/HARBOURS_AND_ISLANDS-123456',
      );
    },
  },
  { name: 'order-ticket-none', path: '/orders/1003', as: 'anna', act: toSection('Ticket elsewhere') },
  {
    name: 'order-ticket-refused',
    path: '/orders/1003',
    as: 'anna',
    act: async (page) => {
      await press(/link a ticket/i)(page);
      await page.getByLabel('Ticket in another Jira').fill('the one of last week');
      await press(/^link ticket$/i)(page);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'order-ticket-unlink',
    path: '/orders/1004',
    as: 'anna',
    act: press(/^unlink ticket ops-41/i),
  },
  { name: 'desk-approver', path: '/orders?q=assimilation', as: 'anna' },
  { name: 'desk-approver-own', path: '/orders?q=assimilation', as: 'marta' },
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
  { name: 'order-note', path: '/orders/1004', as: 'anna', act: press(/internal note/i) },
  { name: 'order-reject', path: '/orders/1004', as: 'anna', act: press(/^reject order/i) },
  { name: 'order-share', path: '/orders/1004', as: 'anna', act: press(/add resource centre/i) },
  { name: 'order-route', path: '/orders/1004', as: 'anna', act: press(/whole route/i) },
  { name: 'order-gone', path: '/orders/999999', as: 'anna' },
  { name: 'desk-peek', path: '/orders?at=1004', as: 'anna' },
  { name: 'desk-no-match', path: '/orders?q=zzzz', as: 'anna' },
  {
    name: 'desk-bulk',
    path: '/orders',
    as: 'anna',
    act: (page) => page.getByRole('checkbox').nth(1).check(),
  },
  { name: 'palette', path: '/orders', as: 'anna', act: searchFor('cloud') },
  { name: 'work-coordinator', path: '/', as: 'marta' },
  { name: 'approvals-coordinator', path: '/approvals', as: 'marta' },
  { name: 'hours-change', path: '/rota/hours', as: 'marta', act: press(/^change/i) },
  { name: 'rota-coordinator', path: '/rota', as: 'marta' },
  { name: 'shares', path: '/shares', as: 'anna' },
  { name: 'shares-provider', path: '/shares', as: 'claire' },
  { name: 'work-provider', path: '/', as: 'claire' },
  { name: 'shares-provider-deliver', path: '/shares?state=validated', as: 'claire' },
  { name: 'shares-provider-site', path: '/shares', as: 'ivan' },
  { name: 'statistics-provider', path: '/statistics?range=12m', as: 'ivan' },
  { name: 'agreements-provider', path: '/agreements', as: 'ivan' },
  { name: 'offers-provider', path: '/offers', as: 'claire' },
  { name: 'statistics', path: '/statistics?range=12m', as: 'anna' },
  {
    name: 'statistics-lower',
    path: '/statistics?range=12m&split=discipline',
    as: 'anna',
    act: (page) =>
      page.getByRole('heading', { name: 'How long did it take?' }).evaluate((head) => head.scrollIntoView()),
  },
  {
    name: 'statistics-table',
    path: '/statistics?range=30d&split=service',
    as: 'anna',
    act: press(/orders came\? as a table/i),
  },
  { name: 'statistics-empty', path: '/statistics?from=2020-01-01&to=2020-01-31', as: 'anna' },
  { name: 'agreements', path: '/agreements', as: 'marta' },
  { name: 'agreements-customer', path: '/agreements', as: 'eleni' },
  { name: 'agreement-new', path: '/agreements/new', as: 'marta' },
  { name: 'agreement-new-missing-fields', path: '/agreements/new', as: 'marta', act: press(/save draft/i) },
  {
    name: 'agreement-ua',
    path: firstOf('/api/agreements?type=ua', ({ name }) => `/agreements/${String(name)}`),
    as: 'marta',
  },
  { name: 'agreement-corporate', path: '/agreements/CORP-SLA-1', as: 'eleni' },
  { name: 'agreement', path: agreement, as: 'marta' },
  { name: 'agreement-results', path: '/agreements/SLA-1002#results', as: 'marta' },
  { name: 'agreement-results-provider', path: '/agreements/OLA-1002-1#results', as: 'ivan' },
  { name: 'results', path: '/agreements/results', as: 'marta' },
  { name: 'agreement-version', path: below(agreement, '/versions/1'), as: 'marta' },
  { name: 'offers-own', path: '/offers', as: 'sofia' },
  { name: 'offers-refill', path: '/offers', as: 'sofia', act: press(/^refill/i) },
  {
    name: 'offer-parameter',
    path: '/marketplace/egi-cloud-compute/offers/1',
    as: 'sofia',
    act: (page) => page.getByText('For the order desk and for programs').first().click(),
  },
  { name: 'offer-new', path: '/marketplace/egi-cloud-compute/offers/new', as: 'sofia' },
  { name: 'offer-edit', path: '/marketplace/egi-cloud-compute/offers/1', as: 'sofia' },
  { name: 'bundle-new', path: '/marketplace/fitsm/bundles/new', as: 'sofia' },
  { name: 'bundle-edit', path: '/marketplace/egi-cloud-compute/bundles/1', as: 'sofia' },
  {
    name: 'bundle-list',
    path: '/marketplace/egi-cloud-compute',
    as: 'sofia',
    act: (page) => page.getByRole('link', { name: /new bundle/i }).scrollIntoViewIfNeeded(),
  },
  { name: 'admin-people', path: '/admin/people', as: 'sofia' },
  {
    name: 'admin-person',
    path: '/admin/people',
    as: 'sofia',
    act: (page) => page.getByRole('link', { name: /jonas/i }).click(),
  },
  { name: 'admin-webhooks-failed', path: '/admin/webhooks', as: 'sofia', act: press(/open billing/i) },
  { name: 'admin-group-form', path: '/admin/groups', as: 'sofia', act: press(/^change/i) },
  { name: 'admin-mappings', path: '/admin/mappings', as: 'sofia' },
  { name: 'admin-groups', path: '/admin/groups', as: 'sofia' },
  { name: 'admin-templates', path: '/admin/templates', as: 'sofia' },
  { name: 'admin-webhooks', path: '/admin/webhooks', as: 'sofia' },
  { name: 'admin-jira', path: '/admin/jira', as: 'sofia' },
  { name: 'admin-jira-checked', path: '/admin/jira', as: 'sofia', act: press(/check the connection/i) },
  { name: 'admin-webhooks-new', path: '/admin/webhooks', as: 'sofia', act: press(/new webhook/i) },
  {
    name: 'admin-webhooks-log',
    path: '/admin/webhooks',
    as: 'sofia',
    act: async (page) => {
      await press(/new webhook/i)(page);
      await page.getByLabel('Name').fill('Billing');
      await page.getByLabel('Address').fill('https://billing.portolan.example/hook?of=a-very-long-address');
      await page.getByLabel('An order was approved').check();
      await press(/add webhook/i)(page);
      await press(/i have it/i)(page);
      await press(/open billing/i)(page);
      await press(/send a test/i)(page);
      await page.getByText('Failed').or(page.getByText('Waits')).first().waitFor();
    },
  },
  { name: 'admin-omses', path: '/admin/order-systems', as: 'sofia' },
  {
    name: 'admin-oms-change',
    path: '/admin/order-systems',
    as: 'sofia',
    act: press(/^change eudat/i),
  },
  { name: 'replies', path: '/templates/replies', as: 'anna' },
  { name: 'reply', path: '/templates/replies', as: 'anna', act: press(/change no capacity/i) },
  { name: 'order-reply', path: '/orders/1004', as: 'anna', act: press(/write to the customer/i) },
  { name: 'mail-texts', path: '/templates/mails', as: 'marta' },
  { name: 'mail-text', path: '/templates/mails/ordering.order_approved', as: 'marta' },
  {
    name: 'mail-text-broken',
    path: '/templates/mails/ordering.order_delivered',
    as: 'marta',
    act: async (page) => {
      await page.getByLabel('First sentence').fill('{{ customer.nme }} can begin.');
      await page.getByText('Line 1').first().waitFor();
    },
  },
  { name: 'admin-foreign', path: '/admin/foreign-marketplaces', as: 'sofia' },
  {
    name: 'admin-foreign-one',
    path: '/admin/foreign-marketplaces',
    as: 'sofia',
    act: async (page) => {
      await press(/add marketplace/i)(page);
      await page.getByLabel('Name').fill('Marketplace of the Northern Seas');
      await page.getByLabel('Address').fill('https://marketplace.portolan.example');
      await page.getByLabel('Number of our order system there').fill('2');
      await page.getByLabel('API token').fill('not a token');
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /add marketplace/i })
        .click();
      await press(/open marketplace of/i)(page);
      await press(/test the connection/i)(page);
      await page
        .getByText(/does not answer|may not be called/i)
        .first()
        .waitFor();
    },
  },
  { name: 'messaging', path: '/messaging', as: 'sofia' },
  { name: 'messaging-new', path: '/messaging', as: 'sofia', act: press(/new project/i) },
  { name: 'messaging-project', path: '/messaging/EGI-ACCOUNTING', as: 'sofia' },
  { name: 'messaging-subscriptions', path: '/messaging/EGI-ACCOUNTING?tab=subscriptions', as: 'sofia' },
  { name: 'messaging-members', path: '/messaging/EGI-ACCOUNTING?tab=members', as: 'sofia' },
  {
    name: 'messaging-member',
    path: '/messaging/EGI-ACCOUNTING?tab=members',
    as: 'sofia',
    act: press(/open ams_accounting_publisher/i),
  },
  { name: 'messaging-activity', path: '/messaging/EGI-ACCOUNTING?tab=activity', as: 'sofia' },
  { name: 'messaging-settings', path: '/messaging/EGI-ACCOUNTING?tab=settings', as: 'jonas' },
  {
    name: 'messaging-people',
    path: '/messaging/EGI-ACCOUNTING?tab=settings',
    as: 'sofia',
    act: press(/appoint people/i),
  },
  { name: 'messaging-topic', path: '/messaging/EGI-ACCOUNTING/topics/gLite-APEL', as: 'sofia' },
  {
    name: 'messaging-topic-json',
    path: '/messaging/EGI-ACCOUNTING/topics/eu-egi-cloud-accounting?from=3',
    as: 'sofia',
  },
  { name: 'messaging-topic-binary', path: '/messaging/EGI-ACCOUNTING/topics/eu-egi-storage-accounting', as: 'sofia' },
  { name: 'messaging-topic-overview', path: '/messaging/EGI-ACCOUNTING/topics/gLite-APEL?tab=overview', as: 'sofia' },
  {
    name: 'messaging-topic-publish',
    path: '/messaging/EGI-ACCOUNTING/topics/gLite-APEL?tab=publish',
    as: 'sofia',
    act: async (page) => {
      await page.getByLabel('Attributes').fill('no attribute');
      await press(/publish message/i)(page);
    },
  },
  {
    name: 'messaging-topic-access',
    path: '/messaging/EGI-ACCOUNTING/topics/gLite-APEL?tab=overview',
    as: 'sofia',
    act: press(/change: who may publish/i),
  },
  { name: 'messaging-subscription', path: '/messaging/EGI-ACCOUNTING/subscriptions/grid-accounting', as: 'sofia' },
  {
    name: 'messaging-subscription-messages',
    path: '/messaging/EGI-ACCOUNTING/subscriptions/grid-accounting?tab=messages',
    as: 'sofia',
  },
  {
    name: 'messaging-move',
    path: '/messaging/EGI-ACCOUNTING/subscriptions/grid-accounting',
    as: 'sofia',
    act: press(/move place/i),
  },
  {
    name: 'messaging-delete',
    path: '/messaging/EGI-ACCOUNTING/subscriptions/grid-accounting',
    as: 'sofia',
    act: press(/delete subscription/i),
  },
  {
    name: 'messaging-new-subscription',
    path: '/messaging/EGI-ACCOUNTING?tab=subscriptions',
    as: 'sofia',
    act: async (page) => {
      await press(/new subscription/i)(page);
      await page.getByLabel(/pushed to an endpoint/i).check();
    },
  },
  { name: 'messaging-push', path: '/messaging/EGI-ACCOUNTING/subscriptions/cloud-dashboard', as: 'sofia' },
  {
    name: 'messaging-push-verify',
    path: '/messaging/EGI-ACCOUNTING/subscriptions/cloud-dashboard',
    as: 'sofia',
    act: async (page) => {
      await press(/^verify$/i)(page);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'messaging-push-failing',
    path: '/messaging/EGI-ACCOUNTING/subscriptions/cloud-dashboard',
    as: 'sofia',
    act: async (page) => {
      await page.route('**/api/**/subscriptions/cloud-dashboard', async (route) => {
        const answer = await route.fetch();
        const body = (await answer.json()) as { push: object };
        await route.fulfill({
          json: { ...body, push: { ...body.push, ...failingPush }, alerts: [lagging] },
        });
      });
      await page.reload();
      await page.getByText('Out of order').waitFor();
    },
  },
  {
    name: 'messaging-push-change',
    path: '/messaging/EGI-ACCOUNTING/subscriptions/cloud-dashboard',
    as: 'sofia',
    act: press(/change: delivery/i),
  },
  {
    name: 'messaging-push-stop',
    path: '/messaging/EGI-ACCOUNTING/subscriptions/cloud-dashboard',
    as: 'sofia',
    act: press(/back to pull/i),
  },
  {
    name: 'messaging-limits',
    path: '/messaging/EGI-ACCOUNTING/subscriptions/grid-accounting',
    as: 'sofia',
    act: press(/change: alerts/i),
  },
  { name: 'messaging-schemas', path: '/messaging/EGI-ACCOUNTING?tab=schemas', as: 'sofia' },
  {
    name: 'messaging-schema-new',
    path: '/messaging/EGI-ACCOUNTING?tab=schemas',
    as: 'sofia',
    act: async (page) => {
      await press(/new schema/i)(page);
      await page.getByLabel('Name').fill('storage-usage');
      await page.getByLabel('Schema', { exact: true }).fill('{\n  "type": "object",\n  "required": [site]\n}');
      await press(/add schema/i)(page);
    },
  },
  {
    name: 'messaging-schema',
    path: '/messaging/EGI-ACCOUNTING?tab=schemas',
    as: 'sofia',
    act: async (page) => {
      await press(/open cloud-usage/i)(page);
      await page.getByLabel(/message in json/i).fill('{"site": "CESNET-MCC"}');
      await press(/check message/i)(page);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'messaging-topic-schema',
    path: '/messaging/EGI-ACCOUNTING/topics/eu-egi-cloud-accounting?tab=overview',
    as: 'sofia',
    act: press(/change: schema/i),
  },
  { name: 'messaging-registrations-none', path: '/messaging?tab=registrations', as: 'sofia' },
  {
    name: 'messaging-registrations',
    path: '/messaging?tab=registrations',
    as: 'sofia',
    act: async (page) => {
      await page.route('**/api/messaging/registrations', (route) => route.fulfill({ json: { items: registrations } }));
      await page.reload();
      await page.getByRole('button', { name: 'Accept grid-publisher' }).waitFor();
    },
  },
  {
    name: 'messaging-certificates',
    path: '/messaging?tab=certificates',
    as: 'sofia',
    act: async (page) => {
      await page.route('**/api/messaging/failed-mappings', (route) =>
        route.fulfill({ json: { items: failedMappings } }),
      );
      await page.reload();
      await page.getByText('CN=ce1').waitFor();
    },
  },
  { name: 'messaging-none', path: '/messaging', as: 'anna' },
  { name: 'admin-jobs', path: '/admin/jobs', as: 'sofia' },
  { name: 'admin-audit', path: '/admin/audit', as: 'sofia' },
  { name: 'api-docs', path: '/api/docs', isPublic: true },
];

const target = join(root, 'shots');
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };
// The sizes at which a screen is reviewed (ui.md 14): `npm run shots -- --every-size desk`.
const everySize = [desktop, { width: 1280, height: 720 }, { width: 1920, height: 1080 }, phone];

await installMissing(['chromium']);
const executablePath = findChromium();
if (executablePath === undefined) {
  say('No Chromium was found; CHROMIUM_PATH names one');
  process.exit(1);
}
await buildWeb({ force: false });
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
// `npm run shots desk order` takes these screens alone; `-- --phone` takes them on a phone too.
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const atEverySize = process.argv.includes('--every-size');
// `--phone` takes every screen at 390 pixels too, not the pages of mails alone.
const onPhone = process.argv.includes('--phone');
const portolan = await startPortolan();
const browser = await chromium.launch({ executablePath, args: chromiumSwitches });
let taken = 0;
const failures: string[] = [];
try {
  for (const person of new Set(screens.map(({ as }) => as))) {
    const context = await browser.newContext({
      baseURL: portolan.url,
      viewport: desktop,
      locale: 'en-GB',
      timezoneId: 'Europe/Amsterdam',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    if (person !== undefined) await signInAs(page, person);
    for (const screen of screens) {
      if (screen.as !== person || (wanted.length > 0 && !wanted.includes(screen.name))) continue;
      await takeScreen(page, screen).catch((error: unknown) =>
        failures.push(
          `${screen.name}: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
        ),
      );
    }
    await context.close();
  }
} finally {
  await browser.close();
  await portolan.stop();
}
for (const failure of failures) say(failure);
say(`${taken} pictures in shots/, ${failures.length} screens failed`);
process.exit(failures.length > 0 ? 1 : 0);

async function takeScreen(page: Page, { name, path, isPublic, before, act }: Screen): Promise<void> {
  const address = typeof path === 'string' ? path : await path(page);
  if (address === undefined) {
    say(`${name}: nothing in the demo to show`);
    return;
  }
  for (const size of atEverySize ? everySize : isPublic === true || onPhone ? [desktop, phone] : [desktop]) {
    await page.setViewportSize(size);
    for (const theme of ['light', 'dark'] as const) {
      await inTheme(page, theme);
      // Elsewhere first: an address that differs by its fragment alone would keep what is open.
      await page.goto('about:blank');
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await before?.(page);
      await page.goto(address);
      await settled(page);
      if (act) {
        await act(page);
        await settled(page);
      }
      await page.screenshot({
        path: join(target, `${name}${size === desktop ? '' : `-${size.width}`}-${theme}.png`),
        fullPage: size === phone,
      });
      taken += 1;
    }
  }
}
