import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY, later, systemClock } from '#kernel/clock';
import { selfSignedPair } from '#libs/x509';
import { testApp, type TestApp } from '#test/app';
import { amsData, hasAmsData } from '#test/messaging';
import { authIdentifier } from './auth-identifier.ts';

const now = systemClock.now();
const pair = (commonName: string, from: number, until: number) =>
  selfSignedPair({ commonName, names: ['localhost'], validFrom: later(now, from), validUntil: later(now, until) });
const robots = {
  valid: pair('robot.example.org', -DAY, DAY),
  unbound: pair('nobody.example.org', -DAY, DAY),
  expired: pair('expired.example.org', -2 * DAY, -DAY),
  early: pair('early.example.org', DAY, 2 * DAY),
  stranger: pair('stranger.example.org', -DAY, DAY),
};

const folder = mkdtempSync(join(tmpdir(), 'portolan-certificates-'));
let portolan: TestApp;
let root: string;
let port: number;
let url: string;
let certificateUrl: string;
let user: { uuid: string; token: string };
let service: { uuid: string };

beforeAll(async () => {
  const { stranger: _, ...trusted } = robots;
  const TLS_CLIENT_CA = join(folder, 'authorities.pem');
  writeFileSync(
    TLS_CLIENT_CA,
    Object.values(trusted)
      .map(({ certificate }) => certificate)
      .join(''),
  );
  portolan = await testApp({
    settings: {
      TLS_PORT: '0',
      TLS_CLIENT_PORT: '0',
      TLS_CLIENT_CA,
      TRUST_PROXY: '10.0.0.1',
      PROXY_CLIENT_DN_HEADER: 'X-Client-DN',
    },
  });
  const started = await portolan.start({ web: true, worker: false });
  [url, certificateUrl] = [started.tlsUrl ?? '', started.certificateUrl ?? ''];
  port = Number(new URL(certificateUrl).port);
  root = await portolan.modules.messaging.createUser('root', { serviceRoles: ['service_admin'] });
  user = (await call('POST', '/v1/users/site', {})).body;
  service = (await call('POST', '/v1/service-types', ams)).body;
  await call('POST', '/v1/bindings/site', binding('CN=robot.example.org'));
});
afterAll(async () => {
  await portolan.close();
  rmSync(folder, { recursive: true, force: true });
});

const ams = { name: 'ams', hosts: ['ams.example.org'], auth_types: ['x509'], auth_method: 'api-key', type: 'ams' };
const binding = (subject: string) => ({
  service_uuid: service.uuid,
  host: 'ams.example.org',
  auth_identifier: subject,
  unique_key: user.uuid,
  auth_type: 'x509',
});

async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown, key = root) {
  const answer = await portolan.app.inject({
    method,
    url: `${path}${path.includes('?') ? '&' : '?'}key=${key}`,
    ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: answer.statusCode, text: answer.body, body: answer.body === '' ? {} : JSON.parse(answer.body) };
}

const fault = (code: number, message: unknown, status: string) => ({
  status: code,
  body: { error: { code, message, status } },
});

/** Asks for a token over TLS, with a certificate or without. */
const map = (
  robot?: { certificate: string; key: string },
  at = certificateUrl,
  host = 'ams.example.org',
  type = 'ams',
) =>
  new Promise<{ status: number | undefined; body: unknown }>((done, fail) => {
    https
      .get(
        `${at}/v1/service-types/${type}/hosts/${host}:authx509`,
        {
          agent: false,
          rejectUnauthorized: false,
          ...(robot ? { cert: robot.certificate, key: robot.key } : {}),
        },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => done({ status: response.statusCode, body: JSON.parse(text) }));
        },
      )
      .on('error', fail);
  });

