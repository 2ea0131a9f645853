import type { Page } from '@playwright/test';
import { dayFromToday, expect, expectAccessible, expectFitsPhone, openMail, pageOf, test } from './support/journey.ts';

// The main job as its people do it, each in a window of their own: a customer orders, a shifter works it, providers answer
// from their mail, an SLA is generated and signed, the customer gets access, and asks for more.

test.describe.configure({ mode: 'serial' });

let eleni: Page;
let anna: Page;
/** Nobody in particular, who reads the mail of the demo. */
let reader: Page;
/** Number of the order, as the customer's page says it. */
let order: string;

// Its own name each time, so that the journey can be repeated on a product that runs.
const project = `Meltemi hindcast ${Date.now().toString(36)}`;
const machines = 10;
const start = dayFromToday(20);

test.beforeAll(async ({ browser }) => {
  eleni = await pageOf(browser, 'eleni');
  anna = await pageOf(browser, 'anna');
  reader = await pageOf(browser, null, '/mailbox');
});
test.afterAll(async () => {
  for (const page of [eleni, anna, reader]) await page.context().close();
});

/** Goes to a page by the navigation. */
const menu = (page: Page, name: string) =>
  page
    .getByRole('navigation', { name: 'Main' })
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click();
/** Presses one of the things that can be done with a record now. */
const act = (page: Page, name: string) =>
  page.getByRole('complementary', { name: 'What you can do' }).getByRole('button', { name, exact: true }).click();
/** The row of a resource centre in the shares of an order. */
const share = (site: string) =>
  anna.getByRole('region', { name: 'Shares' }).getByRole('row', { name: new RegExp(`^${site}`) });

/** Follows the button of the newest mail about this order to an address. */
const followMail = (to: string, subject: string, button: string) =>
  openMail(reader, to, new RegExp(`^\\[${order}\\] ${subject}`), button);

test('the customer creates a project', async () => {
  await menu(eleni, 'My projects');
  await eleni.getByRole('link', { name: 'New project' }).click();
  await eleni.getByRole('button', { name: 'Create project' }).click();
  await expect(eleni.getByRole('alert')).toBeFocused();
  await eleni.getByLabel('Name', { exact: true }).fill(project);
  await eleni.getByRole('radio', { name: /^Research community/ }).check();
  await eleni.getByLabel('Name of the community').fill('Coastal modelling group');
  await eleni.getByLabel(/^Why you need access/).fill('Forty years of waves, computed once more.');
  await eleni.getByRole('button', { name: 'Create project' }).click();
  await expect(eleni.getByRole('heading', { level: 1, name: project })).toBeVisible();
});

test('she orders through the wizard, and what she wrote outlives leaving', async () => {
  await eleni.clock.install();
  await menu(eleni, 'Marketplace');
  await eleni.getByRole('link', { name: 'EGI Cloud compute', exact: true }).click();
  await eleni.getByRole('link', { name: 'Order: General purpose' }).click();
  await expect(eleni.getByRole('heading', { name: 'How you get access' })).toBeVisible();
  await eleni.getByRole('button', { name: 'Continue' }).click();

  const choose = (question: string, answer: string) =>
    eleni.getByRole('group', { name: question }).getByRole('radio', { name: answer, exact: true }).check();
  await choose('Number of CPU Cores', '4');
  await choose('Amount of RAM per CPU core', '2 GB');
  await choose('Local disk', '20 GB');
  await choose('Access type', 'reserved');
  await eleni.getByLabel('Number of VM instances', { exact: true }).fill('51');
  await eleni.getByLabel('Start of service').fill(start);
  await eleni.getByLabel('Number of days', { exact: true }).fill('90');
  await eleni.getByRole('button', { name: 'Continue' }).click();
  await expect(eleni.getByRole('alert')).toBeFocused();
  await eleni
    .getByRole('alert')
    .getByRole('link', { name: /Number of VM instances/ })
    .click();
  await expect(eleni.getByLabel('Number of VM instances', { exact: true })).toBeFocused();
  await expectAccessible(eleni);
  await eleni.getByLabel('Number of VM instances', { exact: true }).fill(String(machines));

  const soFar = eleni.getByRole('complementary', { name: 'Your order so far' });
  await expect(soFar).toContainText('40');
  await expect(soFar).toContainText('80 GB');

  await menu(eleni, 'My projects');
  await expect(eleni.getByRole('heading', { level: 1, name: 'My projects' })).toBeVisible();
  await eleni.goto('/marketplace/egi-cloud-compute/order/configure');
  await expect(eleni.getByText('What you wrote is still here.')).toBeVisible();
  await expect(eleni.getByLabel('Number of VM instances', { exact: true })).toHaveValue(String(machines));
  await expect(eleni.getByRole('radio', { name: 'reserved' })).toBeChecked();
  await eleni.getByRole('button', { name: 'Continue' }).click();

  await expect(eleni.getByRole('heading', { name: 'Is this right?' })).toBeVisible();
  await eleni.getByRole('radio', { name: new RegExp(project) }).check();
  await eleni.getByLabel(/^A word to the order desk/).fill('One site or two, as it suits.');
  // Who is done within seconds is no person, and the order would be held.
  await eleni.clock.fastForward('00:10');
  await eleni.getByRole('button', { name: 'Send order' }).click();

  const title = eleni.getByRole('heading', { level: 1, name: /EGI Cloud compute, General purpose/ });
  await expect(title).toBeVisible();
  order = /^\d+/.exec(await title.innerText())?.[0] ?? '';
  expect(order).not.toBe('');
  await expect(eleni.getByRole('main')).toContainText('One site or two, as it suits.');
});

