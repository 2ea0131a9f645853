import { AppError } from '#kernel/errors';
import type { Read } from '#kernel/database';
import { pushOff } from '../faults.ts';
import { pushWorkers } from './sql-push-workers.ts';

/** Whether messages are pushed, and by whom: this house, or a push worker that pulls them through the API. */
export interface PushService {
  readonly mode: 'inside' | 'outside' | 'off';
  /** Under which address this house is known, with its port where there is one. */
  readonly endpoint: string;
}

/** Why nothing is pushed, `push_off` or `push_unavailable`; null where it is. */
export async function pushRefusal({ mode }: PushService, read: Read): Promise<AppError | null> {
  if (mode === 'off') return pushOff();
  return mode === 'outside' && (await pushWorkers(read)).length === 0
    ? new AppError('unavailable', 'push_unavailable', 'Push functionality is currently unavailable')
    : null;
}

/** Refuses where nothing is pushed. Throws `push_off`, `push_unavailable`. */
export async function requirePush(service: PushService, read: Read): Promise<void> {
  const refusal = await pushRefusal(service, read);
  if (refusal !== null) throw refusal;
}

/**
 * What `/v1/status` says (messaging-ams.md 3.16): a warning where no user is a push worker, since then nobody outside
 * could take over. How a push worker outside does is not known here.
 */
export async function pushHealth({ mode, endpoint }: PushService, read: Read): Promise<object> {
  if (mode === 'off') return { status: 'ok', push_functionality: 'disabled' };
  const workers = await pushWorkers(read);
  return {
    status: workers.length === 0 ? 'warning' : 'ok',
    push_servers:
      mode === 'inside'
        ? [{ endpoint, status: 'SERVING' }]
        : workers.map(({ name }) => ({ endpoint: name, status: 'UNKNOWN' })),
  };
}
