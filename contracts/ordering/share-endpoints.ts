import { z } from 'zod';
import { contract } from '../contract.ts';
import { many, page, PageQuery } from '../kernel/schemas.ts';
import { Order } from './order-schemas.ts';
import { shareActions, ShareActionInput, ShareInput, ShareRow, shareStates } from './share-schemas.ts';
import { Filter, NumberParams } from './schemas.ts';

const tag = 'ordering';
const shareParams = NumberParams.extend({ share: z.coerce.number().int().positive().max(10_000) });

/** Shares: what resource centres are asked to provide. */
export const shareEndpoints = {
  addShare: contract({
    id: 'addShare',
    method: 'POST',
    path: '/api/orders/:number/shares',
    summary: 'Proposes a share of the order for a resource centre.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    params: NumberParams,
    body: ShareInput,
    response: Order,
    status: 201,
    errors: ['desk_forbidden', 'share_refused', 'over_allocated', 'unknown_site'],
    requestExample: { site: 'CESNET-MCC', resources: [{ metric: 'vm', quantity: 30 }] },
  }),
  changeShare: contract({
    id: 'changeShare',
    method: 'PUT',
    path: '/api/orders/:number/shares/:share',
    summary: 'Changes a share that is a draft.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    params: shareParams,
    body: ShareInput,
    response: Order,
    errors: ['desk_forbidden', 'share_refused', 'over_allocated', 'unknown_site', 'stale_version'],
  }),
  sendShares: contract({
    id: 'sendShares',
    method: 'POST',
    path: '/api/orders/:number/shares/send',
    summary: 'Sends every draft share to its contact.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    params: NumberParams,
    response: Order,
    errors: ['desk_forbidden', 'share_refused'],
  }),
  actOnShare: contract({
    id: 'actOnShare',
    method: 'POST',
    path: '/api/orders/:number/shares/:share/:action',
    summary: 'Sends, answers, withdraws or delivers a share.',
    tag,
    audience: 'signed-in',
    scope: 'orders',
    params: shareParams.extend({ action: z.enum(shareActions) }),
    body: ShareActionInput.default({ comment: '' }),
    response: ShareRow,
    errors: ['share_refused', 'share_forbidden', 'over_allocated', 'stale_version'],
  }),
  listShares: contract({
    id: 'listShares',
    method: 'GET',
    path: '/api/shares',
    summary: 'Shares of my desk, or of my sites where I am a provider contact; longest waiting first.',
    tag,
    audience: 'signed-in',
    query: PageQuery.extend({
      state: many(z.enum(shareStates)),
      site: Filter,
      group: Filter,
      q: z.string().trim().max(200).optional(),
    }),
    response: page(ShareRow),
  }),
};
