import type { Actor } from '#kernel/access';
import type { Clock } from '#kernel/clock';
import { json, type Tx } from '#kernel/database';
import { nextId } from '#kernel/ids';

export interface AuditEntry {
  readonly actor: Actor;
  /** What was done: `ordering.approve`, `identity.grant_role`. */
  readonly action: string;
  /** To what: `order:1284`, `person:<id>`. Never a person's name or address. */
  readonly target: string;
  /** Facts that explain it later; no personal data, no secrets. */
  readonly details?: Record<string, unknown>;
}

export type Audit = (tx: Tx, entry: AuditEntry) => Promise<void>;

/** The record of who did what, written in the transaction of the deed. The database refuses to change or remove an entry. */
export const auditTrail =
  (clock: Clock): Audit =>
  async (tx, { actor, action, target, details = {} }) => {
    await tx
      .insertInto('kernel.audit')
      .values({
        id: nextId(),
        at: clock.now(),
        actor_id: actor.id,
        actor_name: actor.kind === 'person' ? 'person' : actor.name,
        action,
        target,
        details: json(details),
      })
      .execute();
  };
