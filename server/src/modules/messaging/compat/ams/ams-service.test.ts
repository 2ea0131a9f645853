import { afterAll, beforeAll, expect, test } from 'vitest';
import { testApp, type TestApp } from '#test/app';
import { amsCaller, amsFault, type AmsCaller } from '#test/messaging';

const serviceToken = 'a secret of the whole service';

let portolan: TestApp;
let call: AmsCaller;
const tokens: Record<string, string> = {};
beforeAll(async () => {
  portolan = await testApp({ settings: { AMS_SERVICE_TOKEN: serviceToken } });
  call = amsCaller(portolan, serviceToken);
  for (const role of ['service_admin', 'admin_viewer', 'push_worker']) {
    tokens[role] = await portolan.modules.messaging.createUser(role, { serviceRoles: [role] });
  }
});
afterAll(() => portolan.close());

test('whoever holds the service token may do everything, in nobody’s name', async () => {
  expect((await call('POST', '/v1/projects/MADE', {})).body).not.toHaveProperty('created_by');
  await call('PUT', '/v1/projects/MADE/topics/t');
  expect(await call('POST', '/v1/projects/MADE/topics/t:publish', { messages: [{ data: 'x' }] })).toMatchObject({
    status: 200,
    body: { messageIds: ['0'] },
  });
  expect((await call('GET', `/v1/projects/MADE?key=${encodeURIComponent(serviceToken)}`, undefined, '')).status).toBe(
    200,
  );
  expect((await call('GET', '/v1/users/profile')).status).toBe(401);
  expect((await call('GET', '/v1/projects', undefined, serviceToken.slice(0, -1))).status).toBe(401);
});

test('details of the state are for those who see all; an unknown token is 403 and a known one 401, as upstream has it', async () => {
  const details = (token: string) => call('GET', '/v1/status?details=true', undefined, token);
  for (const token of [tokens['service_admin'], tokens['admin_viewer'], serviceToken]) {
    expect(await details(token ?? '')).toMatchObject({ status: 200, body: { status: 'ok' } });
  }
  for (const token of ['wrong', '']) {
    expect(await details(token)).toMatchObject(amsFault(403, 'Access to this resource is forbidden', 'FORBIDDEN'));
  }
  expect(await details(tokens['push_worker'] ?? '')).toMatchObject(amsFault(401, 'Unauthorized', 'UNAUTHORIZED'));
  expect((await call('GET', '/v1/status', undefined, 'wrong')).status).toBe(200);
});

test('the version has the keys of upstream, and the release for those who see all', async () => {
  const keys = ['architecture', 'build_time', 'compiler', 'distro', 'golang', 'hostname', 'os'];
  const version = async (token: string) => (await call('GET', '/v1/version', undefined, token)).body;
  for (const token of ['', 'wrong', tokens['push_worker'] ?? '']) {
    expect(Object.keys(await version(token)).sort()).toEqual(keys);
  }
  expect(Object.keys(await version(tokens['admin_viewer'] ?? '')).sort()).toEqual([...keys, 'release'].sort());
});
