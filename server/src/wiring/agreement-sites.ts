import type { Sites } from '#agreements';
import type { RegistryModule } from '#registry';

/** Resource centres of the registry, as agreements name them as a side. */
export function agreementSites({ queries }: RegistryModule): Sites {
  return {
    async byName(read, name) {
      const site = await queries.site(read, name);
      if (!site) return undefined;
      const { contacts } = site;
      return {
        name: site.name,
        country: site.country.name,
        contact: { name: contacts[0]?.name ?? site.name, email: contacts.map(({ email }) => email).join(', ') },
      };
    },
  };
}
