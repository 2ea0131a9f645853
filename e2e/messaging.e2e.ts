import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectFitsPhone, pageOf, test } from './support/journey.ts';

// An administrator makes a topic and a subscription, gives a program a token, sees messages come in, and moves the place.

test.describe.configure({ mode: 'serial' });

let sofia: Page;
let token = '';
const project = '/messaging/EGI-ACCOUNTING';

test.beforeAll(async ({ browser }) => {
  sofia = await pageOf(browser, 'sofia');
});
test.afterAll(() => sofia.context().close());

const dialog = () => sofia.getByRole('dialog');
const publish = (data: string) =>
  sofia.request.post('/v1/projects/EGI-ACCOUNTING/topics/journey:publish', {
    headers: { 'x-api-key': token },
    data: JSON.stringify({ messages: [{ data: btoa(data), attributes: { type: 'journey' } }] }),
  });

test('she makes a topic and a subscription to it', async () => {
  await sofia.goto(project);
  await sofia.getByRole('button', { name: 'New topic' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('not a name');
  await dialog().getByRole('button', { name: 'Make topic' }).click();
  await expect(dialog().getByRole('alert')).toContainText('letters, digits');
  await dialog().getByRole('textbox', { name: 'Name' }).fill('journey');
  await dialog().getByRole('button', { name: 'Make topic' }).click();
  await expect(sofia.getByRole('heading', { level: 1, name: 'journey' })).toBeVisible();
  await sofia.getByRole('button', { name: 'New subscription' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('journey-reader');
  await dialog().getByRole('button', { name: 'Make subscription' }).click();
  await expect(sofia.getByRole('heading', { level: 1, name: 'journey-reader' })).toBeVisible();
  await expect(sofia.getByText('everything is read')).toBeVisible();
});

test('she makes a member, whose token is shown once, and lets it publish', async () => {
  await sofia.goto(`${project}?tab=members`);
  await sofia.getByRole('button', { name: 'New member' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('journey-publisher');
  await dialog()
    .getByRole('checkbox', { name: /^Publisher/ })
    .check();
  await dialog().getByRole('button', { name: 'Make member' }).click();
  const secret = sofia.getByRole('region', { name: 'Secret of journey-publisher' });
  token = (await secret.locator('code').innerText()).trim();
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  await expectAccessible(sofia);
  await sofia.reload();
  await expect(sofia.getByRole('row', { name: /journey-publisher/ })).toBeVisible();
  await expect(sofia.getByText(token)).toHaveCount(0);

  expect((await publish('refused')).status()).toBe(403);
  await sofia.goto(`${project}/topics/journey?tab=overview`);
  await sofia.getByRole('button', { name: 'Change: Who may publish' }).click();
  await dialog().getByLabel('journey-publisher').check();
  await dialog().getByRole('button', { name: 'Save list' }).click();
  await expect(sofia.getByRole('listitem').filter({ hasText: 'journey-publisher' })).toBeVisible();
});

test('she sees messages as they come, decoded, with who published them', async () => {
  await sofia.goto(`${project}/topics/journey`);
  await expect(sofia.getByText('No message is kept')).toBeVisible();
  expect((await publish('{"site":"CESNET-MCC"}')).status()).toBe(200);
  const first = sofia.getByRole('article', { name: 'Message 0' });
  await expect(first).toContainText('journey-publisher');
  await expect(first).toContainText('"site": "CESNET-MCC"');
  await expect(first).toContainText('journey');
  await publish('plain words');
  await expect(sofia.getByRole('article', { name: 'Message 1' })).toContainText('plain words');
  await sofia.getByRole('searchbox', { name: 'Find in the messages that are loaded' }).fill('cesnet');
  await expect(sofia.getByRole('article')).toHaveCount(1);
  await expectAccessible(sofia);
  await expectFitsPhone(sofia);
});

test('she publishes a test message and finds it', async () => {
  await sofia.goto(`${project}/topics/journey?tab=publish`);
  await sofia.getByLabel('Text', { exact: true }).fill('From the portal ✓');
  await sofia.getByLabel('Attributes').fill('kind: test');
  await sofia.getByRole('button', { name: 'Publish message' }).click();
  await sofia.getByRole('link', { name: 'Show it' }).click();
  await expect(sofia.getByRole('article', { name: 'Message 2' })).toContainText('From the portal ✓');
});

test('she acknowledges up to a message, moves the place and takes it back', async () => {
  await sofia.goto(`${project}/subscriptions/journey-reader?tab=messages`);
  await sofia.getByRole('button', { name: 'Acknowledge up to message 1' }).click();
  await dialog().getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect(sofia.getByText('1 message behind')).toBeVisible();
  await sofia.getByRole('button', { name: 'Move place' }).click();
  await dialog().getByLabel('Next message to hand out').fill('9');
  await dialog().getByRole('button', { name: 'Move place' }).click();
  await expect(dialog().getByRole('alert')).toContainText('from 0 to 3');
  await dialog().getByLabel('Next message to hand out').fill('0');
  await dialog().getByRole('button', { name: 'Move place' }).click();
  await expect(sofia.getByText('3 messages behind')).toBeVisible();
  await sofia.getByRole('button', { name: 'Undo' }).click();
  await expect(sofia.getByText('1 message behind')).toBeVisible();
});

test('what she changed is written down, and she takes everything away again', async () => {
  await sofia.goto(`${project}?tab=activity`);
  await expect(sofia.getByText('moved journey-reader').first()).toBeVisible();
  await expect(sofia.getByRole('listitem').filter({ hasText: 'changed who may publish to journey' })).toContainText(
    'journey-publisher',
  );
  await sofia.goto(`${project}/subscriptions/journey-reader`);
  await sofia.getByRole('button', { name: 'Delete subscription' }).click();
  await dialog().getByRole('button', { name: 'Delete subscription' }).click();
  await expect(dialog().getByText('Type journey-reader to confirm.')).toBeVisible();
  await dialog().getByRole('textbox').fill('journey-reader');
  await dialog().getByRole('button', { name: 'Delete subscription' }).click();
  await expect(sofia.getByRole('heading', { level: 1, name: 'EGI-ACCOUNTING' })).toBeVisible();
  await sofia.goto(`${project}/topics/journey`);
  await sofia.getByRole('button', { name: 'Delete topic' }).click();
  await dialog().getByRole('textbox').fill('journey');
  await dialog().getByRole('button', { name: 'Delete topic' }).click();
  await expect(sofia.getByRole('link', { name: 'journey', exact: true })).toHaveCount(0);
});
