import type { FastifyRequest } from 'fastify';
import type { Clock } from '#kernel/clock';
import { json, type Tx } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { sha256 } from '#kernel/ids';

/**
 * Runs `work` once per `Idempotency-Key` and actor, inside the transaction of its effect; a second request with the
 * same key and body gets the first answer again, one with another body is refused.
 */
export async function idempotent<T>(tx: Tx, request: FastifyRequest, clock: Clock, work: () => Promise<T>): Promise<T> {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return work();
  if (typeof key !== 'string' || key.length < 1 || key.length > 200) {
    throw new AppError(
      'invalid',
      'idempotency_key_unreadable',
      'Idempotency-Key must be one text of 1 to 200 characters',
      {
        errors: [{ path: 'headers.idempotency-key', message: 'must be one text of 1 to 200 characters' }],
      },
    );
  }
  const actorId = request.actor.id ?? 'anonymous';
  const fingerprint = sha256(`${request.method} ${request.url} ${JSON.stringify(request.body ?? null)}`);
  const first = await tx
    .insertInto('kernel.idempotency')
    .values({ key, actor_id: actorId, fingerprint, response: null, created_at: clock.now() })
    .onConflict((conflict) => conflict.columns(['actor_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst();
  if (!first) {
    const earlier = await tx
      .selectFrom('kernel.idempotency')
      .select(['fingerprint', 'response'])
      .where('actor_id', '=', actorId)
      .where('key', '=', key)
      .executeTakeFirstOrThrow();
    if (earlier.fingerprint !== fingerprint) {
      throw new AppError(
        'conflict',
        'idempotency_key_reused',
        'This Idempotency-Key was used for another request: take a new one',
      );
    }
    return earlier.response as T;
  }
  const answer = await work();
  await tx
    .updateTable('kernel.idempotency')
    .set({ response: json(answer as unknown) })
    .where('actor_id', '=', actorId)
    .where('key', '=', key)
    .execute();
  return answer;
}