describe('a certificate is worth the token of its user', () => {
  test('on the port that asks for certificates', async () => {
    expect(port).toBeGreaterThan(0);
    expect(await map(robots.valid)).toEqual({ status: 200, body: { token: user.token } });
    expect((await call('GET', '/v1/bindings/site')).body).toMatchObject({ last_auth: '2026-11-23T09:00:00Z' });
    const { body: renewed } = await call('POST', '/v1/users/site:refreshToken');
    expect(renewed.token).not.toBe(user.token);
    expect(await map(robots.valid)).toEqual({ status: 200, body: { token: renewed.token } });
  });

  test('and not on the other one, which asks for none', async () => {
    expect(await map(robots.valid, url)).toMatchObject(fault(400, 'No certificate provided', 'BAD REQUEST'));
    expect(await map()).toMatchObject(fault(400, 'No certificate provided', 'BAD REQUEST'));
  });

  test.each([
    ['expired', 'Your certificate has expired'],
    ['early', 'Your certificate is not active yet'],
    ['stranger', 'Your certificate is not of an authority that is trusted here'],
  ] as const)('unless it is %s', async (which, message) => {
    expect(await map(robots[which])).toMatchObject(fault(403, message, 'ACCESS_FORBIDDEN'));
  });

  test('where the service, the host and the subject are known', async () => {
    expect(await map(robots.unbound)).toMatchObject(fault(404, 'Binding was not found', 'NOT FOUND'));
    expect(await map(robots.valid, certificateUrl, 'other.example.org')).toMatchObject(
      fault(404, 'Host was not found', 'NOT FOUND'),
    );
    expect(await map(robots.valid, certificateUrl, 'ams.example.org', 'other')).toMatchObject(
      fault(404, 'Service-type was not found', 'NOT FOUND'),
    );
    await call('POST', '/v1/service-types', { ...ams, name: 'people', auth_types: ['oidc'] });
    expect(await map(robots.valid, certificateUrl, 'ams.example.org', 'people')).toMatchObject(
      fault(422, 'Auth type: x509 is not yet supported.Supported:[oidc]', 'UNPROCESSABLE ENTITY'),
    );
  });

  test('from the header of a proxy that is believed', async () => {
    await call('POST', '/v1/bindings/behind-proxy', binding('/C=NL/O=Grid/O=Hosts/CN=host/x.example.org'));
    const ask = async (remoteAddress: string) => {
      const { statusCode } = await portolan.app.inject({
        url: '/v1/service-types/ams/hosts/ams.example.org:authx509',
        headers: { 'X-Client-DN': 'CN=host/x.example.org,O=Hosts,O=Grid,C=NL' },
        remoteAddress,
      });
      return statusCode;
    };
    expect([await ask('10.0.0.1'), await ask('10.0.0.2')]).toEqual([200, 400]);
    expect((await call('GET', '/v1/bindings/behind-proxy')).body.auth_identifier).toBe(
      'CN=host/x.example.org,O=Grid+O=Hosts,C=NL',
    );
  });

  test('and one that finds no user is listed, once, with how often it came', async () => {
    for (let tries = 0; tries < 3; tries += 1) await map(robots.unbound, certificateUrl, 'unknown.example.org');
    expect(await portolan.modules.messaging.failedMappings()).toContainEqual({
      subject: 'CN=nobody.example.org',
      host: 'unknown.example.org',
      reason: 'Host was not found',
      firstAt: '2026-11-23T09:00:00.000Z',
      lastAt: '2026-11-23T09:00:00.000Z',
      times: 3,
    });
  });
});

