import type { Selectable } from 'kysely';
import type { Audit } from '#kernel/audit';
import type { Clock } from '#kernel/clock';
import type { Database, Read, Tx, WebhooksTable } from '#kernel/database';
import type { Deliveries } from '#kernel/deliveries';
import type { Outward } from '#kernel/outward';
import type { DomainEvent, Publish } from '#kernel/outbox';

/** What a module lets the outside hear of. */
export interface WebhookSource {
  /** Heading of its kinds: `Orders`. */
  readonly part: string;
  /** Types of events with what they mean in plain words; no other event of the module is ever told. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Scopes that narrow a webhook: `group:cloud-compute`. */
  scopes(read: Read): Promise<readonly { readonly id: string; readonly label: string }[]>;
  /** The facts that may leave the house, in the words of the API; undefined where nothing is to be told. */
  tell(
    tx: Tx,
    event: DomainEvent,
  ): Promise<
    | { readonly about: string; readonly scope: string | null; readonly facts: Readonly<Record<string, unknown>> }
    | undefined
  >;
}

export interface WebhookParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly publish: Publish;
  readonly audit: Audit;
  readonly outward: Outward;
  readonly deliveries: Deliveries;
}

export type WebhookRecord = Selectable<WebhooksTable>;

export const webhookChannel = 'kernel.webhook';
/** Says whether a webhook of these kinds, exact or with `*` at the end, hears of this type. */
export function hears(kinds: readonly string[], type: string): boolean {
  return kinds.some((kind) => (kind.endsWith('*') ? type.startsWith(kind.slice(0, -1)) : kind === type));
}
