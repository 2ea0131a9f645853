import { system } from '#kernel/access';
import type { CatalogueModule } from '#catalogue';
import type { Progress } from './seed-sites.ts';

const select = (id: string, label: string, values: unknown[], unit?: string) => ({
  id,
  label,
  type: 'select',
  value_type: typeof values[0] === 'number' ? 'integer' : 'string',
  ...(unit ? { unit } : {}),
  config: { mode: 'buttons', values },
});

/** Loads the catalogue of the demo. */
export async function seedCatalogue(
  catalogue: Pick<CatalogueModule, 'importOffers'>,
  progress: Progress,
): Promise<void> {
  const compute = [
    select('id1', 'Number of CPU Cores', [1, 2, 4, 8]),
    select('id2', 'Amount of RAM per CPU core', [1, 2, 4], 'GB'),
    select('id3', 'Local disk', [10, 20, 40], 'GB'),
    {
      id: 'id4',
      label: 'Number of VM instances',
      type: 'range',
      value_type: 'integer',
      config: { minimum: 1, maximum: 50 },
    },
    select('id5', 'Access type', ['opportunistic', 'reserved']),
    { id: 'id6', label: 'Start of service', type: 'date', value_type: 'string' },
    { id: 'id7', label: 'Number of days', type: 'range', value_type: 'integer', config: { minimum: 1, maximum: 730 } },
  ];
  await catalogue.importOffers(
    system,
    JSON.stringify([
      { service: 'EGI Cloud compute', category: 'Compute', offer: 'General purpose', parameters: compute },
    ]),
  );
  progress('catalogue', 1, 1);
}
