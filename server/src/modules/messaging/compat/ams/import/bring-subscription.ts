import type { AmsDeadLetterPolicy, AmsSubscription, Offsets } from '#clients/ams';
import type { ProjectRef } from '../../../directory.ts';
import { isName, topicOfReference } from '../../../names.ts';
import {
  createSubscription,
  longestDeadlineSeconds,
  setSubscriptionUsers,
  subscriptionUsers,
} from '../../../subscriptions/keep-subscription.ts';
import { bringPush, foundPush } from './bring-push.ts';
import { lastPart, leftOut, there, type AmsImport, type Brought } from './import-context.ts';
import { widerList } from './wider-list.ts';

/** A subscription as it is on the other service; its offsets where they are told. */
export interface FoundSubscription {
  readonly subscription: AmsSubscription;
  readonly users: readonly string[];
  readonly offsets: Offsets | undefined;
  /** Names of the topics of its project there. */
  readonly topics: ReadonlySet<string>;
}

/** Brings a subscription with its push settings, from the end of its topic here on, and adds to its list who is on it there. */
export async function bringSubscription(
  imported: AmsImport,
  project: ProjectRef | null,
  projectName: string,
  { subscription, users, offsets, topics }: FoundSubscription,
): Promise<Brought> {
  const name = lastPart(subscription.name);
  if (!isName(name)) return leftOut('a subscription cannot be called so here');
  const topicName = topicOfReference(projectName, subscription.topic.replace(/^\//, ''));
  if (topicName === null) return leftOut(`its topic "${subscription.topic}" is none of the project`);
  if (!topics.has(topicName)) return leftOut(`its topic ${topicName} was deleted there`);
  const waiting = offsets ? offsets.max - offsets.current : 0;
  const seconds = Math.min(subscription.ackDeadlineSeconds, longestDeadlineSeconds);
  const push = await foundPush(imported, subscription.pushConfig);
  const notes = [
    ...(waiting > 0 ? [`${waiting} messages wait there to be consumed, and do not come`] : []),
    ...(seconds < subscription.ackDeadlineSeconds ? [`its deadline is ${seconds} seconds here, the longest`] : []),
    ...push.notes,
  ];
  const { directory, database, dryRun } = imported;
  const known = project && (await directory.subscription(project.id, name));
  if (!project || (dryRun && !known)) return { outcome: 'imported', notes };
  if (!known) {
    const topic = await directory.topic(project.id, topicName);
    if (!topic) return leftOut(`its topic ${topicName} is not here`);
    const deadLetter = await deadLetterFrom(imported, project, subscription.deadLetterPolicy);
    if (deadLetter === undefined) notes.push('its topic for dead letters is not here: none are set aside');
    await createSubscription(imported)(project, name, {
      topic,
      ackDeadlineSeconds: seconds,
      deadLetter: deadLetter ?? null,
    });
  }
  const here = known ?? (await directory.subscription(project.id, name));
  if (!here) return leftOut('it was deleted here meanwhile');
  const pushed = await bringPush(imported, here, push);
  const onList = await subscriptionUsers(database.read(), here);
  const list = await widerList(imported, project, { here: onList, there: users });
  if (list.all !== null && !dryRun) await setSubscriptionUsers(imported)(here, list.all);
  const all = [...notes, ...pushed.notes, ...list.notes];
  return known ? there(pushed.changed || list.all !== null, all) : { outcome: 'imported', notes: all };
}

/** Where messages go that cannot be pushed; undefined where that topic is not here, null where it is not said. */
async function deadLetterFrom({ directory }: AmsImport, project: ProjectRef, policy: AmsDeadLetterPolicy | undefined) {
  if (!policy) return null;
  const name = topicOfReference(project.name, policy.deadLetterTopic.replace(/^\//, ''));
  const topic = name === null ? null : await directory.topic(project.id, name);
  return topic ? { topicId: topic.id, maxDeliveryAttempts: policy.maxDeliveryAttempts } : undefined;
}
