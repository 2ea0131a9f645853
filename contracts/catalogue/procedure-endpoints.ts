import { contract } from '../contract.ts';
import { CheckedProcedure, Procedure, ProcedureInput } from './procedure.ts';
import { OfferParams } from './schemas.ts';

const tag = 'catalogue';

/** The procedure of an offer, for those who keep its entries. */
export const offerProcedureEndpoints = {
  readOfferProcedure: contract({
    id: 'readOfferProcedure',
    method: 'GET',
    path: '/api/offers/:slug/:iid/procedure',
    summary: 'Reads the steps that give access once an order of the offer is approved, without their secrets.',
    tag,
    audience: 'signed-in',
    params: OfferParams,
    response: Procedure,
    errors: ['catalogue_change_forbidden'],
  }),
  keepOfferProcedure: contract({
    id: 'keepOfferProcedure',
    method: 'PUT',
    path: '/api/offers/:slug/:iid/procedure',
    summary: 'Replaces the steps of an offer; orders whose procedure runs keep the steps they began with.',
    tag,
    audience: 'signed-in',
    params: OfferParams,
    body: ProcedureInput,
    response: Procedure,
    errors: ['catalogue_change_forbidden', 'procedure_unusable', 'stale_version'],
  }),
  checkOfferProcedure: contract({
    id: 'checkOfferProcedure',
    method: 'POST',
    path: '/api/offers/:slug/:iid/procedure/check',
    summary: 'Fills the steps for a sample order and says what is missing. Keeps nothing.',
    tag,
    audience: 'signed-in',
    params: OfferParams,
    body: ProcedureInput,
    response: CheckedProcedure,
    errors: ['catalogue_change_forbidden'],
  }),
};
