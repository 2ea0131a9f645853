import type { Page } from '@playwright/test';
import type { PersonaKey } from '../../e2e/support/journey.ts';

// What a picture is taken of, and the ways to come to it in the demo.

export interface Screen {
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
export const firstOf =
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
export const linkInMail =
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
export const lineIn = (state: string) => async (page: Page) => {
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
export const bundleOrder =
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
export const press = (name: RegExp) => async (page: Page) => {
  const folded = page.getByRole('button', { name: /^what you can do/i });
  const button = page.getByRole('button', { name }).first();
  if ((await folded.isVisible()) && !(await button.isVisible())) await folded.click();
  await button.click();
};

/** Follows an entry of the navigation; on a phone it is folded into the menu. */
export async function throughMenu(page: Page, name: RegExp): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu', exact: true });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('link', { name }).first().click();
}

export const toSection = (name: string) => (page: Page) =>
  page.getByRole('heading', { name }).first().scrollIntoViewIfNeeded();
export const toRating = toSection('Ratings');
export const toProcedure = toSection('Procedure');
export const searchFor = (words: string) => async (page: Page) => {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(words);
  await page.getByRole('option').first().waitFor();
};

/** Links a ticket to the order on screen, where that was not done before. */
export async function linkTicket(page: Page, address: string): Promise<void> {
  const link = page.getByRole('link', { name: address.split('/').at(-1) ?? '' });
  if ((await link.count()) === 0) {
    await press(/link a ticket/i)(page);
    await page.getByLabel('Ticket in another Jira').fill(address);
    await press(/^link ticket$/i)(page);
  }
  await link.scrollIntoViewIfNeeded();
}

/** The order of the desk that a search finds first. */
export const orderWith = (words: string, more = '') =>
  firstOf(`/api/orders?q=${encodeURIComponent(words)}${more}&limit=1`, ({ number }) => `/orders/${String(number)}`);
export const order = firstOf('/api/orders?limit=1', ({ number }) => `/orders/${String(number)}`);
export const project = firstOf('/api/projects?limit=1', ({ number }) => `/projects/${String(number)}`);
export const service = firstOf('/api/catalogue?limit=1', ({ slug }) => `/marketplace/${String(slug)}`);
export const agreement = firstOf('/api/agreements?limit=1', ({ name }) => `/agreements/${String(name)}`);
export const below = (parent: (page: Page) => Promise<string | undefined>, rest: string) => async (page: Page) => {
  const found = await parent(page);
  return found === undefined ? undefined : `${found}${rest}`;
};
