import type { Portolan } from '../app.ts';
import { demoGroups, demoRouting } from './groups.ts';
import { seedCatalogue } from './seed-catalogue.ts';
import { seedSites, type Progress } from './seed-sites.ts';

/** Loads what orders stand on: people, groups of shifters, sites, the catalogue. Answers the id of each persona by its key. */
export async function seedBase(
  { kernel, modules }: Pick<Portolan, 'kernel' | 'modules'>,
  progress: Progress,
): Promise<ReadonlyMap<string, string>> {
  const people = await kernel.database.transact(async (tx) => {
    const found = await modules.identity.ensurePersonas(tx);
    for (const personId of found.values()) await modules.identity.acceptTermsFor(tx, personId);
    return found;
  });
  progress('people', people.size, people.size);
  const [coordinator = '', deputy = ''] = ['marta', 'sofia'].map((key) => people.get(key));
  await modules.ordering.seedGroups(demoGroups, demoRouting(coordinator, deputy));
  await seedSites(modules.registry, progress);
  await seedCatalogue(modules.catalogue, progress);
  return people;
}
