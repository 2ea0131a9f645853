import type { MessagingModule } from '#messaging';

const project = 'EGI-ACCOUNTING';
const administrator = 'ams_accounting_admin';
const publisher = 'ams_accounting_publisher';
const consumer = 'ams_accounting_consumer';
/** Stands for whoever pushes from outside; `/v1/status` warns where nobody does. */
const pushWorker = 'ams_push_worker';
/** Topics of usage records, named after the service types of the registry, with the subscription of the repository. */
const topics: readonly (readonly [topic: string, subscription: string])[] = [
  ['gLite-APEL', 'grid-accounting'],
  ['eu-egi-cloud-accounting', 'cloud-accounting'],
  ['eu-egi-storage-accounting', 'storage-accounting'],
];

/** The messaging project of accounting, with its topics and users; answers what a client needs to administer it. */
export async function seedMessaging(messaging: MessagingModule): Promise<{ project: string; token: string }> {
  await messaging.createProject(project, 'Usage records on their way from sites to the accounting repository');
  const token = await messaging.createUser(administrator, { projects: [{ project, roles: ['project_admin'] }] });
  await messaging.createUser(publisher, { projects: [{ project, roles: ['publisher'] }] });
  await messaging.createUser(consumer, { projects: [{ project, roles: ['consumer'] }] });
  await messaging.createUser(pushWorker, { serviceRoles: ['push_worker'] });
  for (const [topic, subscription] of topics) {
    await messaging.createTopic(project, topic, {
      publishers: [publisher],
      subscriptions: { [subscription]: [consumer] },
    });
  }
  return { project, token };
}
