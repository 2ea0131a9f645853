import { contract } from '../contract.ts';
import { z } from 'zod';
import {
  GroupRota,
  IsoWeek,
  RotaWeekInput,
  RoutingAnswer,
  RoutingRules,
  RoutingRulesInput,
  RoutingTrial,
} from './desk-schemas.ts';

const tag = 'ordering';

/** How orders find their group and their people: routing rules, rota. */
export const deskEndpoints = {
  readRouting: contract({
    id: 'readRouting',
    method: 'GET',
    path: '/api/routing-rules',
    summary: 'The rules that give an order its group, in the order in which they are asked.',
    tag,
    audience: 'signed-in',
    response: RoutingRules,
    errors: ['desk_forbidden'],
  }),
  saveRouting: contract({
    id: 'saveRouting',
    method: 'PUT',
    path: '/api/routing-rules',
    summary: 'Replaces the routing rules, for coordinators and administrators; orders on the desk stay where they are.',
    tag,
    audience: 'signed-in',
    body: RoutingRulesInput,
    response: RoutingRules,
    errors: ['coordinator_only', 'stale_version', 'unknown_group'],
  }),
  tryRouting: contract({
    id: 'tryRouting',
    method: 'POST',
    path: '/api/routing-rules/try',
    summary: 'Tells which group an order would get, and why.',
    tag,
    audience: 'signed-in',
    body: RoutingTrial,
    response: RoutingAnswer,
    errors: ['desk_forbidden', 'unknown_offer', 'no_group'],
    requestExample: { offer: 'egi-cloud-compute/1', typology: 'research', country: 'Greece', parameters: {} },
  }),
  readRota: contract({
    id: 'readRota',
    method: 'GET',
    path: '/api/rota',
    summary: 'Who of each group takes the orders that come in, week by week.',
    tag,
    audience: 'signed-in',
    query: z.object({
      from: IsoWeek.optional().describe('The week of today where it is absent'),
      weeks: z.coerce.number().int().min(1).max(53).default(8),
    }),
    response: z.object({ groups: z.array(GroupRota) }),
    errors: ['desk_forbidden'],
  }),
  saveRotaWeek: contract({
    id: 'saveRotaWeek',
    method: 'PUT',
    path: '/api/groups/:id/rota/:week',
    summary: 'Says who of a group is on duty in a week; its shifters and coordinators do this.',
    tag,
    audience: 'signed-in',
    params: z.object({ id: z.string().max(60), week: IsoWeek }),
    body: RotaWeekInput,
    response: GroupRota,
    errors: ['rota_forbidden', 'unknown_group', 'unknown_assignee', 'outside_week'],
    requestExample: { person: '01890000-0000-7000-8000-000000000000', substitute: null },
  }),
};
