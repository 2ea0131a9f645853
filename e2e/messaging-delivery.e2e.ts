import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectFitsPhone, pageOf, test } from './support/journey.ts';

// An administrator lets a subscription be pushed, checks messages by a schema, sets limits, and decides who gets a user.

test.describe.configure({ mode: 'serial' });

let sofia: Page;
const project = '/messaging/EGI-ACCOUNTING';

test.beforeAll(async ({ browser }) => {
  sofia = await pageOf(browser, 'sofia');
});
test.afterAll(() => sofia.context().close());

const dialog = () => sofia.getByRole('dialog');

test('she makes a subscription that is pushed, verifies in vain, and goes back to pull', async () => {
  await sofia.goto(`${project}?tab=subscriptions`);
  await sofia.getByRole('button', { name: 'New subscription' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('journey-pushed');
  await dialog().getByLabel('Topic', { exact: true }).selectOption('gLite-APEL');
  await dialog()
    .getByLabel(/^Pushed to an endpoint/)
    .check();
  await dialog().getByLabel('Endpoint', { exact: true }).fill('http://insecure.example');
  await dialog().getByRole('button', { name: 'Make subscription' }).click();
  await expect(dialog().getByRole('alert')).toContainText('begins with https://');
  await dialog().getByLabel('Endpoint', { exact: true }).fill('https://127.0.0.1:9/in');
  await dialog().getByLabel('Topic for dead letters').selectOption('cloud-dashboard-dead');
  await expectAccessible(sofia);
  await dialog().getByRole('button', { name: 'Make subscription' }).click();
  await expect(sofia.getByText('Nothing is pushed until the endpoint is verified.')).toBeVisible();
  await expect(sofia.getByText('GET https://127.0.0.1:9/ams_verification_hash')).toBeVisible();
  await sofia.getByRole('button', { name: 'Verify' }).click();
  await expect(sofia.getByRole('alert')).toContainText('The endpoint is not verified');
  await expectAccessible(sofia);
  await expectFitsPhone(sofia);

  await sofia.getByRole('button', { name: 'Change: Delivery' }).click();
  await dialog().getByLabel('Most messages at once').fill('5');
  await dialog().getByRole('button', { name: 'Save delivery' }).click();
  await expect(sofia.getByText('up to 5 messages')).toBeVisible();
  await sofia.getByRole('button', { name: 'Back to pull' }).click();
  await dialog().getByRole('button', { name: 'Back to pull' }).click();
  await expect(sofia.getByText('Consumers pull: a message waits')).toBeVisible();
});

test('she sets when it lags', async () => {
  await sofia.getByRole('button', { name: 'Change: Alerts' }).click();
  await dialog()
    .getByLabel(/^Messages behind/)
    .fill('500');
  await dialog()
    .getByLabel(/^A message waits/)
    .fill('');
  await dialog().getByRole('button', { name: 'Save limits' }).click();
  await expect(sofia.getByText('from 500 on')).toBeVisible();
  await expect(sofia.getByText('not watched')).toBeVisible();
});

test('she adds a schema, is told where it is wrong, tries a message, and gives it to a topic', async () => {
  await sofia.goto(`${project}?tab=schemas`);
  await sofia.getByRole('button', { name: 'New schema' }).click();
  await dialog().getByRole('textbox', { name: 'Name' }).fill('journey-schema');
  const text = dialog().getByLabel('Schema', { exact: true });
  await text.fill('{"type": ');
  await dialog().getByRole('button', { name: 'Add schema' }).click();
  await expect(dialog().getByRole('alert')).toContainText('It is no JSON');
  await text.fill('{"multipleOf": 0}');
  await dialog().getByRole('button', { name: 'Add schema' }).click();
  await expect(dialog().getByRole('alert')).toContainText('multipleOf must be strictly greater than 0');
  await text.fill('{"type": "object", "required": ["Site"]}');
  await dialog().getByRole('button', { name: 'Add schema' }).click();
  await sofia.getByRole('button', { name: 'Open journey-schema' }).click();
  await dialog().getByLabel('Message in JSON').fill('{}');
  await dialog().getByRole('button', { name: 'Check message' }).click();
  await expect(dialog().getByRole('alert')).toContainText('Site is required');
  await dialog().getByLabel('Message in JSON').fill('{"Site": "CESNET-MCC"}');
  await dialog().getByRole('button', { name: 'Check message' }).click();
  await expect(dialog().getByText('It fits.')).toBeVisible();
  await expectAccessible(sofia);

  await sofia.goto(`${project}/topics/cloud-dashboard-dead?tab=overview`);
  await sofia.getByRole('button', { name: 'Change: Schema' }).click();
  await dialog().getByLabel('Schema', { exact: true }).selectOption('journey-schema');
  await dialog().getByRole('button', { name: 'Save schema' }).click();
  await expect(sofia.getByText('messages that do not fit are refused')).toBeVisible();
  await sofia.goto(`${project}?tab=schemas`);
  await sofia.getByRole('button', { name: 'Open journey-schema' }).click();
  await dialog().getByRole('button', { name: 'Delete schema' }).click();
  await sofia.getByRole('dialog').last().getByRole('button', { name: 'Delete schema' }).click();
  await expect(sofia.getByRole('button', { name: 'Open journey-schema' })).toHaveCount(0);
});

test('she accepts who asks for a user, and declines with a comment', async () => {
  for (const name of ['journey-asks', 'journey-too-much']) {
    await sofia.goto('/messaging/register');
    await sofia.locator('[name=name]').fill(name);
    await sofia.locator('[name=email]').fill(`${name}@site.example`);
    await sofia.getByRole('button', { name: 'Ask for the user' }).click();
    await expect(sofia.getByText('An administrator looks at it.')).toBeVisible();
  }
  await sofia.goto('/messaging?tab=registrations');
  await sofia.getByRole('button', { name: 'Accept journey-asks' }).click();
  await dialog().getByRole('button', { name: 'Accept journey-asks' }).click();
  await expect(sofia.getByRole('button', { name: 'Accept journey-asks' })).toHaveCount(0);
  await sofia.getByRole('button', { name: 'Decline journey-too-much' }).click();
  await dialog().getByLabel('Why').fill('Use that of your site');
  await dialog().getByRole('button', { name: 'Decline' }).click();
  await expect(sofia.getByText('Nobody waits')).toBeVisible();
});

test('what she changed is written down, and she takes the subscription away again', async () => {
  await sofia.goto(`${project}?tab=activity`);
  await expect(sofia.getByText('changed the delivery of journey-pushed').first()).toBeVisible();
  await expect(sofia.getByText('changed the alerts of journey-pushed')).toBeVisible();
  await sofia.goto(`${project}/subscriptions/journey-pushed`);
  await sofia.getByRole('button', { name: 'Delete subscription' }).click();
  await dialog().getByRole('textbox').fill('journey-pushed');
  await dialog().getByRole('button', { name: 'Delete subscription' }).click();
  await expect(sofia.getByRole('link', { name: 'journey-pushed', exact: true })).toHaveCount(0);
});
