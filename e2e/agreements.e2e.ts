import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectFitsPhone, openMail, pageOf, test } from './support/journey.ts';

// An agreement that no order brings about, from its first word to both signatures: a coordinator writes a corporate SLA,
// the customers' speaker signs by a link, and a customer finds what holds for her.

test.describe.configure({ mode: 'serial' });

let marta: Page;
let eleni: Page;
/** Nobody in particular, who reads the mail of the demo. */
let reader: Page;
/** `CORP-SLA-9`. */
let name: string;

test.beforeAll(async ({ browser }) => {
  marta = await pageOf(browser, 'marta');
  eleni = await pageOf(browser, 'eleni');
  reader = await pageOf(browser, null, '/mailbox');
});
test.afterAll(async () => {
  for (const page of [marta, eleni, reader]) await page.context().close();
});

const act = (button: string) =>
  marta.getByRole('complementary', { name: 'What you can do' }).getByRole('button', { name: button, exact: true });

test('the coordinator writes a corporate SLA, and what is missing is said at its field', async () => {
  await marta.goto('/agreements');
  await marta.getByRole('link', { name: 'New agreement' }).click();
  await expect(marta.getByRole('heading', { level: 1, name: 'New agreement' })).toBeVisible();
  await marta.getByRole('radio', { name: /^UA, with a supplier/ }).check();
  await expect(marta.getByRole('heading', { name: 'The supplier' })).toBeVisible();
  await marta.getByRole('radio', { name: /^Corporate SLA/ }).check();
  await marta.getByRole('button', { name: 'Save draft' }).click();
  await expect(marta.getByRole('alert')).toBeFocused();
  await marta.getByRole('alert').getByRole('link', { name: 'Name the other side' }).click();
  await expect(marta.getByLabel('Name', { exact: true })).toBeFocused();
  await expectAccessible(marta);
  await expectFitsPhone(marta);

  await marta.getByLabel('Name', { exact: true }).fill('Assembly of communities');
  await marta.getByLabel('Contact').fill('Berit Dahl');
  await marta.getByLabel('Mail address').fill('berit@assembly.example');
  await marta.getByLabel('Service', { exact: true }).fill('notebooks');
  await expect(marta.locator('datalist option[value="EGI Notebooks"]')).toHaveCount(1);
  await marta.getByLabel('Service', { exact: true }).fill('Services for training');
  await marta.getByLabel('Scope').fill('Machines and notebooks for courses, for every teacher of a member.');
  await marta.getByLabel('Availability of a month').fill('92.5');
  await marta.getByRole('button', { name: 'Save draft' }).click();
  const title = marta.getByRole('heading', { level: 1, name: /^CORP-SLA-\d+/ });
  await expect(title).toBeVisible();
  name = /CORP-SLA-\d+/.exec(await title.innerText())?.[0] ?? '';
  await expect(marta.getByRole('main')).toContainText('92.5 %');
  await expectAccessible(marta);
});

test('its draft is changed, linked to an OLA, and has a PDF', async () => {
  await marta.getByRole('button', { name: 'Change parties and matter' }).click();
  const form = marta.getByRole('dialog');
  await form.getByLabel('Organisation or address').fill('Oslo, Norway');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toBeHidden();
  await expect(marta.getByRole('main')).toContainText('Oslo, Norway');

  await marta.getByRole('button', { name: 'Link an OLA or UA' }).click();
  await form.getByLabel('Name of the OLA or UA').fill(name);
  await form.getByRole('button', { name: 'Link', exact: true }).click();
  await expect(form.getByRole('alert')).toContainText('is an SLA: an SLA rests on OLAs and UAs');
  const { items } = (await (await marta.request.get('/api/agreements?type=service_ola')).json()) as {
    items: { name: string }[];
  };
  await form.getByLabel('Name of the OLA or UA').fill(items[0]?.name ?? '');
  await form.getByRole('button', { name: 'Link', exact: true }).click();
  await expect(marta.getByRole('link', { name: items[0]?.name ?? '' })).toBeVisible();

  await expect(marta.getByRole('link', { name: `${name}-v1.pdf` })).toBeVisible({ timeout: 30_000 });
  const pdf = await marta.request.get(`/api/agreements/${name}/versions/1/pdf`);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
});

test('it is proposed and signed, by the speaker of the customers through a link', async () => {
  await act('Propose').click();
  const form = marta.getByRole('dialog');
  await form.getByRole('checkbox', { name: /Sign for the federation/ }).check();
  await form.getByLabel('In which role you sign').fill('SLA coordinator');
  await form.getByRole('button', { name: `Propose ${name}` }).click();
  await expect(form).toBeHidden();

  const sign = await openMail(reader, 'berit@assembly.example', new RegExp(`^\\[${name}\\] Sign`), 'Read and sign');
  await expectAccessible(sign);
  await sign.getByRole('radio', { name: 'I sign this agreement' }).check();
  await sign.getByLabel('Your name').fill('Berit Dahl');
  await sign.getByLabel('Your role').fill('Speaker of the assembly');
  await sign.getByRole('button', { name: 'Send my answer' }).click();
  await expect(sign.getByRole('heading', { name: 'Both sides have signed' })).toBeVisible();
  await expect(marta.getByText('Agreed').first()).toBeVisible();
});

test('a customer sees the corporate SLA that holds for her, and nothing to do with it', async () => {
  await eleni.goto('/agreements');
  await eleni.getByRole('link', { name, exact: true }).first().click();
  await expect(eleni.getByRole('heading', { level: 1, name: new RegExp(name) })).toBeVisible();
  await expect(eleni.getByRole('main')).toContainText('Services for training');
  await expect(eleni.getByRole('button', { name: 'Terminate' })).toHaveCount(0);

  // An order without an agreement of its own names what holds for everyone.
  const { items } = (await (await eleni.request.get('/api/projects?limit=1')).json()) as {
    items: { number: number }[];
  };
  const project = (await (await eleni.request.get(`/api/projects/${items[0]?.number}`)).json()) as {
    lines: { iid: number; state: string }[];
  };
  const line = project.lines.find(({ state }) => state === 'registered');
  await eleni.goto(`/projects/${items[0]?.number}/lines/${line?.iid}`);
  await expect(eleni.getByRole('link', { name: 'Corporate SLA CORP-SLA-1' })).toBeVisible();
  await expectAccessible(eleni);

  await eleni.goto('/agreements/new');
  await expect(eleni.getByRole('heading', { level: 1, name: 'New agreement' })).toHaveCount(0);
});
