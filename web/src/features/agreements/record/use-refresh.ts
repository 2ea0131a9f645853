import { useQueryClient } from '@tanstack/react-query';

import type { Agreement } from '#contracts/agreements/schemas';

import { useGo } from '../../../app/address.ts';
import { versionHref } from '../words.ts';

/** After a change: what is on screen is read again, and a version that came of it is opened. */
export function useRefresh(shown: Agreement): (changed?: Agreement) => Promise<void> {
  const client = useQueryClient();
  const go = useGo();
  return async (changed) => {
    await Promise.all([
      client.invalidateQueries({ queryKey: ['agreements'] }),
      client.invalidateQueries({ queryKey: ['ordering'] }),
    ]);
    if (changed && changed.version !== shown.version) go(versionHref(changed.name, changed.version));
  };
}
