export { registryModule, type RegistryModule, type RegistryQueries } from './registry-module.ts';
export type { SiteRecord } from './site.ts';
