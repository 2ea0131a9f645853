import type { Generated, Kysely } from 'kysely';
import type { Certification, SiteContact } from '#contracts/registry/schemas';
import type { KernelTables, Read } from '#kernel/database';

/** Tables of the schema `registry`; nobody outside the module reads them. A type, because Kysely wants an index signature. */
export type RegistryTables = {
  'registry.sites': {
    id: string;
    name: string;
    sort_name: string;
    country_code: string;
    country_name: string;
    ngi: string;
    certification: Certification;
    description: string;
    service_types: string[];
    capacity_note: string;
    contacts: SiteContact[];
    search: string;
    version: Generated<number>;
    created_at: string;
    changed_at: string;
  };
};

/** The tables of this module, over the pool or inside a transaction. */
export function tables(read: Read): Kysely<KernelTables & RegistryTables> {
  return read.withTables<RegistryTables>();
}
