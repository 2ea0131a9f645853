import type { DayCount, Totals } from '../../metrics/figures.ts';
import type { NodeUsage } from '../../metrics/node-usage.ts';
import type { ProjectUsage } from '../../metrics/usage.ts';
import { instant } from './ams-json.ts';

/** The metrics of upstream with what they say; the rest of their form follows from the name (messaging-ams.md 3.15). */
const descriptions = {
  'ams_node.cpu_usage': 'Share of the processors of the host that the service uses, in percent',
  'ams_node.memory_usage': 'Share of the memory of the host that the service uses, in percent',
  'project.number_of_topics': 'Topics of the project',
  'project.number_of_subscriptions': 'Subscriptions of the project',
  'project.user.number_of_topics': 'Topics of the project whose list names the user',
  'project.user.number_of_subscriptions': 'Subscriptions of the project whose list names the user',
  'project.number_of_daily_messages': 'Messages published to the project on each day',
  'topic.number_of_subscriptions': 'Subscriptions to the topic',
  'topic.number_of_messages': 'Messages published to the topic',
  'topic.number_of_bytes': 'Bytes of data published to the topic',
  'topic.number_of_daily_messages': 'Messages published to the topic on each day',
  'topic.publishing_rate': 'Messages a second of the last publish',
  'subscription.number_of_messages': 'Messages pulled from the subscription',
  'subscription.number_of_bytes': 'Bytes of data pulled from the subscription',
  'subscription.consumption_rate': 'Messages a second of the last pull',
} as const;
type MetricName = keyof typeof descriptions;

const never = '0001-01-01T00:00:00Z';

interface Point {
  readonly timestamp: string;
  readonly value: number;
}

function metric(name: MetricName, resource: string, timeseries: readonly Point[]) {
  const kind = name.startsWith('ams_node.') ? 'percentage' : name.endsWith('_rate') ? 'rate' : 'counter';
  return {
    metric: name,
    metric_type: kind,
    value_type: kind === 'counter' ? 'int64' : 'float64',
    resource_type: name.slice(0, name.lastIndexOf('.')),
    resource_name: resource,
    timeseries,
    description: descriptions[name],
  };
}

/** A figure as it is now. */
export const now = (name: MetricName, resource: string, value: number, timestamp: string) =>
  metric(name, resource, [{ timestamp, value }]);

/** Messages by day, in the order given. */
export const daily = (name: MetricName, resource: string, days: readonly DayCount[]) =>
  metric(
    name,
    resource,
    days.map(({ day, messages }) => ({ timestamp: day, value: messages })),
  );

/** A rate, of the moment of the last call. */
export const rate = (name: MetricName, resource: string, { rate: value, lastAt }: Totals) =>
  metric(name, resource, [{ timestamp: lastAt === null ? never : instant(lastAt), value }]);

export const usageOfNode = ({ host, cpu, memory }: NodeUsage, at: string) => [
  now('ams_node.cpu_usage', host, cpu, at),
  now('ams_node.memory_usage', host, memory, at),
];

/** What projects published in a window, with the sums of what is shown of each. */
export function toUsage(projects: readonly ProjectUsage[]) {
  const sum = (of: (usage: ProjectUsage) => number) => projects.reduce((all, usage) => all + of(usage), 0);
  return {
    projects_metrics: {
      projects: projects.map(({ project, messages, average, topics, subscriptions, users }) => ({
        project,
        message_count: messages,
        average_daily_messages: average,
        topics_count: topics,
        subscriptions_count: subscriptions,
        users_count: users,
      })),
      total_message_count: sum(({ messages }) => messages),
      // Hundredths are added, so that the sum has no more decimals than what it is of.
      average_daily_messages: sum(({ average }) => Math.round(average * 100)) / 100,
    },
    total_users_count: sum(({ users }) => users),
    total_topics_count: sum(({ topics }) => topics),
    total_subscriptions_count: sum(({ subscriptions }) => subscriptions),
  };
}
