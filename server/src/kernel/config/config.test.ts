import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { languages } from '#contracts/languages';
import { ConfigError, configTable, loadConfig } from '#kernel/config';
import { variables } from './config.ts';

const refusal = (environment: Record<string, string>): string => {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
};

const production = {
  NODE_ENV: 'production',
  OIDC_ISSUER: 'https://aai.example.org/auth/realms/egi',
  OIDC_CLIENT_ID: 'portolan',
  PUBLIC_URL: 'https://orders.example.org/',
};

const wrong: [name: string, value: string, found: string, accepted: string][] = [
  ['NODE_ENV', 'live', '"live"', '"development"|"production"|"test"'],
  ['PORT', 'abc', '"abc"', 'a port number from 0 to 65535'],
  ['PORT', '70000', '"70000"', 'a port number from 0 to 65535'],
  ['PORT', '80.5', '"80.5"', 'a port number from 0 to 65535'],
  ['TLS_PORT', '-1', '"-1"', 'a port number from 0 to 65535'],
  ['TLS_CLIENT_PORT', '-1', '"-1"', 'a port number from 0 to 65535'],
  ['HOST', 'http://0.0.0.0', '"http://0.0.0.0"', 'an address of this machine like 127.0.0.1 or 0.0.0.0'],
  [
    'PUBLIC_URL',
    'https://example.org/portolan',
    '"https://example.org/portolan"',
    'an address without a path, like https://orders.example.org',
  ],
  ['ENTITLEMENT_NAMESPACE', 'egi.eu', '"egi.eu"', 'a URN like urn:mace:egi.eu'],
  ['SMTP_URL', 'smtp:mail', 'a value that is not shown', 'an address like smtp://user:password@mail.example.org:587'],
  ['PUBLIC_URL', 'orders.example.org', '"orders.example.org"', 'an address like https://orders.example.org'],
  [
    'DATABASE_URL',
    'mysql://user:secret@host/db',
    'a value that is not shown',
    'an address like postgres://user@host/database',
  ],
  ['DATABASE_POOL', '1', '"1"', 'a whole number from 2 to 200'],
  [
    'NATS_URL',
    'nats://a,http://b',
    'a value that is not shown',
    'addresses like nats://user:password@nats.example.org:4222',
  ],
  ['RUN', 'web worker', '"web worker"', '`web`, `worker` or `web,worker`'],
  [
    'SMTP_URL',
    'mail.example.org',
    'a value that is not shown',
    'an address like smtp://user:password@mail.example.org:587',
  ],
  ['MAIL_IN_DOMAIN', 'a domain', '"a domain"', 'the name of a mail domain like orders.example.org'],
  ['SMTP_IN_PORT', 'smtp', '"smtp"', 'a port number from 0 to 65535'],
  [
    'IMAP_URL',
    'imap://mail.example.org',
    'a value that is not shown',
    'an address like imaps://user:password@mail.example.org/INBOX',
  ],
  ['MAIL_LANGUAGE', 'xx', '"xx"', `the code of a language: ${languages.join(', ')}`],
  ['MAIL_FROM', 'the desk', '"the desk"', 'a mail address, with a name or without'],
  ['OIDC_ISSUER', 'aai', '"aai"', 'an address like https://aai.example.org/auth/realms/egi'],
  ['OIDC_ALLOW_HTTP', 'perhaps', '"perhaps"', 'true or false'],
  ['SESSION_SECRET', 'short', 'a value that is not shown', 'at least 32 characters'],
  ['TRUST_PROXY', 'proxy.example.org', '"proxy.example.org"', 'addresses or networks like 127.0.0.1,10.0.0.0/8'],
  ['TRUST_PROXY', '10.0.0.0/33', '"10.0.0.0/33"', 'addresses or networks like 127.0.0.1,10.0.0.0/8'],
  ['PROXY_CLIENT_DN_HEADER', 'X Client', '"X Client"', 'the name of a header like X-Client-DN'],
  ['LOG_LEVEL', 'loud', '"loud"', '"fatal"|"error"|"warn"|"info"|"debug"|"trace"|"silent"'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318', '"collector:4318"', 'an address like http://collector:4318'],
  ['METRICS', '2', '"2"', 'true or false'],
  ['ORDERS_PER_HOUR', '0', '"0"', 'a whole number from 1 to 1000000'],
  ['EXCHANGE_LOG_DAYS', '0', '"0"', 'a whole number from 1 to 3650'],
  ['MESSAGING_PROJECT', 'our events', '"our events"', 'letters, digits, `_` and `-`, like PORTOLAN'],
  ['JIRA_PROJECT_KEY', 'eosc', '"eosc"', 'a key like EOSCSO'],
  ['JIRA_USER', 'A b', '"A b"', 'a name like jira'],
  ['JIRA_PASSWORD', 'short', 'a value that is not shown', 'at least 16 characters'],
  ['AMS_SERVICE_TOKEN', 'short', 'a value that is not shown', 'at least 16 characters'],
  ['JIRA_WEBHOOK_SECRET', 'short', 'a value that is not shown', 'at least 16 characters'],
  ['DESK_TIMEZONE', 'Amsterdam', '"Amsterdam"', 'a time zone like Europe/Amsterdam'],
  ['DESK_HOURS', '17:00-09:00', '"17:00-09:00"', 'hours like 09:00-17:00'],
  ['DESK_HOURS', '9-17', '"9-17"', 'hours like 09:00-17:00'],
  ['DESK_HOLIDAYS', '2026-02-30', '"2026-02-30"', 'days like 2026-12-25,2026-12-26'],
  ['OUTWARD_ALLOW', 'http://x', '"http://x"', 'hosts and networks like jira.internal,localhost:8080,10.1.0.0/16'],
  ['MESSAGING_PUSH', 'yes', '"yes"', '`inside`, `outside` or `off`'],
];
// Any text will do, or the file that it names is looked at when it is opened.
const anyText = new Set([
  'DATA_DIR',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'ADMIN_SUBJECTS',
  'FEDERATION_NAME',
  'MAILLESS_SOURCES',
  'DESK_PHONE',
  'TLS_CERT',
  'TLS_KEY',
  'TLS_CLIENT_CA',
  'OUTWARD_CA',
]);

describe('a setting that cannot be used stops the start', () => {
  test('each one has a wrong value here, or takes any text', () => {
    const tried = new Set(wrong.map(([name]) => name));
    expect(Object.keys(variables).filter((name) => tried.has(name) === anyText.has(name))).toEqual([]);
  });

  test.each(wrong)('%s=%s: what was found and what is accepted', (name, value, found, accepted) => {
    expect(refusal({ [name]: value })).toBe(
      `Portolan cannot start with these settings:\n  ${name}: found ${found}, accepted is ${accepted}`,
    );
  });

  test('everything that is wrong is said at once', () => {
    expect(refusal({ PORT: 'x', LOG_LEVEL: 'loud' }).split('\n')).toHaveLength(3);
  });

  test.each([
    [{ NODE_ENV: 'production', PUBLIC_URL: 'https://orders.example.org' }, 'OIDC_ISSUER: found nothing'],
    [
      { OIDC_ISSUER: 'https://aai.example.org' },
      'OIDC_CLIENT_ID: found nothing, accepted is the client id at OIDC_ISSUER',
    ],
    [
      { OIDC_ISSUER: 'http://aai.example.org', OIDC_CLIENT_ID: 'portolan' },
      'OIDC_ISSUER: found "http://aai.example.org", accepted is an https address',
    ],
    [{ PORT: '8443', TLS_PORT: '8443' }, 'TLS_PORT: found "8443", accepted is another port than PORT'],
    [
      { TLS_PORT: '443', TLS_CLIENT_PORT: '443' },
      'TLS_CLIENT_PORT: found "443", accepted is another port than PORT and TLS_PORT',
    ],
    [{ TLS_CERT: '/etc/cert.pem' }, 'TLS_CERT and TLS_KEY: found one, accepted are both or none'],
    [
      { PROXY_CLIENT_DN_HEADER: 'X-Client-DN' },
      'TRUST_PROXY: found nothing, accepted are the addresses that may send PROXY_CLIENT_DN_HEADER',
    ],
    [{ SMTP_IN_PORT: '25' }, 'MAIL_IN_DOMAIN: found nothing, accepted is the domain of the reply addresses'],
    [
      { MAIL_IN_DOMAIN: 'in.example.org' },
      'MAIL_IN_DOMAIN: found "in.example.org", accepted is a domain whose mail arrives: set SMTP_IN_PORT or IMAP_URL too',
    ],
    [{ ...production, PUBLIC_URL: '' }, 'PUBLIC_URL: found nothing'],
  ])('settings that do not go together: %j', (environment, text) => {
    expect(refusal(environment)).toContain(text);
  });
});

test('nothing set means the demo on this machine', () => {
  expect(loadConfig({})).toMatchObject({
    demo: true,
    PORT: 8080,
    DATA_DIR: './data',
    publicUrl: 'http://localhost:8080',
  });
});

test('an empty variable counts as one that is not set', () => {
  expect(loadConfig({ PORT: '', SMTP_URL: '' })).toMatchObject({ PORT: 8080, SMTP_URL: undefined });
});

test('a real identity provider or production ends the demo', () => {
  expect(loadConfig(production)).toMatchObject({ demo: false, publicUrl: 'https://orders.example.org' });
  expect(loadConfig({ ...production, NODE_ENV: 'development' }).demo).toBe(false);
});

test('the operator guide holds the table of all settings as the program knows them', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../../docs/operate.md'), 'utf8');
  expect(guide).toContain(configTable());
});
