import type { Channel } from '#kernel/deliveries';
import { allOmses } from './sql-oms-store.ts';

/** Calls to the triggers of order systems; the receiver is the id of the order system. */
export const omsTriggers = 'catalogue.oms-trigger';

/** One call with the method of the order system, without a body; with its Basic credentials as a header (ordering.md 3.4). */
export const omsTriggerChannel: Channel = {
  name: omsTriggers,
  async target(read, subscriber) {
    const trigger = (await allOmses(read)).find(({ id }) => String(id) === subscriber)?.trigger;
    if (!trigger) return undefined;
    const { url, method, user, password } = trigger;
    const credentials = Buffer.from(`${user}:${password}`).toString('base64');
    return {
      method: method.toUpperCase(),
      url,
      headers: user === '' ? {} : { authorization: `Basic ${credentials}` },
    };
  },
};
