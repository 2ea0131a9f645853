import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { seedProcedure } from './seed-procedure.ts';

// The demo's own procedure: the server calls its own hub over a real connection, and the order is ready by itself.

let app: TestApp;
beforeAll(async () => {
  app = await testApp({ settings: { OUTWARD_ALLOW: '127.0.0.1' } });
  await app.app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.app.server.address() as AddressInfo;
  await seedProcedure({ publicUrl: `http://127.0.0.1:${port}` }, app.modules.catalogue, 'egi-notebooks/1');
});
afterAll(() => app.close());

test('an approved order of the demo offer becomes ready with its access', async () => {
  const [eleni, anna] = [app.as('eleni'), app.as('anna')];
  const project = await eleni.post('/api/projects', { name: 'Waves', typology: 'single_user' });
  const { body: order } = await eleni.post('/api/orders', {
    project: project.body.number,
    offer: 'egi-notebooks/1',
    parameters: { 'Amount of RAM': 1, 'Number of cores': 1, 'Persistent storage': 10 },
    comment: '',
  });
  await app.settle();
  for (const action of ['take', 'approve'])
    expect((await anna.post(`/api/orders/${order.number}/transitions`, { action })).status).toBe(200);
  await app.settle();
  await app.kernel.jobs.runNow('ordering.run-procedures', {});
  await app.settle();
  const { body } = await eleni.get(`/api/orders/${order.number}`);
  expect(body.state).toBe('ready');
  expect(body.access[0].url).toMatch(new RegExp(`/api/demo/workspaces/workspace-${order.number}$`));
  expect(body.access[0].secrets[0].value).toMatch(/^[\w-]{12}$/);
  const hub = await app.as(null).get(`/api/demo/workspaces/workspace-${order.number}`);
  expect([hub.status, hub.text]).toEqual([200, expect.stringContaining(`workspace-${order.number}`)]);
  expect((await app.as(null).post('/api/demo/workspaces', { order: 1, for: 'x' })).status).toBe(401);
});
