import { createHmac } from 'node:crypto';
import type { Tx } from '#kernel/database';
import { sha256 } from '#kernel/ids';
import { tables } from '../tables.ts';

interface TokenOwner {
  readonly id: string;
  readonly token_generation: number;
}

/** The generation of a user whose token came from another service: only its hash is kept, so that it cannot be shown. */
export const importedToken = 0;

/**
 * Tokens of users. A token is 64 lower-case hex digits, as upstream makes them; it follows from the secret of the house
 * and the generation of the user, so that it can be shown again and nothing but its hash is kept.
 */
export function userTokens(secret: string) {
  const derived = (what: string) => createHmac('sha256', secret).update(what).digest('hex');
  const of = ({ id, token_generation }: TokenOwner): string =>
    token_generation === importedToken ? '' : derived(`messaging ${id} ${token_generation}`);
  return {
    /** The present token of a user; empty where it came from another service. */
    of,
    /** The activation token of a registration. */
    ofRegistration: (id: string): string => derived(`messaging registration ${id}`),
    /** What signs the link that the applicant of a registration is mailed. */
    ofLink: (id: string): string => derived(`messaging registration link ${id}`),
    /** Makes the user's present token the only one. */
    async renew(tx: Tx, owner: TokenOwner, now: string): Promise<string> {
      const token = of(owner);
      await tables(tx).deleteFrom('messaging.tokens').where('user_id', '=', owner.id).execute();
      await tables(tx)
        .insertInto('messaging.tokens')
        .values({ hash: sha256(token), user_id: owner.id, made_at: now })
        .execute();
      return token;
    },
  };
}

export type UserTokens = ReturnType<typeof userTokens>;
