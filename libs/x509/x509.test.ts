import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { describe, expect, test } from 'vitest';
import { integer, objectIdentifier, tagged, time } from './der.ts';
import { selfSignedPair } from './index.ts';

const request = {
  commonName: 'Portolan on this machine',
  names: ['localhost', 'orders.example.org', '127.0.0.1', '::1', '2001:db8::5:ff'],
  validFrom: '2026-11-24T00:00:00Z',
  validUntil: '2036-11-24T00:00:00Z',
};

describe('a self-signed pair', () => {
  const pair = selfSignedPair(request);
  const certificate = new X509Certificate(pair.certificate);

  test('says for whom and how long it stands, and its key fits', () => {
    expect(certificate.subject).toBe('CN=Portolan on this machine');
    expect(certificate.issuer).toBe(certificate.subject);
    expect(Temporal.Instant.fromEpochMilliseconds(certificate.validFromDate.getTime()).toString()).toBe(
      '2026-11-24T00:00:00Z',
    );
    expect(Temporal.Instant.fromEpochMilliseconds(certificate.validToDate.getTime()).toString()).toBe(
      '2036-11-24T00:00:00Z',
    );
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
    expect(certificate.ca).toBe(true);
  });

  test('holds every host name and address, and no other', () => {
    expect(certificate.checkHost('orders.example.org')).toBe('orders.example.org');
    expect(certificate.checkHost('other.example.org')).toBeUndefined();
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkIP('::1')).toBe('::1');
    expect(certificate.checkIP('2001:db8::5:ff')).toBe('2001:db8::5:ff');
    expect(certificate.checkIP('10.0.0.1')).toBeUndefined();
  });

  test('has another serial number and another key each time', () => {
    const other = new X509Certificate(selfSignedPair(request).certificate);
    expect(other.serialNumber).not.toBe(certificate.serialNumber);
    expect(other.fingerprint256).not.toBe(certificate.fingerprint256);
  });
});

/** Connects over TLS to a server with the pair, and answers what the client thinks of the server. */
async function handshake(pair: { certificate: string; key: string }, client: tls.ConnectionOptions): Promise<string> {
  const server = tls.createServer(
    { cert: pair.certificate, key: pair.key, requestCert: true, rejectUnauthorized: false },
    (socket) => socket.end('hello'),
  );
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  try {
    return await new Promise<string>((done) => {
      const socket = tls.connect({ port, host: '127.0.0.1', ...client });
      socket.on('data', (heard) => done(String(heard)));
      socket.on('error', (error) => done('code' in error ? String(error.code) : error.message));
    });
  } finally {
    await new Promise<void>((done) => void server.close(() => done()));
  }
}

test('a client that trusts the certificate completes a handshake, one that does not refuses', async () => {
  const now = Temporal.Now.instant();
  const pair = selfSignedPair({
    ...request,
    validFrom: now.subtract({ hours: 1 }).toString(),
    validUntil: now.add({ hours: 1 }).toString(),
  });
  expect(await handshake(pair, { ca: pair.certificate, servername: 'localhost' })).toBe('hello');
  expect(await handshake(pair, { ca: pair.certificate, servername: 'elsewhere.example.org' })).toBe(
    'ERR_TLS_CERT_ALTNAME_INVALID',
  );
  expect(await handshake(pair, { servername: 'localhost' })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
});

describe('DER', () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

  test('writes long lengths in as few bytes as possible', () => {
    expect(hex(tagged(0x04, new Uint8Array(127)).subarray(0, 2))).toBe('047f');
    expect(hex(tagged(0x04, new Uint8Array(128)).subarray(0, 3))).toBe('048180');
    expect(hex(tagged(0x04, new Uint8Array(256)).subarray(0, 4))).toBe('04820100');
  });

  test('keeps numbers positive and without leading zeros', () => {
    expect(hex(integer(Uint8Array.of(0x80)))).toBe('02020080');
    expect(hex(integer(Uint8Array.of(0, 0, 5)))).toBe('020105');
    expect(hex(integer(Uint8Array.of(0)))).toBe('020100');
  });

  test('writes object identifiers in groups of seven bits', () => {
    expect(hex(objectIdentifier('1.2.840.113549'))).toBe('06062a864886f70d');
  });

  test('writes years from 2050 on with four digits', () => {
    expect(Buffer.from(time('2049-12-31T23:59:59Z')).toString('latin1').slice(2)).toBe('491231235959Z');
    expect(Buffer.from(time('2050-01-01T00:00:00Z')).toString('latin1').slice(2)).toBe('20500101000000Z');
  });
});
