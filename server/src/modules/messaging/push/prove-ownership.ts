import { AppError } from '#kernel/errors';
import type { Outward } from '#kernel/outward';
import type { HttpPush } from './push-config.ts';

const mostBytes = 4096;
const timeoutMilliseconds = 10_000;

/** Where the owner of an endpoint shows the verification hash. */
export const proofUrl = (pushEndpoint: string): string => new URL('/ams_verification_hash', pushEndpoint).href;

/**
 * Asks the host of an endpoint for the verification hash, which only its owner can have put there. Whatever is around it
 * of white space does not count (messaging-ams.md 4.5). Throws `verification_failed`.
 */
export async function proveOwnership(outward: Outward, { pushEndpoint, verificationHash }: HttpPush): Promise<void> {
  const url = proofUrl(pushEndpoint);
  const answer = await outward.call({ method: 'GET', url, mostBytes, timeoutMilliseconds }).catch((error: unknown) => {
    if (error instanceof AppError) throw failed(error.message);
    throw error;
  });
  if (answer.status !== 200) throw failed('Wrong response status code');
  if (answer.body.toString('utf8').trim() !== verificationHash) throw failed('Wrong verification hash');
}

const failed = (why: string) =>
  new AppError('refused', 'verification_failed', `The endpoint is not verified: ${why}`, { why });
