import { system } from '#kernel/access';
import type { RegistryModule } from '#registry';
import { demoSites } from './sites.ts';

/** Tells how far a step of the seed is. */
export type Progress = (step: string, done: number, of: number) => void;

/** Loads the sites of the demo federation; a second run changes nothing. */
export async function seedSites(registry: Pick<RegistryModule, 'keepSite'>, progress: Progress): Promise<void> {
  for (const [index, site] of demoSites.entries()) {
    await registry.keepSite(system, site);
    progress('sites', index + 1, demoSites.length);
  }
}
