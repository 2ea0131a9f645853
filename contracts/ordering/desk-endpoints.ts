import { contract } from '../contract.ts';
import { RoutingAnswer, RoutingRules, RoutingRulesInput, RoutingTrial } from './desk-schemas.ts';

const tag = 'ordering';

/** How orders find their group and their people: routing rules. */
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
};
