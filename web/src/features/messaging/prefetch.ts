import type { QueryClient } from '@tanstack/react-query';

import { messagingEndpoints } from '#contracts/messaging/endpoints';

import { queryOf } from '../../api/query.ts';

/** What the page of a project reads first. */
export const prefetchProject = (client: QueryClient, project: string) =>
  client.ensureQueryData(queryOf(messagingEndpoints.readMessagingProject, { params: { project } }));
