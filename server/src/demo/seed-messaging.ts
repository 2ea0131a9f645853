import type { Portolan } from '../app.ts';
import { HOUR, later, type FixedClock } from '#kernel/clock';
import { trafficOf } from './messaging-traffic.ts';

const project = 'EGI-ACCOUNTING';
const administrator = 'ams_accounting_admin';
const publisher = 'ams_accounting_publisher';
const consumer = 'ams_accounting_consumer';
/** Stands for whoever pushes from outside; `/v1/status` warns where nobody does. */
const pushWorker = 'ams_push_worker';

interface DemoTopic {
  readonly topic: string;
  /** Of the repository that reads it. */
  readonly subscription: string;
  /** After how many hours the repository reads again. */
  readonly every: number;
}

/** Topics of usage records, named after the service types of the registry. */
const topics: readonly DemoTopic[] = [
  { topic: 'gLite-APEL', subscription: 'grid-accounting', every: 12 },
  { topic: 'eu-egi-cloud-accounting', subscription: 'cloud-accounting', every: 1 },
  { topic: 'eu-egi-storage-accounting', subscription: 'storage-accounting', every: 5 },
];

const hoursOfTraffic = 40;

/** What messages of the cloud have to look like. */
const cloudSchema = {
  type: 'object',
  properties: { site: { type: 'string' }, vo: { type: 'string' }, month: { type: 'string' } },
  required: ['site', 'vo'],
};

/** Usage of the cloud on its way to a dashboard whose owner has yet to prove that it is theirs. */
const cloudDashboard = {
  topic: `projects/${project}/topics/eu-egi-cloud-accounting`,
  pushConfig: {
    type: 'http_endpoint',
    pushEndpoint: 'https://dashboard.accounting.example/usage',
    maxMessages: 10,
    retryPolicy: { type: 'slowstart' },
    base64Decode: true,
  },
  deadLetterPolicy: { deadLetterTopic: `projects/${project}/topics/cloud-dashboard-dead`, maxDeliveryAttempts: 5 },
};

/**
 * The messaging project of accounting with its topics and users, somebody of the portal who administers it, and the
 * traffic of two days; answers what a client needs to administer it.
 */
export async function seedMessaging(
  { app, modules: { messaging } }: Portolan,
  clock: FixedClock,
  person: string,
): Promise<{ project: string; token: string }> {
  const now = clock.now();
  clock.set(later(now, -hoursOfTraffic * HOUR));
  await messaging.createProject(project, 'Usage records on their way from sites to the accounting repository');
  await messaging.appoint(project, [person]);
  const tokenOf = (name: string, role: string) =>
    messaging.createUser(name, { projects: [{ project, roles: [role] }] });
  const token = await tokenOf(administrator, 'project_admin');
  const publishing = await tokenOf(publisher, 'publisher');
  const consuming = await tokenOf(consumer, 'consumer');
  await messaging.createUser(pushWorker, { serviceRoles: ['push_worker'] });
  for (const { topic, subscription } of topics) {
    await messaging.createTopic(project, topic, {
      publishers: [publisher],
      subscriptions: { [subscription]: [consumer] },
    });
  }

  const call = async (key: string, path: string, body: object, method: 'POST' | 'PUT' = 'POST') => {
    const answer = await app.inject({
      method,
      url: `/v1/projects/${project}/${path}`,
      headers: { 'x-api-key': key },
      payload: JSON.stringify(body),
    });
    if (answer.statusCode !== 200) throw new Error(`${path} was refused: ${answer.body}`);
    return JSON.parse(answer.body || '{}') as { receivedMessages?: { ackId: string }[] };
  };
  const sent = new Map<string, number>();
  for (let hour = 0; hour <= hoursOfTraffic; hour += 1) {
    clock.set(later(now, (hour - hoursOfTraffic) * HOUR));
    for (const [place, { topic, subscription, every }] of topics.entries()) {
      const before = sent.get(topic) ?? 0;
      const count = hour % (place + 1) === 0 ? 2 + ((hour * 7 + place) % 5) : 0;
      const messages = Array.from({ length: count }, (_, more) => trafficOf[topic]?.(before + more, clock.today()));
      if (count > 0) await call(publishing, `topics/${topic}:publish`, { messages });
      sent.set(topic, before + count);
      if (hour % every !== 0) continue;
      const { receivedMessages = [] } = await call(consuming, `subscriptions/${subscription}:pull`, {
        maxMessages: '1000',
      });
      const last = receivedMessages.at(-1);
      if (last) await call(consuming, `subscriptions/${subscription}:acknowledge`, { ackIds: [last.ackId] });
    }
    await messaging.sampleLags();
  }
  clock.set(now);
  await call(token, 'schemas/cloud-usage', { type: 'json', schema: cloudSchema });
  await call(token, 'topics/eu-egi-cloud-accounting:attachSchema', {
    schema: `projects/${project}/schemas/cloud-usage`,
  });
  await call(token, 'topics/cloud-dashboard-dead', {}, 'PUT');
  await call(token, 'subscriptions/cloud-dashboard', cloudDashboard, 'PUT');
  return { project, token };
}
