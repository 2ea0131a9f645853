import type { Kernel } from '#kernel/assemble';
import type { Read, Tx } from '#kernel/database';
import { keepSite } from './keep-site.ts';
import { registryRoutes } from './registry-routes.ts';
import type { SiteRecord } from './site.ts';
import { searchSites, type SiteSearch } from './site-view.ts';
import { findSite, findSites } from './sql-site-store.ts';

/** What other modules may ask of the registry. */
export interface RegistryQueries {
  /** Sites that fit, by name; at most 50 unless said. */
  search(read: Read, search: SiteSearch & { limit?: number }): Promise<SiteRecord[]>;
  /** One site by its name, in whatever case. */
  site(read: Read | Tx, name: string): Promise<SiteRecord | undefined>;
  /** Sites by their exact names; those that are not there are left out. */
  byNames(read: Read | Tx, names: readonly string[]): Promise<ReadonlyMap<string, SiteRecord>>;
}

/** Sites of the federation: who they are, what they run, whom to ask. */
export function registryModule({ kernel }: { kernel: Kernel }) {
  const queries: RegistryQueries = { search: searchSites, site: findSite, byNames: findSites };
  return { routes: registryRoutes(kernel.database), queries, keepSite: keepSite(kernel) };
}

export type RegistryModule = ReturnType<typeof registryModule>;