test('a shifter sees it on the desk and takes it', async () => {
  await menu(anna, 'Order desk');
  await anna
    .getByRole('row', { name: new RegExp(order) })
    .getByRole('link')
    .first()
    .click();
  await expect(anna.getByRole('heading', { level: 1, name: new RegExp(order) })).toBeVisible();
  await act(anna, 'Take it');
  await expect(anna.getByText('Under review').first()).toBeVisible();
  await expect(eleni.getByRole('main').getByText('Under review').first()).toBeVisible();
});

test('she asks the customer, the clock stands still until the answer', async () => {
  await act(anna, 'Ask the customer');
  await anna.getByRole('textbox', { name: 'To the customer' }).fill('May the machines be split over two sites?');
  await expect(anna.getByRole('checkbox', { name: /Wait for an answer/ })).toBeChecked();
  await anna.getByRole('button', { name: /^Send to/ }).click();
  await expect(anna.getByText('Waiting for customer').first()).toBeVisible({ timeout: 20_000 });
  const decision = anna.locator('.pt-clock-row', { hasText: 'Decision' });
  await expect(decision).toContainText('paused');

  const question = eleni.getByRole('region', { name: 'Anna de Wit asks you' });
  await expect(question).toContainText('May the machines be split over two sites?');
  await expectAccessible(eleni);
  await question.getByRole('textbox', { name: 'Your answer' }).fill('Gladly, six and four.');
  await question.getByRole('button', { name: 'Send answer' }).click();
  await expect(question).toBeHidden();
  await expect(anna.getByRole('region', { name: 'Timeline' })).toContainText('Gladly, six and four.');
  await expect(anna.getByText('Under review').first()).toBeVisible();
  await expect(decision).not.toContainText('paused');
});

const secretNote = 'Their last campaign ran over by a month';
async function expectNothingInternal(page: Page): Promise<void> {
  expect(await page.content()).not.toContain(secretNote);
  await reader.goto(`/mailbox?q=${encodeURIComponent(secretNote)}`);
  await expect(reader.getByText('No mail matches')).toBeVisible();
}

test('an internal note stays with the desk', async () => {
  await anna.getByRole('button', { name: 'Internal note' }).click();
  await anna.getByRole('textbox', { name: 'Internal note' }).fill(secretNote);
  await expectAccessible(anna);
  await anna.getByRole('button', { name: 'Save internal note' }).click();
  await expect(anna.getByRole('region', { name: 'Timeline' })).toContainText(secretNote);

  await eleni.reload();
  await expect(eleni.getByRole('main')).toContainText('Gladly, six and four.');
  await expectNothingInternal(eleni);
});

test('she splits it over two resource centres and sends the shares', async () => {
  for (const { site, amount } of [
    { site: 'IISAS-FedCloud', amount: 6 },
    { site: 'INFN-CLOUD-BARI', amount: 4 },
  ]) {
    await anna.getByRole('button', { name: 'Add resource centre' }).click();
    const form = anna.getByRole('dialog', { name: 'Add a resource centre' });
    await form.getByLabel('Resource centre').fill(site);
    await expect(form.getByLabel(/^Mail address/)).not.toHaveValue('');
    await form.getByLabel('Virtual machines').fill(String(amount));
    await form.getByRole('button', { name: 'Add share' }).click();
    await expect(share(site)).toContainText('Draft');
  }
  await act(anna, 'Send 2 shares');
  await expect(share('IISAS-FedCloud')).toContainText('Sent');
  await expect(share('INFN-CLOUD-BARI')).toContainText('Sent');
});

