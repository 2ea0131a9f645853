import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';

let portolan: TestApp;
beforeAll(async () => {
  portolan = await testApp();
});
afterAll(() => portolan.close());

const starred = async (persona: string) => (await portolan.as(persona).get('/api/favourites')).body.slugs as string[];

describe('a star on a service', () => {
  test('is put once, however often it is asked for, and taken away again', async () => {
    const eleni = portolan.as('eleni');
    for (const slug of ['egi-notebooks', 'egi-cloud-compute', 'egi-notebooks']) {
      portolan.clock.advance(1000);
      expect((await eleni.put(`/api/favourites/${slug}`)).status).toBe(204);
    }
    expect(await starred('eleni')).toEqual(['egi-cloud-compute', 'egi-notebooks']);
    expect((await eleni.delete('/api/favourites/egi-cloud-compute')).status).toBe(204);
    expect((await eleni.delete('/api/favourites/egi-cloud-compute')).status).toBe(204);
    expect(await starred('eleni')).toEqual(['egi-notebooks']);
  });

  test('is of one account; nobody else and nobody unknown has it', async () => {
    expect(await starred('tomas')).toEqual([]);
    expect((await portolan.as(null).put('/api/favourites/egi-notebooks')).status).toBe(401);
    expect((await portolan.as('eleni').put('/api/favourites/nowhere')).status).toBe(404);
  });

  test('makes a list of its own in the catalogue, with its facets', async () => {
    const mine = async (persona: string | null) =>
      (await portolan.as(persona).get('/api/catalogue?only=favourites')).body;
    expect(await mine('eleni')).toMatchObject({ total: 1, items: [{ slug: 'egi-notebooks' }] });
    expect(await mine('tomas')).toMatchObject({ total: 0, items: [] });
    expect(await mine(null)).toMatchObject({ total: 0, items: [] });
  });

  test('goes with the account', async () => {
    const { kernel, modules } = portolan;
    const id = portolan.idOf('eleni');
    const read = kernel.database.read();
    expect(await modules.catalogue.personalData.export(read, id)).toMatchObject({
      favourites: [{ service: 'egi-notebooks' }],
    });
    await kernel.database.transact((tx) =>
      modules.catalogue.personalData.erase(tx, { id, name: 'Eleni', email: null }),
    );
    expect(await starred('eleni')).toEqual([]);
  });
});
