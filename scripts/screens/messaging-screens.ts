import { type Screen, press } from './screen.ts';
import { failedMappings, failingPush, lagging, registrations } from './messaging-answers.ts';

/** Screens of messaging. */
export const messagingScreens: readonly Screen[] = [
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
];
