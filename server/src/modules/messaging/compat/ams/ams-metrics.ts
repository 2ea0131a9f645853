import type { App } from '#kernel/http';
import type { Day } from '#kernel/clock';
import { AppError } from '#kernel/errors';
import { subscriptionUnknown, topicUnknown, wrong } from '../../faults.ts';
import type { MessagingContext } from '../../messaging-context.ts';
import { projectFigures, subscriptionFigures, topicFigures } from '../../metrics/figures.ts';
import { nodeUsages } from '../../metrics/node-usage.ts';
import { usageOf, type UsageWindow } from '../../metrics/usage.ts';
import { mayConsume } from '../../subscriptions/consume.ts';
import { mayPublish } from '../../topics/publish.ts';
import { instant } from './ams-json.ts';
import { daily, now, rate, toUsage, usageOfNode } from './ams-metric.ts';
import { amsRoute, type AmsCall } from './ams-route.ts';

const administrators = ['service_admin', 'project_admin'] as const;
const lookers = ['service_admin', 'metrics_viewer', 'project_admin'] as const;

type Query = AmsCall['query'];

/** Metrics and reports of usage (messaging-ams.md 3.15). */
export function metricRoutes(app: App, context: MessagingContext): void {
  const { clock, directory } = context;
  const nodes = nodeUsages(context);
  const stamp = () => instant(clock.now());
  const nodeMetrics = async () => {
    const usages = await nodes();
    return { metrics: usages.flatMap((usage) => usageOfNode(usage, stamp())) };
  };

  /** Ids of the projects that a report is asked for; null for all. */
  async function projectsIn(query: Query): Promise<string[] | null> {
    const names = (query['projects'] ?? '').split(',').filter((name) => name !== '');
    if (names.length === 0) return null;
    const ids: string[] = [];
    for (const name of names) {
      const project = await directory.project(name);
      if (!project) throw new AppError('not_found', 'project_unknown', `Project ${name} doesn't exist`);
      ids.push(project.id);
    }
    return ids;
  }

  amsRoute(app, context, {
    name: 'ams:metrics',
    method: 'GET',
    path: '/v1/metrics',
    roles: lookers,
    handle: nodeMetrics,
  });
  amsRoute(app, context, {
    name: 'ams:vaMetrics',
    method: 'GET',
    path: '/v1/metrics/va_metrics',
    roles: lookers,
    async handle({ query }) {
      const window = readWindow(query, clock.today());
      return toUsage(await usageOf(context)(window, await projectsIn(query)));
    },
  });
  amsRoute(app, context, {
    name: 'users:usageReport',
    method: 'GET',
    path: '/v1/users/usageReport',
    roles: 'user',
    async handle({ caller, query }) {
      const window = readWindow(query, clock.today());
      const asked = await projectsIn(query);
      const own = [...caller.projects].filter(([, roles]) => roles.includes('project_admin')).map(([id]) => id);
      const projects = own.filter((id) => asked?.includes(id) ?? true);
      return {
        va_metrics: toUsage(await usageOf(context)(window, projects)),
        operational_metrics: own.length === 0 ? { metrics: [] } : await nodeMetrics(),
      };
    },
  });
  amsRoute(app, context, {
    name: 'projects:metrics',
    method: 'GET',
    path: '/v1/projects/{project}:metrics',
    roles: administrators,
    async handle({ project }) {
      const { topics, subscriptions, userTopics, userSubscriptions, days } = await projectFigures(context)(project);
      const at = stamp();
      return {
        metrics: [
          now('project.number_of_topics', project.name, topics, at),
          now('project.number_of_subscriptions', project.name, subscriptions, at),
          ...userTopics.map(({ user, count }) =>
            now('project.user.number_of_topics', `${project.name}.${user}`, count, at),
          ),
          ...userSubscriptions.map(({ user, count }) =>
            now('project.user.number_of_subscriptions', `${project.name}.${user}`, count, at),
          ),
          daily('project.number_of_daily_messages', project.name, days),
        ],
      };
    },
  });
  amsRoute(app, context, {
    name: 'topics:metrics',
    method: 'GET',
    path: '/v1/projects/{project}/topics/{topic}:metrics',
    roles: [...administrators, 'publisher'],
    async handle({ project, params, caller }) {
      const topic = await directory.topic(project.id, params['topic'] ?? '');
      if (!topic) throw topicUnknown();
      mayPublish(caller, topic);
      const figures = await topicFigures(context)(topic);
      const at = stamp();
      return {
        metrics: [
          now('topic.number_of_subscriptions', topic.name, figures.subscriptions, at),
          now('topic.number_of_messages', topic.name, figures.messages, at),
          now('topic.number_of_bytes', topic.name, figures.bytes, at),
          daily('topic.number_of_daily_messages', topic.name, figures.days),
          rate('topic.publishing_rate', topic.name, figures),
        ],
      };
    },
  });
  amsRoute(app, context, {
    name: 'subscriptions:metrics',
    method: 'GET',
    path: '/v1/projects/{project}/subscriptions/{subscription}:metrics',
    roles: [...administrators, 'consumer'],
    async handle({ project, params, caller }) {
      const subscription = await directory.subscription(project.id, params['subscription'] ?? '');
      if (!subscription) throw subscriptionUnknown();
      mayConsume(caller, subscription);
      const figures = await subscriptionFigures(context)(subscription);
      const at = stamp();
      return {
        metrics: [
          now('subscription.number_of_messages', subscription.name, figures.messages, at),
          now('subscription.number_of_bytes', subscription.name, figures.bytes, at),
          rate('subscription.consumption_rate', subscription.name, figures),
        ],
      };
    },
  });
}

/** The days that a report is asked for; all until today where it does not say. */
function readWindow(query: Query, today: Day): UsageWindow {
  const start = readDay(query['start_date'], 'Start') ?? '1970-01-01';
  const end = readDay(query['end_date'], 'End') ?? today;
  if (start > end) throw wrong('dates_invalid', 'Start date cannot be after the end date');
  return { start, end };
}

function readDay(text: string | undefined, which: 'Start' | 'End'): Day | undefined {
  if (text === undefined || text === '') return undefined;
  const bad = () => wrong('dates_invalid', `${which} date is not in valid format`);
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw bad();
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString();
  } catch {
    throw bad();
  }
}
