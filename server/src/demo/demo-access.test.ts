import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '#kernel/config';
import { moveDemoAccess, writeDemoAccess } from './demo-access.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-access-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'demo-access.json');
const written = (): { certificate: string } & Record<string, unknown> => JSON.parse(readFileSync(file(), 'utf8'));
const oms = [{ id: 1, name: 'SOMBO', token: 'portolan_oms' }];
const ams = { project: 'EGI-ACCOUNTING', token: 'a'.repeat(64) };
const jira = { url: 'http://localhost:8195/jira', user: 'jira', password: 'ptl_secret', project: 'EOSCSO' };
const api = { anna: { token: 'portolan_anna' }, eleni: { token: 'portolan_eleni' } };

test('a program finds the addresses, the certificate and a token for each persona, and nobody else reads them', () => {
  writeFileSync(file(), '{}', { mode: 0o644 });
  writeDemoAccess(loadConfig({ DATA_DIR: folder, PORT: '8195', TLS_PORT: '8595' }), { api, oms, ams, jira });
  const access = written();
  expect(access).toEqual({
    url: 'http://localhost:8195',
    tlsUrl: 'https://localhost:8595',
    certificate: access.certificate,
    api,
    oms,
    ams,
    jira,
  });
  expect(isAbsolute(access.certificate)).toBe(true);
  expect(readFileSync(access.certificate, 'utf8')).toContain('BEGIN CERTIFICATE');
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('what is not of the form is not written', () => {
  const more = { api, oms, ams, jira: 'token' as unknown as typeof jira };
  expect(() => writeDemoAccess(loadConfig({ DATA_DIR: folder }), more)).toThrow(/jira/);
  expect(existsSync(file())).toBe(false);
});

test('a demo that moved to other ports says so, and keeps its tokens', () => {
  writeDemoAccess(loadConfig({ DATA_DIR: folder }), { api, oms, ams, jira });
  expect(written()).toMatchObject({ url: 'http://localhost:8080', tlsUrl: 'https://localhost:8443' });
  moveDemoAccess(loadConfig({ DATA_DIR: folder, PUBLIC_URL: 'https://demo.example.org', NODE_ENV: 'test' }));
  expect(written()).toEqual({
    url: 'https://demo.example.org',
    tlsUrl: null,
    certificate: null,
    api,
    oms,
    ams,
    jira: { ...jira, url: 'https://demo.example.org/jira' },
  });
  expect(statSync(file()).mode & 0o777).toBe(0o600);
});

test('only a demo has the file', () => {
  writeDemoAccess(loadConfig({ DATA_DIR: 'memory' }), { api, oms, ams, jira });
  expect(existsSync('memory')).toBe(false);
  moveDemoAccess(loadConfig({ DATA_DIR: folder }));
  expect(existsSync(file())).toBe(false);
});
