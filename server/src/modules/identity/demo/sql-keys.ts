import { exportJWK, generateKeyPair } from 'jose';
import type { JWK } from 'oidc-provider';
import { json, type Database } from '#kernel/database';
import { newSecret } from '#kernel/ids';
import { tables } from '../tables.ts';

export interface DemoKeys {
  readonly jwk: JWK;
  readonly cookieKey: string;
  /** Secret of the portal as a client of the demo provider. */
  readonly clientSecret: string;
}

async function makeKeys(): Promise<DemoKeys> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: newSecret().slice(0, 16), use: 'sig', alg: 'RS256' };
  return { jwk: jwk as JWK, cookieKey: newSecret(), clientSecret: newSecret() };
}

/** The keys of the demo provider: made at its first start and kept in the database, the same for every process. */
export async function demoKeys(database: Database): Promise<DemoKeys> {
  const find = () =>
    tables(database.read())
      .selectFrom('identity.demo_oidc')
      .select('payload')
      .where('model', '=', 'PortalKeys')
      .where('id', '=', 'keys')
      .executeTakeFirst();
  const kept = await find();
  if (kept) return kept.payload as unknown as DemoKeys;
  const made = await makeKeys();
  await tables(database.read())
    .insertInto('identity.demo_oidc')
    .values({
      model: 'PortalKeys',
      id: 'keys',
      payload: json({ ...made }),
      uid: null,
      grant_id: null,
      expires_at: null,
    })
    .onConflict((conflict) => conflict.columns(['model', 'id']).doNothing())
    .execute();
  const winner = await find();
  if (!winner) throw new Error('the keys of the demo provider were not kept');
  return winner.payload as unknown as DemoKeys;
}
