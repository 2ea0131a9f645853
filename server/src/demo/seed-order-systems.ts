import { OmsInput } from '#contracts/catalogue/omses';
import { OfferInput } from '#contracts/catalogue/schemas';
import { system } from '#kernel/access';
import type { Portolan } from '../app.ts';

const eudatDesk = 'EUDAT desk';
const orderSystems = [
  { id: 1, name: 'SOMBO', type: 'global', isDefault: true, administrator: 'anna' },
  { name: eudatDesk, type: 'provider_group', isDefault: false, providers: ['eudat'], administrator: 'claire' },
] as const;
const ownOffer = {
  service: 'b2drop',
  name: 'Community space',
  description: 'A space of your community with rules of its own, set up and looked after by the desk of EUDAT.',
};

/** Order systems of the demo: the order desk, and one of a provider with an offer of its own. Answers a token for each. */
export async function seedOrderSystems(
  { kernel, modules: { catalogue, identity } }: Pick<Portolan, 'kernel' | 'modules'>,
  people: ReadonlyMap<string, string>,
): Promise<{ id: number; name: string; token: string }[]> {
  const access: { id: number; name: string; token: string }[] = [];
  for (const { administrator, ...given } of orderSystems) {
    const personId = people.get(administrator);
    if (personId === undefined) throw new Error(`there is no persona ${administrator}`);
    const { id: known, ...frame } = { id: undefined, ...given };
    const oms = OmsInput.parse({
      ...frame,
      customParams: { order_target: { mandatory: false } },
      administrators: [personId],
    });
    const { id, name } = await catalogue.keepOms(system, oms, known === undefined ? undefined : { id: known });
    const { secret } = await kernel.database.transact((tx) =>
      identity.issueToken(tx, { personId, name: `Order system ${name}`, scopes: ['marketplace'], expiresInDays: 365 }),
    );
    access.push({ id, name, token: secret });
  }
  const { service, ...offer } = ownOffer;
  await catalogue.keepOffer(
    system,
    service,
    OfferInput.parse({
      ...offer,
      orderType: 'order_required',
      internal: true,
      offerCategory: 'storage',
      voucherable: true,
      primaryOms: access.find(({ name }) => name === eudatDesk)?.id,
      omsParams: { order_target: 'desk@eudat.example' },
    }),
  );
  return access;
}
