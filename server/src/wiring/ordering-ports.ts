import type { CatalogueModule, OfferCard } from '#catalogue';
import type { IdentityModule } from '#identity';
import type { AgreementStandingPort, OrderingPorts } from '#ordering';
import type { RegistryModule } from '#registry';

interface Neighbours {
  readonly identity: IdentityModule;
  readonly registry: RegistryModule;
  readonly catalogue: CatalogueModule;
  readonly agreements: AgreementStandingPort;
}

const groupScope = (groupId: string) => `group:${groupId}`;

type OrderableOffer = NonNullable<Awaited<ReturnType<OrderingPorts['offers']['byRef']>>>;

function toOrderable({ metrics, ...offer }: OfferCard): OrderableOffer {
  const labels = Object.fromEntries(
    Object.entries(metrics).map(([label, metric]) => [label, { is: 'amount' as const, metric, label }]),
  );
  return { ...offer, labels };
}

type Site = NonNullable<Awaited<ReturnType<RegistryModule['queries']['site']>>>;

function toSiteCard({ name, country, contacts }: Site) {
  const [first] = contacts;
  return {
    name,
    country: country.code,
    contact: { name: first?.name ?? '', email: contacts.map(({ email }) => email).join(', ') },
  };
}

/** Answers what ordering asks of its neighbours. */
export function orderingPorts({ identity, registry, catalogue, agreements }: Neighbours): OrderingPorts {
  return {
    offers: {
      async byRef(read, ref) {
        const offer = await catalogue.queries.offerByRef(read, ref);
        return offer && toOrderable(offer);
      },
      async byId(read, id) {
        const offer = await catalogue.queries.offerById(read, id);
        return offer && toOrderable(offer);
      },
      takeOne: catalogue.takeOne,
      all: async (read) => (await catalogue.queries.offersForImport(read)).map(toOrderable),
    },
    bundles: {
      async byRef(read, ref) {
        const bundle = await catalogue.queries.bundleByRef(read, ref);
        return bundle && { ...bundle, offers: bundle.offers.map(toOrderable) };
      },
    },
    people: {
      byIds: identity.people.cards,
      async byEmail(read, email) {
        const person = await identity.people.byEmail(read, email);
        return person && (await identity.people.cards(read, [person.id])).get(person.id);
      },
      actorByEmail: identity.people.actorByEmail,
      async search(read, text, limit) {
        const { items } = await identity.people.search(read, { q: text, limit });
        return [
          ...(
            await identity.people.cards(
              read,
              items.map(({ id }) => id),
            )
          ).values(),
        ];
      },
    },
    accounts: {
      actorOfToken: identity.actorOfToken,
      technical: identity.technicalAccount,
      know: identity.knowPerson,
      async tokenFor(tx, personId, name) {
        return (await identity.issueToken(tx, { personId, name, scopes: ['orders'], expiresInDays: 365 })).secret;
      },
    },
    sites: {
      async byName(read, name) {
        const site = await registry.queries.site(read, name);
        return site && toSiteCard(site);
      },
      search: async (read, text, limit) => (await registry.queries.search(read, { q: text, limit })).map(toSiteCard),
    },
    groupRoles: {
      async membersOf(read, groupIds) {
        const members = await identity.people.membersOfScopes(read, 'shifter', groupIds.map(groupScope));
        return new Map(groupIds.map((id) => [id, members.get(groupScope(id)) ?? []]));
      },
      setMembers: (tx, actor, groupId, personIds) =>
        identity.setScopeMembers(tx, actor, { role: 'shifter', scope: groupScope(groupId), personIds }),
    },
    agreements,
    // No helpdesk yet: the order page says that open tickets are not known.
    tickets: { of: async () => undefined },
    actors: { of: identity.people.actorOf },
    procedures: catalogue.procedures,
    omses: { all: catalogue.omses, call: catalogue.callOms },
    services: {
      search: (read, text, limit) => catalogue.queries.searchServices(read, text, limit),
      bySlug: (read, slug) => catalogue.queries.publishedService(read, slug),
    },
    reviews: { keep: catalogue.keepReview },
  };
}
