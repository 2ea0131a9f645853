import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OfferInput } from '#contracts/catalogue/schemas';
import { anonymous } from '#kernel/access';
import type { Database } from '#kernel/database';
import { testDatabase } from '#test/database';
import { addService, anOffer, aService, catalogueTools, person } from '../catalogue.fixture.ts';
import { compareServices, comparisonFile } from './compare-services.ts';

let database: Database;
const cores = (values: number[]) => ({
  id: 'id1',
  label: 'Number of CPU cores',
  description: null,
  type: 'select',
  value_type: 'integer',
  config: { mode: 'buttons', values },
});
const offer = (more: Record<string, unknown>) => OfferInput.parse({ ...anOffer(), ...more });

beforeAll(async () => {
  database = await testDatabase();
  const tools = catalogueTools();
  await addService(
    database,
    tools,
    aService({
      slug: 'cloud',
      categories: ['Compute'],
      links: { website: 'https://cloud.example', helpdesk: '', manual: '', training: '' },
    }),
    [offer({ name: 'Small', parameters: [cores([1, 2])] }), offer({ name: 'Large', parameters: [cores([16, 32])] })],
  );
  await addService(
    database,
    tools,
    aService({
      slug: 'grid',
      name: 'Grid compute',
      provider: 'julich',
      categories: ['Compute'],
      accessModes: ['paid'],
    }),
    [offer({ name: 'Batch', parameters: [{ ...cores([4]), label: 'number of CPU cores' }] })],
  );
  await addService(database, tools, aService({ slug: 'hidden', name: 'Hidden', status: 'draft' }), []);
});
afterAll(() => database.close());

const compare = (slugs: string[], actor = anonymous) => compareServices(database.read(), actor, slugs);
const rowOf = async (label: string) => (await compare(['cloud', 'grid'])).rows.find((row) => row.label === label);

describe('services side by side', () => {
  test('stand in the order in which they were asked for; what nobody may see is named as missing', async () => {
    const { services, missing } = await compare(['grid', 'hidden', 'cloud', 'nowhere']);
    expect(services.map(({ slug }) => slug)).toEqual(['grid', 'cloud']);
    expect(missing).toEqual(['hidden', 'nowhere']);
    const provider = person([{ role: 'provider', scope: 'provider:egi' }]);
    expect((await compare(['hidden'], provider)).missing).toEqual([]);
  });

  test('are marked where they differ, and only there', async () => {
    expect(await rowOf('Provider')).toMatchObject({ cells: [['EGI Foundation'], ['JULICH']], differs: true });
    expect(await rowOf('Categories')).toMatchObject({ cells: [['Compute'], ['Compute']], differs: false });
    expect(await rowOf('Price')).toMatchObject({ cells: [[], ['paid']], differs: true });
  });

  test('parameters of one label are one row, by offer where the offers do not agree', async () => {
    expect(await rowOf('Number of CPU cores')).toMatchObject({
      part: 'offers',
      cells: [['Small: 1 or 2', 'Large: 16 or 32'], ['4']],
    });
    expect(await rowOf('number of CPU cores')).toBeUndefined();
  });

  test('have no row for what none of them says', async () => {
    expect(await rowOf('Web page')).toMatchObject({ part: 'links', cells: [['https://cloud.example'], []] });
    expect(await rowOf('Training')).toBeUndefined();
  });

  test('make a file with a column for each', async () => {
    const [head, ...rows] = comparisonFile(await compare(['cloud', 'grid']));
    expect(head).toEqual(['part', 'what', 'differs', 'Cloud compute', 'Grid compute']);
    expect(rows).toContainEqual(['About', 'Categories', 'no', 'Compute', 'Compute']);
    expect(rows).toContainEqual(['Offers', 'Number of CPU cores', 'yes', 'Small: 1 or 2; Large: 16 or 32', '4']);
  });
});
