import type { WebhookChange, WebhookInput } from '#contracts/kernel/webhooks';
import type { Actor } from '#kernel/access';
import { json, type Tx } from '#kernel/database';
import { AppError, invalid, notFound } from '#kernel/errors';
import { newSecret, nextId } from '#kernel/ids';
import { hears, webhookChannel, type WebhookParts, type WebhookRecord, type WebhookSource } from './webhook.ts';

const madeSecret = () => `whsec_${newSecret()}`;

/** Registers, changes, removes and tries webhooks; whoever calls has to be an administrator, which the routes ask. */
export function keepWebhooks(parts: WebhookParts, sources: () => readonly WebhookSource[]) {
  const { database, clock, audit, outward, deliveries } = parts;

  async function check(tx: Tx, { kinds, scope, url }: WebhookChange): Promise<void> {
    if (url !== undefined) outward.check(url);
    const types = sources().flatMap((source) => Object.keys(source.kinds));
    const unknown = (kinds ?? []).flatMap((kind, at) =>
      types.some((type) => hears([kind], type)) ? [] : [{ path: `kinds.${at}`, message: `no event is called ${kind}` }],
    );
    if (unknown.length > 0) throw invalid('unknown_event_kind', unknown);
    if (scope === undefined || scope === null) return;
    const scopes = (await Promise.all(sources().map((source) => source.scopes(tx)))).flat();
    if (!scopes.some(({ id }) => id === scope))
      throw invalid('unknown_scope', [{ path: 'scope', message: `there is no ${scope}` }]);
  }

  async function locked(tx: Tx, id: string): Promise<WebhookRecord> {
    const found = await tx
      .selectFrom('kernel.webhooks')
      .selectAll()
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!found) throw notFound(`webhook ${id}`);
    return found;
  }

  const note = (tx: Tx, actor: Actor, action: string, id: string, details: Record<string, unknown> = {}) =>
    audit(tx, { actor, action: `webhook.${action}`, target: `webhook:${id}`, details });

  return {
    create: (actor: Actor, input: WebhookInput): Promise<{ id: string; secret: string }> =>
      database.transact(async (tx) => {
        await check(tx, input);
        const now = clock.now();
        const [id, secret] = [nextId(), madeSecret()];
        await tx
          .insertInto('kernel.webhooks')
          .values({
            ...input,
            id,
            secret,
            kinds: json(input.kinds),
            created_at: now,
            created_by: actor.id,
            changed_at: now,
          })
          .execute();
        await note(tx, actor, 'create', id, { host: new URL(input.url).host, kinds: input.kinds, scope: input.scope });
        return { id, secret };
      }),
    change: (actor: Actor, id: string, change: WebhookChange): Promise<void> =>
      database.transact(async (tx) => {
        const { kinds, state, ...rest } = change;
        const now = clock.now();
        await check(tx, change);
        await locked(tx, id);
        await tx
          .updateTable('kernel.webhooks')
          .set({
            ...rest,
            ...(kinds === undefined ? {} : { kinds: json(kinds) }),
            ...(state === undefined
              ? {}
              : {
                  state,
                  paused_because: state === 'paused' ? 'an administrator paused it' : '',
                  paused_at: state === 'paused' ? now : null,
                  failures: 0,
                }),
            changed_at: now,
          })
          .where('id', '=', id)
          .execute();
        await note(tx, actor, 'change', id, { fields: Object.keys(change) });
      }),
    remove: (actor: Actor, id: string): Promise<void> =>
      database.transact(async (tx) => {
        await locked(tx, id);
        await tx.deleteFrom('kernel.webhooks').where('id', '=', id).execute();
        await note(tx, actor, 'remove', id);
      }),
    renew: (actor: Actor, id: string): Promise<{ id: string; secret: string }> =>
      database.transact(async (tx) => {
        await locked(tx, id);
        const secret = madeSecret();
        await tx.updateTable('kernel.webhooks').set({ secret, changed_at: clock.now() }).where('id', '=', id).execute();
        await note(tx, actor, 'renew-secret', id);
        return { id, secret };
      }),
    /** Sends a call that means nothing, to see whether the receiver takes it. */
    test: (id: string): Promise<void> =>
      database.transact(async (tx) => {
        requireActive(await locked(tx, id));
        const key = nextId();
        await deliveries.send(tx, {
          channel: webhookChannel,
          subscriber: id,
          key,
          about: 'test',
          body: JSON.stringify({ id: key, type: 'portolan.test', at: clock.now(), data: {} }),
        });
      }),
    again: (id: string, call: string): Promise<void> =>
      database.transact(async (tx) => {
        requireActive(await locked(tx, id));
        await deliveries.sendAgain(tx, call, { channel: webhookChannel, subscriber: id });
      }),
  };
}

function requireActive({ state, name }: WebhookRecord): void {
  if (state === 'paused') throw new AppError('refused', 'webhook_paused', `${name} is paused. Resume it first`);
}
