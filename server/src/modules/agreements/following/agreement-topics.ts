import type { EventTopic } from '#messaging';
import { AgreementEvent, eventOf } from '../events.ts';
import { findAgreement, findVersion } from '../versions/sql-agreement-store.ts';

// Drafts are the desk's own, and who signs is nobody else's concern before all have.
const outside = [
  eventOf.propose,
  eventOf.conclude,
  eventOf.withdraw,
  eventOf.start,
  eventOf.renew,
  eventOf.terminate,
  eventOf.supersede,
  eventOf.expire,
];

/** What the messaging service tells of agreements, from the moment at which they are proposed: their states, and no names of people. */
export const agreementTopics: readonly EventTopic[] = [
  {
    name: 'agreements-events',
    on: outside,
    async tell(tx, event) {
      const { name, version: number, versionId } = AgreementEvent.parse(event.payload);
      const agreement = await findAgreement(tx, name);
      const version = await findVersion(tx, versionId);
      if (!agreement || !version) return [];
      const order = version.order_number;
      return [
        {
          attributes: { agreement: name, kind: agreement.kind, ...(order === null ? {} : { order: String(order) }) },
          data: {
            id: event.id,
            type: event.type,
            at: event.occurredAt,
            agreement: { name, kind: agreement.kind, version: number, state: version.state },
            ...(order === null ? {} : { order_number: order }),
          },
        },
      ];
    },
  },
];