test('one provider answers from its mail: looking decides nothing, a choice does', async () => {
  const page = await followMail('viktor@iisas.example', 'Can IISAS-FedCloud provide', 'Answer this request');
  await expect(
    page.getByRole('heading', { level: 1, name: 'Can IISAS-FedCloud provide 6 virtual machines?' }),
  ).toBeVisible();
  await expectAccessible(page);
  await expectFitsPhone(page);
  await page.reload();
  await expect(share('IISAS-FedCloud')).toContainText('Sent');

  await page.getByRole('button', { name: 'Send answer' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await page.getByRole('alert').getByRole('link').click();
  await expect(page.getByRole('radio', { name: 'Yes, we provide this share' })).toBeFocused();
  await page.getByRole('radio', { name: 'Yes, we provide this share' }).check();
  await page.getByRole('button', { name: 'Send our yes' }).click();
  await expect(page.getByRole('button', { name: 'Send our yes' })).toBeHidden();
  await page.close();
  await expect(share('IISAS-FedCloud')).toContainText('Validated');
});

test('the other offers less, and the desk accepts', async () => {
  const page = await followMail('marco@infn-bari.example', 'Can INFN-CLOUD-BARI provide', 'Answer this request');
  await page.getByRole('radio', { name: 'Yes, but with changes' }).check();
  await page.getByLabel('Virtual machines').fill('3');
  await page.getByRole('textbox', { name: /^Comment for the order desk/ }).fill('One machine is on loan until May.');
  await expect(page.getByText('You offer 3 of 4 virtual machines')).toBeVisible();
  await page.getByRole('button', { name: 'Send changed offer' }).click();
  await expect(page.getByRole('button', { name: 'Send changed offer' })).toBeHidden();
  await page.close();

  await expect(share('INFN-CLOUD-BARI')).toContainText('Countered');
  const counter = anna.getByRole('region', { name: 'Counter of INFN-CLOUD-BARI' });
  await expect(counter.getByRole('row', { name: /VMs/ })).toContainText('3');
  await expectAccessible(anna);
  await anna.getByRole('button', { name: 'Accept the counter' }).click();
  await expect(share('INFN-CLOUD-BARI')).toContainText('Validated');
  await expect(anna.getByText('9 of 10 VMs validated')).toBeVisible();
});

test('the agreement is drafted, proposed and signed by the desk', async () => {
  await act(anna, 'Prepare the agreement');
  await act(anna, 'Review and propose the agreement');
  await expect(anna.getByRole('heading', { level: 1, name: new RegExp(`^SLA-${order}`) })).toBeVisible();
  await act(anna, 'Propose');
  const proposal = anna.getByRole('dialog', { name: /^Propose: SLA/ });
  await proposal.getByRole('checkbox', { name: 'Sign for the federation at once' }).check();
  await proposal.getByLabel(/^In which role you sign/).fill('Order desk');
  await expectAccessible(anna);
  await proposal.getByRole('button', { name: `Propose SLA-${order}` }).click();
  await expect(anna.getByRole('main')).toContainText('Anna de Wit, Order desk');
});

test('the customer signs with her account', async () => {
  await act(eleni, 'Read and sign the agreement');
  await act(eleni, 'Sign');
  const signing = eleni.getByRole('dialog', { name: /^Sign: SLA/ });
  await signing.getByLabel(/^In which role you sign/).fill('Principal investigator');
  await signing.getByRole('button', { name: `Sign SLA-${order}` }).click();
  await expect(eleni.getByRole('main')).toContainText('Eleni Papadaki, Principal investigator');
  await expect(eleni.getByText('Agreed', { exact: true }).first()).toBeVisible();
});

test('a provider signs its OLA by the link in its mail', async () => {
  const page = await followMail('viktor@iisas.example', 'Sign the agreement OLA', 'Read and sign');
  await expectAccessible(page);
  await expectFitsPhone(page);
  await page.getByRole('button', { name: 'Send my answer' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await page.getByRole('radio', { name: 'I sign this agreement' }).check();
  await page.getByLabel('Your name').fill('Viktor Hluchý');
  await page.getByLabel('Your role').fill('Head of cloud operations');
  await page.getByRole('button', { name: 'Send my answer' }).click();
  await expect(page.getByText('Viktor Hluchý, Head of cloud operations').first()).toBeVisible();
  await page.close();
});

test('the order is approved and delivered with an address and a secret', async () => {
  await anna.goto(`/orders/${order}`);
  await act(anna, 'Approve order');
  await anna
    .getByRole('dialog')
    .getByRole('button', { name: /^Approve order/ })
    .click();
  await expect(anna.getByText('Approved').first()).toBeVisible();

  for (const site of ['IISAS-FedCloud', 'INFN-CLOUD-BARI']) {
    await share(site).getByRole('button', { name: 'Report ready' }).click();
    const form = anna.getByRole('dialog', { name: new RegExp(site) });
    await form.getByLabel(/^Address/).fill(`https://${site.toLowerCase()}.example/`);
    await form.getByRole('button', { name: 'Add a secret' }).click();
    await form.getByLabel('Name of the secret').fill('Key');
    await form.getByLabel('Secret', { exact: true }).fill(`sesame for ${site}`);
    await form.getByRole('button', { name: 'Report ready' }).click();
    await expect(form).toBeHidden();
  }
  await expect(anna.getByText('Ready').first()).toBeVisible();
});

test('the customer sees how to get in, and rates it', async () => {
  await menu(eleni, 'My projects');
  await eleni.getByRole('link', { name: project }).click();
  await eleni.getByRole('link', { name: /EGI Cloud compute/ }).click();
  await expect(eleni.getByText('Ready to use').first()).toBeVisible();
  await expect(eleni.getByRole('link', { name: /iisas-fedcloud\.example/ })).toBeVisible();
  await expect(eleni.getByText('sesame for IISAS-FedCloud')).toBeHidden();
  await eleni.getByRole('button', { name: 'Show Key' }).first().click();
  await expect(eleni.getByText('sesame for IISAS-FedCloud')).toBeVisible();
  await expectAccessible(eleni);

  await act(eleni, 'Rate it');
  const rating = eleni.getByRole('dialog', { name: 'Rate EGI Cloud compute' });
  await rating.getByRole('group', { name: 'The service' }).getByRole('radio', { name: 'Very good' }).check();
  await rating
    .getByRole('group', { name: 'How the order was handled' })
    .getByRole('radio', { name: 'Good', exact: true })
    .check();
  await rating.getByRole('button', { name: 'Send rating' }).click();
  await expect(eleni.getByRole('heading', { name: 'Your rating' })).toBeVisible();
});

test('she asks for more: an order of its own with only the difference, and the first can be closed', async () => {
  await act(eleni, 'Ask for a change');
  const form = eleni.getByRole('dialog', { name: 'Ask for a change' });
  await form.getByLabel('Number of VM instances', { exact: true }).fill('14');
  await form.getByLabel('Number of days', { exact: true }).fill('120');
  await form.getByLabel(/^Why/).fill('The second reanalysis begins in spring.');
  await form.getByRole('button', { name: 'Check the change' }).click();
  await expect(form.getByRole('row', { name: /Number of VM instances/ })).toContainText('14');
  await form.getByRole('button', { name: 'Send change' }).click();
  const title = eleni.getByRole('heading', { level: 1, name: /EGI Cloud compute, General purpose/ });
  await expect(eleni.getByText(`change of order ${order}`)).toBeVisible();
  const change = /^\d+/.exec(await title.innerText())?.[0] ?? '';
  expect(change).not.toBe(order);

  await menu(anna, 'Order desk');
  await anna
    .getByRole('row', { name: new RegExp(change) })
    .getByRole('link')
    .first()
    .click();
  await expect(anna.getByRole('heading', { level: 1, name: new RegExp(change) })).toBeVisible();
  await act(anna, 'Take it');
  await expect(anna.getByText('4 VMs').first()).toBeVisible();
  await expectAccessible(anna);

  await anna.goto(`/orders/${order}`);
  await act(anna, 'Close order');
  const closing = anna.getByRole('dialog', { name: /^Close order/ });
  await closing.getByLabel(/^Reason/).fill('The campaign is over.');
  await closing.getByRole('button', { name: /^Close order/ }).click();
  await expect(anna.getByText('Closed').first()).toBeVisible();

  await menu(eleni, 'My projects');
  await eleni.getByRole('link', { name: project }).click();
  // A change that is not decided yet ends with its order.
  const closed = eleni.getByRole('row', { name: /Closed/ });
  await expect(closed).toHaveCount(2);
  await closed.filter({ hasNotText: 'change of' }).getByRole('link').click();
  await expect(eleni.getByText('Closed', { exact: true }).first()).toBeVisible();
  await expectNothingInternal(eleni);
});
