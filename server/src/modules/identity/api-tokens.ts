import type { ApiToken, TokenScope } from '#contracts/identity/schemas';
import { personId, require, type Actor } from '#kernel/access';
import type { Audit } from '#kernel/audit';
import { DAY, later, type Clock } from '#kernel/clock';
import type { Transact, Tx } from '#kernel/database';
import { AppError, notFound } from '#kernel/errors';
import { newSecret, nextId, sha256 } from '#kernel/ids';
import { mayUseAccount } from './policies.ts';
import { deleteToken, insertToken, tokensOf } from './sql-token-store.ts';

/** How a token begins, so that people and scanners of leaked secrets recognise it. */
export const tokenPrefix = 'ptl_';
const mostTokens = 50;

export interface TokenInput {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresInDays: number;
}

export interface IssuedToken {
  readonly token: ApiToken;
  /** Not kept: only its hash is. */
  readonly secret: string;
}

export interface TokenParts {
  readonly transact: Transact;
  readonly clock: Clock;
  readonly audit: Audit;
}

/** Makes a token for a person without asking who wants it: for the command line and the demo. */
export async function issueToken(tx: Tx, clock: Clock, input: TokenInput & { personId: string }): Promise<IssuedToken> {
  const secret = `${tokenPrefix}${newSecret()}`;
  const now = clock.now();
  const token: ApiToken = {
    id: nextId(),
    name: input.name,
    scopes: [...new Set(input.scopes)],
    hint: secret.slice(-4),
    createdAt: now,
    expiresAt: later(now, input.expiresInDays * DAY),
    lastUsedAt: null,
  };
  await insertToken(tx, { ...token, personId: input.personId, hash: sha256(secret) });
  return { token, secret };
}

/** Makes a token for oneself; its secret is shown this once. */
export const createToken =
  ({ transact, clock, audit }: TokenParts) =>
  (actor: Actor, input: TokenInput): Promise<IssuedToken> =>
    transact(async (tx) => {
      const id = personId(actor);
      require(mayUseAccount(actor));
      if ((await tokensOf(tx, id)).length >= mostTokens) {
        throw new AppError(
          'refused',
          'too_many_tokens',
          `You have ${mostTokens} tokens. Revoke one that you no longer use`,
        );
      }
      const issued = await issueToken(tx, clock, { ...input, personId: id });
      const { token } = issued;
      await audit(tx, {
        actor,
        action: 'identity.create_token',
        target: `token:${token.id}`,
        details: { scopes: token.scopes, expiresAt: token.expiresAt },
      });
      return issued;
    });

/** Revokes one of the own tokens, at once. */
export const revokeToken =
  ({ transact, audit }: TokenParts) =>
  (actor: Actor, tokenId: string): Promise<void> =>
    transact(async (tx) => {
      require(mayUseAccount(actor));
      if (!(await deleteToken(tx, tokenId, personId(actor)))) throw notFound(`token ${tokenId}`);
      await audit(tx, { actor, action: 'identity.revoke_token', target: `token:${tokenId}` });
    });
