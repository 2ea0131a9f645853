import { existsSync, mkdtempSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { demoState, markSeeded, markSeeding } from './demo-marker.ts';
import { nearest } from './nearest.ts';
import { startOver } from './open-portolan.ts';
import { runCommandLine } from './run-command-line.ts';
import { createTerminal } from './terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portolan-commands-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one line as a shell would, and answers what it wrote and its exit code. */
async function portolan(line: string, environment: Record<string, string> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = createTerminal(
    { write: (text: string) => out.push(text) },
    { write: (text: string) => err.push(text) },
  );
  const code = await runCommandLine(line === '' ? [] : line.split(' '), {
    terminal,
    environment: { DATA_DIR: folder, ...environment },
  });
  return { code, out: out.join(''), err: err.join('') };
}

describe('the line', () => {
  test('lists the commands for --help, and without a command says that one is missing', async () => {
    const help = await portolan('--help');
    expect(help.code).toBe(0);
    for (const name of ['serve', 'migrate', 'demo', 'token', 'import', 'backup', 'restore', 'doctor'])
      expect(help.out).toContain(`  ${name}`);
    expect((await portolan('')).code).toBe(2);
  });

  test.each([
    'serve',
    'migrate',
    'demo',
    'token',
    'import orders',
    'import catalogue',
    'import jira',
    'import ams',
    'import results',
    'backup',
    'restore',
    'doctor',
  ])('%s --help says how it is used', async (name) => {
    const { code, out } = await portolan(`${name} --help`);
    expect(code).toBe(0);
    expect(out).toContain(`portolan ${name}`);
  });

  test('suggests the nearest command for one that does not exist', async () => {
    expect(await portolan('sevre')).toMatchObject({ code: 2, err: expect.stringContaining('Did you mean "serve"?') });
    expect(await portolan('import order')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean "orders"?'),
    });
    const far = await portolan('constructor');
    expect(far.code).toBe(2);
    expect(far.err).not.toContain('Did you mean');
  });

  test.each([
    ['migrate --sttus', "Unknown option '--sttus'"],
    ['migrate now', '"now" is one word too many'],
    ['backup', 'FILE is missing'],
    ['import ams', 'URL is missing'],
    ['import ams msg.example.org', '"msg.example.org" is no address like https://msg.example.org'],
    ['import ams https://x:secret@msg.example.org', 'do not stand in the address: see --token-file'],
    ['import ams https://msg.example.org', '--token-file, or AMS_IMPORT_TOKEN'],
    ['import jira', 'URL is missing'],
    ['import jira jira.example.org --project X', '"jira.example.org" is no address like https://jira.example.org'],
    ['import jira https://anna:secret@jira.example.org --project X', 'do not stand in the address'],
    ['import jira https://jira.example.org', '--project is missing'],
    ['import jira https://jira.example.org --project X --user anna', 'the password of --user is missing'],
    ['import jira https://jira.example.org --project X --password-file p', '--password-file needs --user'],
    ['token crate ci', 'did you mean "create"?'],
    ['token create ci --person anna@desk.example', '--scope is missing'],
    ['token create ci --person anna@desk.example --scope evrything', 'there is no scope "evrything"'],
    [
      'token create ci --person anna@desk.example --scope orders --days 0',
      '--days takes a whole number of at least 1, not "0"',
    ],
  ])('%s: exit code 2 and what is wrong', async (line, message) => {
    expect(await portolan(line)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
  });

  test('a setting that cannot be used ends with exit code 2 and its name', async () => {
    const { code, err } = await portolan('migrate', { PORT: 'abc' });
    expect(code).toBe(2);
    expect(err).toContain('PORT: found "abc", accepted is a port number');
  });

  test.each(['import orders', 'import catalogue', 'import results', 'restore'])(
    '%s names in one line a file that it cannot read, and makes no database',
    async (command) => {
      const none = join(folder, 'none.txt');
      expect(await portolan(`${command} ${none}`)).toEqual({
        code: 1,
        out: '',
        err: `The file ${none} cannot be read: there is none\n`,
      });
      expect(await portolan(`${command} ${folder}`)).toMatchObject({
        code: 1,
        err: `The file ${folder} cannot be read: it is no file\n`,
      });
      expect(existsSync(join(folder, 'pglite'))).toBe(false);
    },
  );

  test('a folder in use is named, with the process that holds it', async () => {
    writeFileSync(join(folder, 'portolan.pid'), String(process.ppid));
    mkdirSync(join(folder, 'pglite'));
    const { code, err } = await portolan('migrate');
    expect(code).toBe(1);
    expect(err).toContain(`is in use by process ${process.ppid}`);
  });

  test('a data folder that cannot be made is named', async () => {
    writeFileSync(join(folder, 'file'), '');
    const { code, err } = await portolan('migrate', { DATA_DIR: join(folder, 'file') });
    expect(code).toBe(1);
    expect(err).toContain('DATA_DIR names no folder that can be made');
    expect(err).not.toContain('    at ');
  });

  test('a database server that is away is said in a line, without a stack', async () => {
    const { code, err } = await portolan('migrate', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(err).toContain('ECONNREFUSED');
    expect(err).toContain('portolan doctor');
    expect(err).not.toContain('    at ');
  });
});

test(
  'import results reports, writes with --apply, and adds nothing the second time',
  { timeout: 120_000 },
  async () => {
    const file = join(folder, 'october.csv');
    writeFileSync(file, 'site,month,availability,reliability\nA-SITE,2020-10,99.2,99.8\n');
    expect((await portolan('migrate')).code).toBe(0);
    expect(await portolan(`import results ${file}`)).toMatchObject({
      code: 0,
      out: 'line 2: added 2020-10 A-SITE: no agreement names this site\n1 added, 0 replaced, 0 the same, 0 with errors. Nothing was changed; --apply writes them\n',
    });
    expect((await portolan(`import results ${file} --apply`)).out).toContain('1 added, 0 replaced');
    expect((await portolan(`import results ${file} --apply`)).out).toContain('0 added, 0 replaced, 1 the same');
    writeFileSync(file, 'hello');
    expect(await portolan(`import results ${file}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('names no column'),
    });
  },
);

describe('migrate, token and backup on a new folder', () => {
  test('a command that only reads makes no database', async () => {
    expect(await portolan(`backup ${join(folder, 'a.backup')}`)).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no database in'),
    });
    expect((await portolan('migrate --status')).code).toBe(1);
    expect((await portolan('doctor')).out).toContain('made at the first start');
    expect(existsSync(join(folder, 'pglite'))).toBe(false);
  });

  test('migrate says what it applied, and the second time that there is nothing to do', async () => {
    expect(await portolan('migrate')).toMatchObject({ code: 0, out: expect.stringContaining('applied  0001_kernel') });
    expect(await portolan('migrate')).toMatchObject({ code: 0, out: 'The schema is up to date\n' });
    expect(await portolan('migrate --status')).toMatchObject({ code: 0, out: expect.not.stringContaining('pending') });
    expect(await portolan('token list --person anna@desk.example')).toMatchObject({
      code: 1,
      err: expect.stringContaining('anna@desk.example'),
    });
    const file = join(folder, 'all.backup');
    expect(await portolan(`backup ${file}`)).toMatchObject({ code: 0, out: expect.stringContaining('all.backup: ') });
    const elsewhere = join(folder, 'elsewhere');
    expect(await portolan(`restore ${file}`, { DATA_DIR: elsewhere })).toMatchObject({ code: 0 });
    expect(demoState(elsewhere)).toBe('present');
    expect(await portolan(`restore ${file}`, { DATA_DIR: elsewhere })).toMatchObject({
      code: 1,
      err: expect.stringContaining('empty database only'),
    });
  });
});

describe('the demo in a data folder', () => {
  test('is loaded into a new folder only, and started over where it was interrupted', () => {
    expect(demoState(folder)).toBe('new');
    markSeeding(folder);
    mkdirSync(join(folder, 'pglite'));
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    expect(demoState(folder)).toBe('interrupted');
    startOver(folder);
    expect(demoState(folder)).toBe('new');
    expect(existsSync(join(folder, 'notes.txt'))).toBe(true);
    markSeeding(folder);
    markSeeded(folder);
    expect(demoState(folder)).toBe('present');
  });

  test('never enters a database that was made otherwise', () => {
    mkdirSync(join(folder, 'pglite'));
    expect(demoState(folder)).toBe('present');
  });

  test('is refused where something real is configured', async () => {
    expect(await portolan('demo --reset', { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('the embedded database only'),
    });
    expect(
      await portolan('demo', { OIDC_ISSUER: 'https://aai.example.org', OIDC_CLIENT_ID: 'portolan' }),
    ).toMatchObject({ code: 1 });
  });

  test('a folder that a living process holds is not emptied', () => {
    writeFileSync(join(folder, 'portolan.pid'), String(process.ppid));
    expect(() => startOver(folder)).toThrow(/in use by process/);
  });
});

describe('doctor', () => {
  const smtp = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'] });
  afterAll(() => new Promise<void>((done) => smtp.close(() => done())));

  test('finds a mail server that answers, and names one that does not with a remedy', async () => {
    await new Promise<void>((done) => void smtp.listen(0, '127.0.0.1', done));
    const { port } = smtp.server.address() as AddressInfo;
    const good = await portolan('doctor', { SMTP_URL: `smtp://127.0.0.1:${port}` });
    expect(good).toMatchObject({ code: 0, out: expect.stringMatching(/ok +mail server +127\.0\.0\.1:\d+ answers/) });
    const bad = await portolan('doctor', { SMTP_URL: 'smtp://127.0.0.1:1' });
    expect(bad.code).toBe(1);
    expect(bad.out).toMatch(/fail +mail server[^\n]*ECONNREFUSED[^\n]*\n +Check SMTP_URL/);
  });

  test('names a NATS server that does not answer, without its password', async () => {
    const { code, out } = await portolan('doctor', { NATS_URL: 'nats://user:secret@127.0.0.1:1' });
    expect(code).toBe(1);
    expect(out).toMatch(
      /fail +messages +NATS at nats:\/\/127\.0\.0\.1:1 does not answer[^\n]*\n +Check that NATS runs/,
    );
    expect(out).not.toContain('secret');
  });

  test('names a setting, an identity provider, a certificate and a database that cannot be used', async () => {
    expect(await portolan('doctor', { PORT: 'x' })).toMatchObject({
      code: 1,
      out: expect.stringContaining('fail  settings'),
    });
    const { code, out } = await portolan('doctor', {
      OIDC_ISSUER: 'http://127.0.0.1:1/realm',
      OIDC_CLIENT_ID: 'portolan',
      OIDC_ALLOW_HTTP: 'true',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      TLS_CERT: join(folder, 'none.pem'),
      TLS_KEY: join(folder, 'none.key'),
    });
    expect(code).toBe(1);
    for (const name of ['identity provider', 'database', 'certificate']) expect(out).toContain(`fail  ${name}`);
  });
});

test('the nearest word is found for a slip of the fingers, and none for another word', () => {
  const words = ['serve', 'migrate', 'backup', 'restore'];
  expect(nearest('srve', words)).toBe('serve');
  expect(nearest('mig', words)).toBe('migrate');
  expect(nearest('bakcup', words)).toBe('backup');
  expect(nearest('dance', words)).toBeUndefined();
});

describe('progress', () => {
  test('rewrites one line on a terminal', () => {
    const written: string[] = [];
    const progress = createTerminal(
      { write: () => true },
      { isTTY: true, write: (text: string) => written.push(text) },
    ).progress();
    progress.step('Copying orders', 1, 4);
    progress.step('Copying orders', 2, 4);
    progress.end();
    expect(written).toEqual(['\r\u001B[2KCopying orders  25 %', '\r\u001B[2KCopying orders  50 %', '\r\u001B[2K']);
  });

  test('writes a plain line for each step elsewhere, and for one that lasts now and then', () => {
    const written: string[] = [];
    let now = 0;
    const progress = createTerminal(
      { write: () => true },
      { write: (text: string) => written.push(text) },
      () => now,
    ).progress();
    progress.step('Copying orders', 1, 9);
    progress.step('Copying orders', 2, 9);
    now = 2500;
    progress.step('Copying orders', 5, 9);
    progress.step('Copying files', 0, 0);
    expect(written).toEqual(['Copying orders (1 of 9)\n', 'Copying orders (5 of 9)\n', 'Copying files\n']);
  });
});
