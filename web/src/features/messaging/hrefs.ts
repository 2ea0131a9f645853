/** Addresses of the screens of messaging; names hold nothing that an address would have to escape. */
export const serviceHref = (tab: string): string => (tab === 'projects' ? '/messaging' : `/messaging?tab=${tab}`);
export const projectHref = (project: string, tab?: string): string =>
  `/messaging/${project}${tab === undefined ? '' : `?tab=${tab}`}`;
export const topicHref = (project: string, topic: string, query = ''): string =>
  `/messaging/${project}/topics/${topic}${query}`;
export const subscriptionHref = (project: string, subscription: string, query = ''): string =>
  `/messaging/${project}/subscriptions/${subscription}${query}`;
/** One message of a topic. */
export const messageHref = (project: string, topic: string, message: number): string =>
  topicHref(project, topic, `?from=${message}`);
