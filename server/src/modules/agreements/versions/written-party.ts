import { agreementTypeFacts, type AgreementType } from '#contracts/agreements/kinds';
import type { AgreementParty } from '#contracts/agreements/terms';
import type { Tx } from '#kernel/database';
import { invalid } from '#kernel/errors';
import type { Dependencies } from '../dependencies.ts';
import type { OrderDossier } from '../order-dossier.ts';
import type { WrittenParty } from './matter.ts';
import type { AgreementRow } from './sql-agreement-store.ts';

/** The other side as the record needs it: how it reads, and which accounts act and read for it. */
export interface FoundParty {
  readonly party: WrittenParty;
  readonly project: OrderDossier['project'] | null;
  readonly head: Pick<
    AgreementRow,
    | 'customer_id'
    | 'customer_name'
    | 'contact_id'
    | 'project_number'
    | 'project_name'
    | 'party_name'
    | 'site'
    | 'reader_ids'
  >;
}

const notKnown = (path: string, message: string) =>
  invalid('party_not_known', [{ path: `terms.party.${path}`, message }]);

/** Looks the other side up where the registry, a project or an account knows it; refuses a site or a project that does not exist. */
export async function findParty(
  tx: Tx,
  { sites, orders, accountOf }: Dependencies,
  { type, party }: { readonly type: AgreementType; readonly party: AgreementParty },
): Promise<FoundParty> {
  const isSla = agreementTypeFacts[type].kind === 'SLA';
  if (!agreementTypeFacts[type].parties.includes(party.is))
    throw notKnown('is', 'An agreement of this kind is not made with such a party');
  const base = {
    customer_id: null,
    customer_name: '',
    contact_id: null,
    project_number: null,
    project_name: '',
    site: null,
    reader_ids: [],
  };
  switch (party.is) {
    case 'site': {
      const site = await sites.byName(tx, party.site);
      if (!site) throw notKnown('site', `There is no resource centre ${party.site} in the registry`);
      return {
        party: {
          name: site.name,
          address: '',
          country: site.country,
          contact: site.contact.name,
          email: site.contact.email,
        },
        project: null,
        head: { ...base, party_name: site.name, site: site.name },
      };
    }
    case 'project': {
      const found = await orders.project(tx, party.project);
      if (!found) throw notKnown('project', `There is no project ${party.project}`);
      const { customer, customerIds, project } = found;
      return {
        party: {
          name: customer.name,
          address: customer.institution,
          country: customer.country,
          contact: customer.name,
          email: customer.email,
        },
        project,
        head: {
          ...base,
          customer_id: customer.id,
          customer_name: customer.name,
          project_number: project.number,
          project_name: project.name,
          party_name: customer.name,
          reader_ids: [...customerIds],
        },
      };
    }
    case 'body': {
      const { name, address, contact, email } = party;
      const account = (await accountOf(tx, email))?.id ?? null;
      return {
        party: { name, address, country: '', contact, email },
        project: null,
        head: {
          ...base,
          party_name: name,
          ...(isSla
            ? { customer_id: account, customer_name: name, reader_ids: account === null ? [] : [account] }
            : { contact_id: account }),
        },
      };
    }
  }
}
