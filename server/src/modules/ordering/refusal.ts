import type { Decision } from '#kernel/access';
import { AppError } from '#kernel/errors';

/** Throws `refused` with the reason when the record does not allow it now, whoever asks. */
export function requireNow(decision: Decision): void {
  if (!decision.allowed) throw new AppError('refused', decision.code, decision.reason);
}
