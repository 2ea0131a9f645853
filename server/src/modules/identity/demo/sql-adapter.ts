import type { Adapter, AdapterPayload } from 'oidc-provider';
import { later, type Clock } from '#kernel/clock';
import { json, type Database } from '#kernel/database';
import { tables } from '../tables.ts';

/** Keeps what the demo provider has to remember in the database, so that a restart forgets nothing. */
export const demoAdapter =
  ({ database, clock }: { database: Database; clock: Clock }) =>
  (model: string): Adapter => {
    const db = () => tables(database.read());
    const payloadOf = (row: { payload: Record<string, unknown> } | undefined) =>
      row?.payload as AdapterPayload | undefined;
    return {
      async upsert(id, payload, expiresIn) {
        const values = {
          payload: json(payload as Record<string, unknown>),
          uid: payload.uid ?? null,
          grant_id: payload.grantId ?? null,
          expires_at: expiresIn !== undefined && expiresIn > 0 ? later(clock.now(), expiresIn * 1000) : null,
        };
        await db()
          .insertInto('identity.demo_oidc')
          .values({ model, id, ...values })
          .onConflict((conflict) => conflict.columns(['model', 'id']).doUpdateSet(values))
          .execute();
      },
      async find(id) {
        return payloadOf(
          await db()
            .selectFrom('identity.demo_oidc')
            .select('payload')
            .where('model', '=', model)
            .where('id', '=', id)
            .executeTakeFirst(),
        );
      },
      async findByUid(uid) {
        return payloadOf(
          await db()
            .selectFrom('identity.demo_oidc')
            .select('payload')
            .where('model', '=', model)
            .where('uid', '=', uid)
            .executeTakeFirst(),
        );
      },
      // The device flow is switched off; nothing has a user code.
      findByUserCode: async () => undefined,
      async consume(id) {
        const found = payloadOf(
          await db()
            .selectFrom('identity.demo_oidc')
            .select('payload')
            .where('model', '=', model)
            .where('id', '=', id)
            .executeTakeFirst(),
        );
        if (!found) return;
        const consumed = { ...found, consumed: Math.floor(Date.parse(clock.now()) / 1000) };
        await db()
          .updateTable('identity.demo_oidc')
          .set({ payload: json(consumed as Record<string, unknown>) })
          .where('model', '=', model)
          .where('id', '=', id)
          .execute();
      },
      async destroy(id) {
        await db().deleteFrom('identity.demo_oidc').where('model', '=', model).where('id', '=', id).execute();
      },
      async revokeByGrantId(grantId) {
        await db().deleteFrom('identity.demo_oidc').where('grant_id', '=', grantId).execute();
      },
    };
  };
