import { useQuery } from '@tanstack/react-query';

import { messagingEndpoints } from '#contracts/messaging/endpoints';

import { queryOf } from '../../api/query.ts';

/** Why nothing can be pushed from a project; null where it can, and as long as that is not known. */
export const usePushRefusal = (project: string): string | null =>
  useQuery(queryOf(messagingEndpoints.readMessagingProject, { params: { project } })).data?.pushRefusal ?? null;
