import type { Instant } from '#kernel/clock';
import type { Read } from '#kernel/database';
import { sha256 } from '#kernel/ids';
import type { LoginSecrets } from './oidc-client.ts';
import { tables } from './tables.ts';

export interface LoginAttempt {
  readonly secrets: LoginSecrets;
  /** Secret in a cookie of the browser that started: nobody else can finish. */
  readonly browser: string;
  readonly toPath: string;
  readonly linkPersonId: string | null;
  readonly expiresAt: Instant;
}

export async function insertAttempt(read: Read, attempt: LoginAttempt): Promise<void> {
  await tables(read)
    .insertInto('identity.login_attempts')
    .values({
      state_hash: sha256(attempt.secrets.state),
      browser_hash: sha256(attempt.browser),
      nonce: attempt.secrets.nonce,
      verifier: attempt.secrets.verifier,
      to_path: attempt.toPath,
      link_person_id: attempt.linkPersonId,
      expires_at: attempt.expiresAt,
    })
    .execute();
}

/** Takes the attempt out, so that it serves once; undefined when this browser has none of that state, or it ran out. */
export async function takeAttempt(
  read: Read,
  { state, browser, now }: { state: string; browser: string; now: Instant },
): Promise<Omit<LoginAttempt, 'expiresAt'> | undefined> {
  const row = await tables(read)
    .deleteFrom('identity.login_attempts')
    .where('state_hash', '=', sha256(state))
    .where('browser_hash', '=', sha256(browser))
    .returningAll()
    .executeTakeFirst();
  if (!row || row.expires_at <= now) return undefined;
  return {
    secrets: { state, nonce: row.nonce, verifier: row.verifier },
    browser,
    toPath: row.to_path,
    linkPersonId: row.link_person_id,
  };
}

/** Removes what has run out: attempts, sessions, the memory of the demo provider, and tokens a month after their end. */
export async function sweepExpired(read: Read, now: Instant, monthAgo: Instant): Promise<void> {
  const db = tables(read);
  await db.deleteFrom('identity.login_attempts').where('expires_at', '<', now).execute();
  await db.deleteFrom('identity.sessions').where('expires_at', '<', now).execute();
  await db.deleteFrom('identity.demo_oidc').where('expires_at', '<', now).execute();
  await db.deleteFrom('identity.api_tokens').where('expires_at', '<', monthAgo).execute();
}
