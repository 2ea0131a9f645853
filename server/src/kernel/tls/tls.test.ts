import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY, FixedClock } from '#kernel/clock';
import { ConfigError, loadConfig } from '#kernel/config';
import { certificateFor, outwardAuthorities } from '#kernel/tls';

let folder: string;
const clock = new FixedClock('2026-11-24T08:00:00.000Z');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-tls-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the pair is made at the first start and kept, readable by its owner only', () => {
  const config = loadConfig({ DATA_DIR: folder, PUBLIC_URL: 'https://orders.example.org' });
  const first = certificateFor(config, clock);
  const again = certificateFor(config, clock);
  expect(again).toEqual(first);
  expect(new X509Certificate(first.cert).checkHost('orders.example.org')).toBe('orders.example.org');
  expect(statSync(join(folder, 'tls', 'key.pem')).mode & 0o777).toBe(0o600);
  expect(readFileSync(first.certificateFile, 'utf8')).toBe(first.cert);
});

test('the pair is renewed before it runs out, and when the address changes', () => {
  const first = certificateFor(loadConfig({ DATA_DIR: folder }), clock);
  const late = new FixedClock('2026-11-24T08:00:00.000Z');
  late.advance(800 * DAY);
  const renewed = certificateFor(loadConfig({ DATA_DIR: folder }), late);
  expect(renewed.cert).not.toBe(first.cert);
  const moved = certificateFor(loadConfig({ DATA_DIR: folder, PUBLIC_URL: 'http://moved.example.org' }), late);
  expect(new X509Certificate(moved.cert).checkHost('moved.example.org')).toBe('moved.example.org');
});

test('files that are set are used as they are, and one that is missing is named', () => {
  const own = certificateFor(loadConfig({ DATA_DIR: folder }), clock);
  const files = { cert: join(folder, 'own.pem'), key: join(folder, 'own.key') };
  writeFileSync(files.cert, own.cert);
  writeFileSync(files.key, own.key);
  expect(
    certificateFor(loadConfig({ DATA_DIR: folder, TLS_CERT: files.cert, TLS_KEY: files.key }), clock),
  ).toMatchObject({
    cert: own.cert,
    key: own.key,
    certificateFile: files.cert,
  });
  const missing = loadConfig({
    DATA_DIR: folder,
    TLS_CERT: files.cert,
    TLS_KEY: files.key,
    TLS_CLIENT_CA: join(folder, 'nowhere.pem'),
  });
  expect(() => certificateFor(missing, clock)).toThrow(ConfigError);
  expect(() => certificateFor(missing, clock)).toThrow(/TLS_CLIENT_CA: found ".*nowhere\.pem" \(ENOENT\)/);
});

test('a file that holds something else, and a key of another certificate, are named', () => {
  const pair = certificateFor(loadConfig({ DATA_DIR: folder }), clock);
  const other = certificateFor(loadConfig({ DATA_DIR: join(folder, 'other') }), clock);
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const TLS_CERT = file('own.pem', pair.cert);
  const refusal = (settings: Record<string, string>) => () =>
    certificateFor(loadConfig({ DATA_DIR: folder, TLS_CERT, TLS_KEY: file('own.key', pair.key), ...settings }), clock);
  expect(refusal({})).not.toThrow();
  expect(refusal({ TLS_CERT: file('no.pem', 'none') })).toThrow(
    /TLS_CERT: found ".*no\.pem", accepted is a file with a cert/,
  );
  expect(refusal({ TLS_KEY: file('no.key', 'none') })).toThrow(
    /TLS_KEY: found ".*no\.key", accepted is the key of TLS_CERT/,
  );
  expect(refusal({ TLS_KEY: file('other.key', other.key) })).toThrow(/TLS_KEY: found ".*other\.key"/);
  expect(refusal({ TLS_CLIENT_CA: file('no-ca.pem', pair.key) })).toThrow(/TLS_CLIENT_CA: found ".*no-ca\.pem"/);
  const outward = (OUTWARD_CA: string) => () => outwardAuthorities(loadConfig({ DATA_DIR: folder, OUTWARD_CA }));
  expect(outward(file('no-ca.pem', pair.key))).toThrow(/OUTWARD_CA: found ".*no-ca\.pem"/);
  expect(outward(TLS_CERT)()).toBe(pair.cert);
});
