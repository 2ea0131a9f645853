import { X509Certificate, createPrivateKey } from 'node:crypto';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { sql } from 'kysely';
import nodemailer from 'nodemailer';
import { systemClock, DAY, later } from '#kernel/clock';
import { ConfigError, loadConfig, type Config } from '#kernel/config';
import { migrationStatus, openDatabase, type Database } from '#kernel/database';
import { AppError } from '#kernel/errors';
import { hasEmbedded } from './open.ts';
import { migrations } from '../../migrations/index.ts';

export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do about it; absent when all is well. */
  readonly remedy?: string;
}

const ok = (name: string, found: string): Finding => ({ name, state: 'ok', found });
const warn = (name: string, found: string, remedy: string): Finding => ({ name, state: 'warn', found, remedy });
const fail = (name: string, found: string, remedy: string): Finding => ({ name, state: 'fail', found, remedy });

const floorVersion = 15;
const leastFreeBytes = 1_000_000_000;
const mostClockSkewSeconds = 5;
const patienceMilliseconds = 10_000;

const reason = (error: unknown): string => {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0].message;
  if (error instanceof Error && error.cause instanceof Error) return reason(error.cause);
  return error instanceof Error ? error.message : String(error);
};

/** Looks at one thing after another and tells what it found. */
export async function* examine(environment: Readonly<Record<string, string | undefined>>): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = loadConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    yield fail(
      'settings',
      error.message.split('\n').slice(1).join(';').trim(),
      'docs/operate.md lists every setting and what it accepts',
    );
    return;
  }
  yield ok('settings', config.demo ? 'the demo federation: no identity provider is set' : `for ${config.publicUrl}`);
  yield runtime();
  yield* dataFolder(config);
  yield* database(config);
  yield await mailServer(config);
  yield* messages(config);
  yield await identityProvider(config);
  yield* certificates(config);
}

function runtime(): Finding {
  const [major = 0] = process.versions.node.split('.').map(Number);
  return major >= 26
    ? ok('runtime', `Node ${process.versions.node}`)
    : fail('runtime', `Node ${process.versions.node}`, 'Start by `npm start` or `npx portolan`, which bring Node 26');
}

function* dataFolder({ DATA_DIR: dataDir }: Config): Generator<Finding> {
  if (dataDir === 'memory') {
    yield warn('data folder', 'memory: everything is lost at the stop', 'Set DATA_DIR to a folder');
    return;
  }
  let folder = resolve(dataDir);
  while (!existsSync(folder)) folder = dirname(folder);
  try {
    accessSync(folder, constants.W_OK);
    rmSync(mkdtempSync(join(folder, '.doctor-')), { recursive: true });
    yield ok('data folder', `${resolve(dataDir)} can be written`);
  } catch (error) {
    yield fail(
      'data folder',
      `${resolve(dataDir)} cannot be written (${reason(error)})`,
      'Give the folder to the user who runs Portolan, or set DATA_DIR',
    );
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const shown = `${(free / 1_000_000_000).toFixed(1)} GB free`;
  yield free < leastFreeBytes
    ? warn('disk', shown, 'Make room: under 1 GB the database can stop accepting orders')
    : ok('disk', shown);
}

async function* database(config: Config): AsyncGenerator<Finding> {
  if (config.DATABASE_URL === undefined && !hasEmbedded(config)) {
    yield ok('database', 'embedded; made at the first start');
    return;
  }
  let opened: Database;
  try {
    opened = await openDatabase({ url: config.DATABASE_URL, dataDir: config.DATA_DIR, poolSize: 2 });
  } catch (error) {
    const inUse = error instanceof AppError && error.code === 'data_dir_in_use';
    yield inUse
      ? warn(
          'database',
          `embedded, in use: ${error.message}`,
          'Stop Portolan to have it examined, or leave it: it is running',
        )
      : fail('database', reason(error), 'The data folder may be damaged: restore a backup into a new one');
    return;
  }
  try {
    if (opened.kind === 'pglite') {
      yield ok('database', 'embedded; for one machine and a small team');
    } else {
      const { rows } = await sql<{ number: string; shown: string; at: number }>`
        select current_setting('server_version_num') as number, current_setting('server_version') as shown,
          extract(epoch from clock_timestamp())::float8 as at`.execute(opened.read());
      const version = Math.floor(Number(rows[0]?.number ?? 0) / 10_000);
      yield version >= floorVersion
        ? ok('database', `PostgreSQL ${rows[0]?.shown ?? ''}`)
        : fail('database', `PostgreSQL ${rows[0]?.shown ?? ''}`, `Portolan needs PostgreSQL ${floorVersion} or newer`);
      const skew = Math.abs(Date.parse(systemClock.now()) / 1000 - (rows[0]?.at ?? 0));
      yield skew <= mostClockSkewSeconds
        ? ok('clock', `${skew.toFixed(1)} s from the database`)
        : warn(
            'clock',
            `${Math.round(skew)} s from the database`,
            'Keep both machines on network time: deadlines and links depend on it',
          );
    }
    const { applied, pending } = await migrationStatus(opened, migrations);
    yield pending.length === 0
      ? ok('schema', `${applied.length} migrations, up to date`)
      : warn(
          'schema',
          `${pending.length} of ${migrations.length} migrations are pending`,
          'Run `portolan migrate`, or start: `serve` applies them',
        );
  } catch (error) {
    yield fail(
      'database',
      reason(error),
      'Check DATABASE_URL, that the server runs, and that it lets this machine and user in',
    );
  } finally {
    await opened.close();
  }
}

async function mailServer({ SMTP_URL: url, demo }: Config): Promise<Finding> {
  if (url === undefined) {
    const found = 'none set: mail stays on the mailbox page';
    return demo ? ok('mail server', found) : warn('mail server', found, 'Set SMTP_URL, or nobody gets mail');
  }
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: patienceMilliseconds,
    greetingTimeout: patienceMilliseconds,
  });
  try {
    await transport.verify();
    return ok('mail server', `${new URL(url).host} answers`);
  } catch (error) {
    return fail(
      'mail server',
      `${new URL(url).host}: ${reason(error)}`,
      'Check SMTP_URL: host, port, user and password',
    );
  } finally {
    transport.close();
  }
}

