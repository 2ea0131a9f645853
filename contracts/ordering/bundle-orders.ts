import { z } from 'zod';
import { contract } from '../contract.ts';
import { ParameterValues, PlaceOrder } from './order-input-schemas.ts';
import { Order } from './order-schemas.ts';

const Ref = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]*\/\d{1,6}$/, 'must be `service-slug/number`, such as `egi-cloud-compute/1`');

/** An order of a bundle: what is wanted of each of its offers, the rest once for all. */
export const PlaceBundle = PlaceOrder.omit({ offer: true, parameters: true })
  .extend({
    bundle: Ref,
    lines: z
      .array(z.object({ offer: Ref, parameters: ParameterValues.default({}) }).strict())
      .min(1)
      .max(21)
      .describe('One for each offer of the bundle, its main offer among them'),
  })
  .strict()
  .meta({ id: 'PlaceBundle' });
export type PlaceBundle = z.infer<typeof PlaceBundle>;

/** Ordering bundles; part of the ordering module. */
export const bundleOrderEndpoints = {
  placeBundle: contract({
    id: 'placeBundle',
    method: 'POST',
    path: '/api/bundle-orders',
    summary: 'Orders a bundle: one line for each of its offers, all of them or none; answers the first line.',
    tag: 'ordering',
    audience: 'signed-in',
    scope: 'orders',
    body: PlaceBundle,
    response: Order,
    status: 201,
    errors: [
      'terms_not_accepted',
      'project_archived',
      'project_order_forbidden',
      'unknown_bundle',
      'bundle_sold_out',
      'offer_sold_out',
      'invalid_parameters',
      'idempotency_key_reused',
    ],
    requestExample: {
      project: 12,
      bundle: 'egi-cloud-compute/1',
      lines: [
        { offer: 'egi-cloud-compute/1', parameters: { 'Number of VM instances': 2, 'Number of days': 30 } },
        { offer: 'fitsm/1', parameters: { 'Number of participants': 4 } },
      ],
      comment: 'We begin in spring.',
    },
  }),
};