describe('the management of certificates', () => {
  test('is for those who manage the service', async () => {
    const plain = (await call('POST', '/v1/users/plain', {})).body.token as string;
    const manager = (await call('POST', '/v1/users/manager', { service_roles: ['argo_api_authn'] })).body
      .token as string;
    for (const path of ['/v1/service-types', '/v1/bindings', '/v1/authm', '/v1/service-types/ams']) {
      for (const key of ['', 'wrong', plain]) {
        expect(await call('GET', path, undefined, key)).toMatchObject(fault(401, 'Wrong Credentials', 'UNAUTHORIZED'));
      }
      expect((await call('GET', path, undefined, manager)).status).toBe(200);
    }
    expect((await call('GET', '/v1/health', undefined, '')).status).toBe(200);
  });

  test('of service types: made, shown, changed, deleted with their bindings', async () => {
    const made = await call('POST', '/v1/service-types', { ...ams, name: 'second' });
    expect(made).toMatchObject({ status: 201, body: { ...ams, name: 'second', uuid: expect.any(String) } });
    expect(await call('POST', '/v1/service-types', { ...ams, name: 'second' })).toMatchObject(
      fault(409, 'service-type object with name: second already exists', 'CONFLICT'),
    );
    expect((await call('GET', '/v1/service-types/second')).body).toEqual(made.body);
    expect((await call('GET', '/v1/service-types')).body.service_types).toContainEqual(made.body);
    expect(await call('PUT', '/v1/service-types/second', { hosts: ['a', 'b'] })).toMatchObject({
      status: 200,
      body: { name: 'second', hosts: ['a', 'b'], updated_on: '2026-11-23T09:00:00Z' },
    });
    await call('POST', '/v1/bindings/of-second', { ...binding('CN=x'), service_uuid: made.body.uuid, host: 'a' });
    expect(await call('DELETE', '/v1/service-types/second')).toMatchObject({ status: 204, text: '' });
    for (const [path, what] of [
      ['/v1/service-types/second', 'Service-type'],
      ['/v1/bindings/of-second', 'Binding'],
    ] as const) {
      expect(await call('GET', path)).toMatchObject(fault(404, `${what} was not found`, 'NOT FOUND'));
    }
    const refuse = (change: object, message: string) =>
      call('POST', '/v1/service-types', { ...ams, name: 'third', ...change }).then((answer) =>
        expect(answer).toMatchObject(fault(422, message, 'UNPROCESSABLE ENTITY')),
      );
    await refuse({ name: '' }, 'service-type object contains empty fields. empty value for field: name');
    await refuse({ hosts: [] }, 'service-type object contains empty fields. empty value for field: hosts');
    await refuse({ auth_types: ['x'] }, 'auth_types: x is not yet supported.Supported:[x509 oidc]');
    await refuse({ auth_method: 'x' }, 'auth_method: x is not yet supported.Supported:[api-key]');
    await refuse({ type: 'x' }, 'type: x is not yet supported.Supported:[ams]');
    for (const body of ['{', { hosts: 1 }]) {
      expect(await call('POST', '/v1/service-types', body)).toMatchObject({ status: 400 });
    }
  });

  test('of bindings: made, found, changed, deleted', async () => {
    const made = await call('POST', '/v1/bindings/one', binding('CN=one'));
    expect(made).toMatchObject({ status: 201, body: { ...binding('CN=one'), name: 'one' } });
    expect(made.body).not.toHaveProperty('last_auth');
    expect((await call('GET', '/v1/bindings')).body.bindings).toContainEqual(made.body);
    const find = (subject: string, host = 'ams.example.org') =>
      call('GET', `/v1/service-types/ams/hosts/${host}/bindings?authID=${encodeURIComponent(subject)}`);
    expect(await find('CN=one')).toMatchObject({ status: 200, body: { bindings: [made.body] } });
    expect(await find('CN=none')).toMatchObject(fault(404, 'Binding was not found', 'NOT FOUND'));
    expect(await find('CN=one', 'other')).toMatchObject(fault(404, 'Host was not found', 'NOT FOUND'));
    expect(await call('POST', '/v1/bindings/two', binding('CN=one'))).toMatchObject(
      fault(409, 'binding object with auth_identifier: CN=one already exists', 'CONFLICT'),
    );
    expect(await call('POST', '/v1/bindings/one', binding('CN=two'))).toMatchObject(
      fault(409, 'binding object with name: one already exists', 'CONFLICT'),
    );
    for (const field of ['service_uuid', 'host', 'auth_identifier', 'unique_key', 'auth_type']) {
      expect(await call('POST', '/v1/bindings/two', { ...binding('CN=two'), [field]: '' })).toMatchObject(
        fault(422, `binding object contains empty fields. empty value for field: ${field}`, 'UNPROCESSABLE ENTITY'),
      );
    }
    expect(await call('POST', '/v1/bindings/two', { ...binding('CN=two'), unique_key: 'none' })).toMatchObject({
      status: 422,
    });
    expect(await call('PUT', '/v1/bindings/one', { name: 'moved', auth_identifier: 'CN=moved' })).toMatchObject({
      status: 200,
      body: { name: 'moved', auth_identifier: 'CN=moved', updated_on: '2026-11-23T09:00:00Z' },
    });
    expect(await call('DELETE', '/v1/bindings/moved')).toMatchObject({ status: 204, text: '' });
    expect(await call('DELETE', '/v1/bindings/moved')).toMatchObject({ status: 404 });
  });

  test('of the methods of hosts: kept without the key', async () => {
    const path = '/v1/service-types/ams/hosts/ams.example.org/authm';
    expect(await call('GET', path)).toMatchObject(fault(404, 'Auth method was not found', 'NOT FOUND'));
    const body = { host: 'ams.example.org', port: 8080, access_key: 'secret' };
    const made = await call('POST', '/v1/service-types/ams/authm', body);
    expect(made).toMatchObject({ status: 201, body: { host: 'ams.example.org', port: 8080, type: 'api-key' } });
    expect(made.text).not.toContain('secret');
    expect((await call('POST', '/v1/service-types/ams/authm', body)).status).toBe(409);
    expect(await call('POST', '/v1/service-types/ams/authm', { host: 'ams.example.org' })).toMatchObject({
      status: 422,
    });
    expect((await call('PUT', path, { port: 443 })).body).toMatchObject({ port: 443 });
    expect((await call('GET', '/v1/authm')).body.auth_methods).toHaveLength(1);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });
});

describe('the identifier of a subject', () => {
  test.skipIf(!hasAmsData)('is that of upstream', () => {
    for (const [subject, identifier] of amsData<{ cases: [string, string][] }>('x509-dn-mapping.json').cases) {
      expect(authIdentifier(subject)).toBe(identifier);
    }
  });

  test('differs where subjects differ, or there is none', () => {
    expect(authIdentifier('/O=Grid/CN=robot/UID=7')).toBe('CN=robot,O=Grid,UID=7');
    expect(authIdentifier('/O=Grid/CN=robot,OU=Other')).toBeNull();
    expect(authIdentifier('')).toBeNull();
  });
});
