import https from 'node:https';
import { afterEach, describe, expect, test } from 'vitest';
import { anonymous } from '#kernel/access';
import { buildHttp, type HttpSettings } from '#kernel/http';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { selfSignedPair } from '#libs/x509';
import { proxiesAt } from './client-dn.ts';

let closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers) await close();
  closers = [];
});

async function build(settings: Partial<HttpSettings>) {
  const listening = await buildHttp({
    logger: createLogger('silent'),
    metrics: createMetrics(),
    authenticate: async () => anonymous,
    trustProxy: undefined,
    publicUrl: 'http://localhost',
    ...settings,
  });
  closers.push(() => listening.app.close());
  listening.app.get('/who', async (request) => ({
    dn: request.clientDn,
    header: request.headers['x-client-dn'] ?? null,
    ip: request.ip,
  }));
  return listening;
}

describe('behind a proxy', () => {
  const ask = async (
    from: string,
    headers: Record<string, string | string[]>,
    settings: Partial<HttpSettings> = {},
  ) => {
    const { app } = await build({ trustProxy: ['10.0.0.0/8'], clientDnHeader: 'x-client-dn', ...settings });
    return (await app.inject({ url: '/who', headers, remoteAddress: from })).json<{ dn: string | null }>();
  };

  test('the header of a trusted one names the client, in the form that is compared', async () => {
    expect(
      await ask('10.1.2.3', { 'X-Client-DN': 'CN=robot,O=Portolan,C=NL', 'x-forwarded-for': '198.51.100.7' }),
    ).toEqual({ dn: '/C=NL/O=Portolan/CN=robot', header: null, ip: '198.51.100.7' });
    expect(await ask('10.1.2.3', { 'X-Client-DN': '/C=NL/O=Portolan/CN=robot' })).toMatchObject({
      dn: '/C=NL/O=Portolan/CN=robot',
    });
    const latin1 = Buffer.from('CN=Jürgen,C=DE').toString('latin1');
    expect(await ask('10.1.2.3', { 'X-Client-DN': latin1 })).toMatchObject({ dn: '/C=DE/CN=Jürgen' });
  });

  test.each([
    ['that is empty', ''],
    ['that Apache writes for a client without a certificate', '(null)'],
    ['that was sent twice', ['CN=robot', 'CN=somebody']],
  ])('a header %s names nobody', async (_what, sent) => {
    expect(await ask('10.1.2.3', { 'X-Client-DN': sent })).toMatchObject({ dn: null });
  });

  test('the header of anybody else is dropped', async () => {
    const forged = { 'X-Client-DN': 'CN=robot', 'x-forwarded-for': '10.1.2.3' };
    expect(await ask('198.51.100.7', forged)).toEqual({ dn: null, header: null, ip: '198.51.100.7' });
    expect(await ask('127.0.0.1', forged, { trustProxy: undefined })).toMatchObject({ dn: null, header: null });
  });

  test('a network holds its addresses in both families, and no other', () => {
    const isProxy = proxiesAt(['127.0.0.1', '10.0.0.0/8', '2001:db8::/32']);
    for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.255.0.1', '2001:db8::5'])
      expect([address, isProxy(address)]).toEqual([address, true]);
    for (const address of ['127.0.0.2', '11.0.0.1', '2001:db9::5', 'unknown', ''])
      expect([address, isProxy(address)]).toEqual([address, false]);
  });
});

describe('on the TLS port', () => {
  const now = Date.parse('2026-11-24T08:00:00Z');
  const pair = (commonName: string) =>
    selfSignedPair({
      commonName,
      names: ['127.0.0.1'],
      validFrom: new Date(now - 3.2e10).toISOString(),
      validUntil: new Date(now + 3.2e11).toISOString(),
    });
  const server = pair('server');
  const robot = pair('robot');

  async function ask(
    client: { certificate: string; key: string } | undefined,
    { ca, ...settings }: Partial<HttpSettings> & { ca?: string } = {},
  ): Promise<unknown> {
    const { app, listenTls } = await build({ tls: { cert: server.certificate, key: server.key, ca }, ...settings });
    await app.ready();
    const port = await listenTls(0, '127.0.0.1');
    return new Promise((done, fail) => {
      https
        .get(
          `https://127.0.0.1:${port}/who`,
          {
            ca: server.certificate,
            agent: false,
            headers: { 'x-client-dn': 'CN=somebody' },
            ...(client ? { cert: client.certificate, key: client.key } : {}),
          },
          (response) => {
            let text = '';
            response.on('data', (chunk: Buffer) => (text += chunk.toString()));
            response.on('end', () => done(JSON.parse(text)));
          },
        )
        .on('error', fail);
    });
  }

  test('a certificate of a trusted authority names the client', async () => {
    expect(await ask(robot, { ca: robot.certificate })).toMatchObject({ dn: '/CN=robot' });
  });

  test('no certificate, one of another authority, and any where no authority is named, name nobody', async () => {
    expect(await ask(undefined, { ca: robot.certificate })).toMatchObject({ dn: null });
    expect(await ask(robot, { ca: server.certificate })).toMatchObject({ dn: null });
    expect(await ask(robot)).toMatchObject({ dn: null });
  });

  test('the certificate of a trusted proxy is not that of its client', async () => {
    const behind = { ca: robot.certificate, trustProxy: ['127.0.0.1'], clientDnHeader: 'x-client-dn' };
    expect(await ask(robot, behind)).toMatchObject({ dn: '/CN=somebody', header: null });
    expect(await ask(robot, { ...behind, trustProxy: ['10.0.0.1'] })).toMatchObject({ dn: '/CN=robot', header: null });
  });
});