async function* messages({ NATS_URL: url }: Config): AsyncGenerator<Finding> {
  if (url === undefined) return;
  const { examineNats } = await import('#messaging');
  try {
    yield ok('messages', `NATS ${await examineNats(url)}`);
  } catch (error) {
    yield fail(
      'messages',
      error instanceof Error ? error.message : String(error),
      'Check that NATS runs with JetStream (-js) and that this machine reaches it',
    );
  }
}

async function identityProvider({ OIDC_ISSUER: issuer, OIDC_ALLOW_HTTP: allowHttp }: Config): Promise<Finding> {
  if (issuer === undefined) return ok('identity provider', 'the demo provider inside');
  if (issuer.startsWith('http:') && !allowHttp) {
    return fail(
      'identity provider',
      `${issuer} is without TLS`,
      'Use its https address, or set OIDC_ALLOW_HTTP=true for tests on one machine',
    );
  }
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patienceMilliseconds) });
    if (!response.ok)
      return fail(
        'identity provider',
        `${address} answers ${response.status}`,
        'Check OIDC_ISSUER: it is the issuer itself, without /.well-known',
      );
    const document: unknown = await response.json();
    const named =
      typeof document === 'object' && document !== null && 'issuer' in document ? String(document.issuer) : 'nobody';
    return named === issuer
      ? ok('identity provider', `${issuer} answers`)
      : fail('identity provider', `${address} calls itself ${named}`, `Set OIDC_ISSUER to exactly that`);
  } catch (error) {
    return fail(
      'identity provider',
      `${address}: ${reason(error)}`,
      'Check OIDC_ISSUER and that this machine reaches it',
    );
  }
}

function* certificates({
  TLS_CERT: certFile,
  TLS_KEY: keyFile,
  TLS_CLIENT_CA,
  OUTWARD_CA,
}: Config): Generator<Finding> {
  if (certFile !== undefined && keyFile !== undefined) {
    try {
      const certificate = new X509Certificate(readFileSync(certFile));
      const until = certificate.validToDate.toISOString();
      if (!certificate.checkPrivateKey(createPrivateKey(readFileSync(keyFile)))) {
        yield fail('certificate', `${keyFile} is not the key of ${certFile}`, 'Set TLS_CERT and TLS_KEY to a pair');
      } else if (until < systemClock.now()) {
        yield fail('certificate', `${certFile} ran out at ${until}`, 'Renew it and start again');
      } else if (until < later(systemClock.now(), 14 * DAY)) {
        yield warn('certificate', `${certFile} runs out at ${until}`, 'Renew it and start again');
      } else {
        yield ok('certificate', `${certFile} holds until ${until.slice(0, 10)}`);
      }
    } catch (error) {
      yield fail('certificate', reason(error), 'TLS_CERT and TLS_KEY name PEM files that Portolan can read');
    }
  }
  yield* authorities('client authorities', { TLS_CLIENT_CA });
  yield* authorities('authorities outside', { OUTWARD_CA });
}

function* authorities(check: string, setting: Readonly<Record<string, string | undefined>>): Generator<Finding> {
  for (const [name, file] of Object.entries(setting)) {
    if (file === undefined) continue;
    try {
      yield ok(check, `${file}: ${new X509Certificate(readFileSync(file)).subject.replaceAll('\n', ', ')}`);
    } catch (error) {
      yield fail(check, `${file}: ${reason(error)}`, `${name} names a PEM file that Portolan can read`);
    }
  }
}
