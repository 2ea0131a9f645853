import { isIP } from 'node:net';
import { z } from 'zod';
import { languages } from '#contracts/languages';

const isUrl = (text: string, protocols: readonly string[]) =>
  URL.canParse(text) && protocols.includes(new URL(text).protocol);
const url = (protocols: readonly string[], example: string) =>
  z.string().refine((text) => isUrl(text, protocols), { error: `an address like ${example}` });
// Links, the sign-in and the UI begin at the root of a host, so nothing may stand behind it.
const publicUrl = url(['http:', 'https:'], 'https://orders.example.org').refine(
  (text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`,
  { error: 'an address without a path, like https://orders.example.org' },
);
const isHost = (text: string) => isIP(text) !== 0 || /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/.test(text);
const whole = (least: number, most: number, error: string) =>
  z
    .string()
    .regex(/^\d{1,9}$/, { error })
    .transform(Number)
    .refine((number) => number >= least && number <= most, { error });
const port = whole(0, 65_535, 'a port number from 0 to 65535');
const isDay = (day: string) => {
  try {
    return Temporal.PlainDate.from(day, { overflow: 'reject' }).toString() === day;
  } catch {
    // Temporal throws for what is no day of the calendar.
    return false;
  }
};
const isHours = (hours: string) => {
  const [, from, to] = /^((?:[01]\d|2[0-3]):[0-5]\d)-((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(hours) ?? [];
  return from !== undefined && to !== undefined && from < to;
};
const isNetwork = (text: string) => {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && (prefix === undefined || Number(prefix) <= (family === 4 ? 32 : 128));
};
const demoTlsPort = 8443;
const yesNo = z.stringbool({ error: 'true or false' });

export const variables = {
  NODE_ENV: z
    .enum(['development', 'production', 'test'])
    .default('development')
    .describe('`production` switches the demo off and demands real settings'),
  PORT: port.default(8080).describe('HTTP port; 0 takes a free one'),
  HOST: z
    .string()
    .refine(isHost, { error: 'an address of this machine like 127.0.0.1 or 0.0.0.0' })
    .default('127.0.0.1')
    .describe('Address to listen on; `0.0.0.0` for all'),
  PUBLIC_URL: publicUrl
    .optional()
    .describe('Address under which people reach Portolan; links in mails are built from it'),
  DATA_DIR: z.string().min(1).default('./data').describe('Folder of the embedded database, files and keys'),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user@host/database')
    .optional()
    .describe('PostgreSQL 15 or newer; without it the embedded database is used'),
  DATABASE_POOL: whole(2, 200, 'a whole number from 2 to 200')
    .default(12)
    .describe('Most connections to PostgreSQL of one process'),
  NATS_URL: z
    .string()
    .refine((text) => text.split(',').every((one) => isUrl(one.trim(), ['nats:', 'tls:'])), {
      error: 'addresses like nats://user:password@nats.example.org:4222',
    })
    .optional()
    .describe('NATS with JetStream that holds the messages, several servers with commas; without it the database does'),
  RUN: z
    .string()
    .regex(/^(web|worker)(,(web|worker))*$/, { error: '`web`, `worker` or `web,worker`' })
    .default('web,worker')
    .describe('What this process does; `--run` of `serve` wins'),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@mail.example.org:587')
    .refine((text) => !URL.canParse(text) || new URL(text).hostname !== '', {
      error: 'an address like smtp://user:password@mail.example.org:587',
    })
    .optional()
    .describe('Server for outgoing mail; without it mail goes to the mailbox page'),
  MAIL_FROM: z
    .string()
    .regex(/^(?:[^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, { error: 'a mail address, with a name or without' })
    .default('Portolan order desk <orders@portolan.example>')
    .describe('Sender of mails'),
  MAIL_LANGUAGE: z
    .enum(languages, { error: `the code of a language: ${languages.join(', ')}` })
    .default('en')
    .describe('Language of mails to readers who have chosen none; shipped texts are English'),
  MAIL_IN_DOMAIN: z
    .string()
    .refine(isHost, { error: 'the name of a mail domain like orders.example.org' })
    .optional()
    .describe('Domain of the reply addresses of orders; with it, answers by mail become messages'),
  SMTP_IN_PORT: port.optional().describe('Port on which mail to the reply addresses is taken by SMTP; off unless set'),
  IMAP_URL: url(['imap:', 'imaps:'], 'imaps://user:password@mail.example.org/INBOX')
    .refine((text) => !URL.canParse(text) || (new URL(text).hostname !== '' && new URL(text).username !== ''), {
      error: 'an address like imaps://user:password@mail.example.org/INBOX',
    })
    .optional()
    .describe('Mailbox that is looked into every minute for mail to the reply addresses; off unless set'),
  OIDC_ISSUER: url(['http:', 'https:'], 'https://aai.example.org/auth/realms/egi')
    .optional()
    .describe('Identity provider; without it, and only then, the demo provider runs inside'),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe('Client id at the identity provider'),
  OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('Client secret at the identity provider'),
  OIDC_ALLOW_HTTP: yesNo.default(false).describe('Accept an identity provider without TLS (tests on one machine)'),
  ENTITLEMENT_NAMESPACE: z
    .string()
    .regex(/^urn:[A-Za-z0-9][A-Za-z0-9-]*:[^\s#]+$/, { error: 'a URN like urn:mace:egi.eu' })
    .default('urn:mace:egi.eu')
    .describe('Namespace of the entitlements that are mapped to roles'),
  ADMIN_SUBJECTS: z
    .string()
    .default('')
    .describe('Subjects (`sub`) who are portal administrators from their first sign-in, separated by commas'),
  SESSION_SECRET: z
    .string()
    .min(32, { error: 'at least 32 characters' })
    .optional()
    .describe('Key that signs form nonces and links; made and kept in the database when absent'),
  TLS_PORT: port.optional().describe('HTTPS port (8443 in the demo); off unless set'),
  TLS_CLIENT_PORT: port
    .optional()
    .describe('Second HTTPS port, which then alone asks for client certificates (8443 for messaging); off unless set'),
  TLS_CERT: z.string().min(1).optional().describe('File with the certificate chain (PEM)'),
  TLS_KEY: z.string().min(1).optional().describe('File with its key (PEM)'),
  TLS_CLIENT_CA: z
    .string()
    .min(1)
    .optional()
    .describe('File with the authorities whose client certificates are trusted (PEM)'),
  TRUST_PROXY: z
    .string()
    .transform((text) => text.split(',').map((network) => network.trim()))
    .refine((networks) => networks.every(isNetwork), { error: 'addresses or networks like 127.0.0.1,10.0.0.0/8' })
    .optional()
    .describe('Addresses or networks of proxies whose `X-Forwarded-*` headers are believed, separated by commas'),
  PROXY_CLIENT_DN_HEADER: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/, { error: 'the name of a header like X-Client-DN' })
    .transform((name) => name.toLowerCase())
    .optional()
    .describe('Header in which a trusted proxy hands over the subject of the client certificate'),
  OUTWARD_ALLOW: z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    )
    .refine((entries) => entries.every((entry) => isNetwork(entry) || isHost(entry.replace(/:\d{1,5}$/, ''))), {
      error: 'hosts and networks like jira.internal,localhost:8080,10.1.0.0/16',
    })
    .default([])
    .describe(
      'Hosts and networks inside that webhooks, triggers and foreign services may be called at, separated by commas',
    ),
  OUTWARD_CA: z
    .string()
    .min(1)
    .optional()
    .describe('File with authorities that are trusted in calls outside besides the public ones (PEM)'),
  MESSAGING_PUSH: z
    .enum(['inside', 'outside', 'off'], { error: '`inside`, `outside` or `off`' })
    .default('inside')
    .describe('Who pushes messages to subscribers: Portolan itself, a push worker that pulls them, or nobody'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least severe level that is logged'),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:'], 'http://collector:4318')
    .optional()
    .describe('Where traces go; off unless set'),
  METRICS: yesNo.default(true).describe('Serve `/metrics`'),
  FEDERATION_NAME: z
    .string()
    .min(1)
    .default('EGI Federation')
    .describe('Name of the federation on pages, in mails and agreements'),
  DESK_PHONE: z.string().min(1).default('+31 20 555 0142').describe('Phone of the order desk, on approval pages'),
  ORDERS_PER_HOUR: whole(1, 1_000_000, 'a whole number from 1 to 1000000')
    .default(60)
    .describe('Most orders that one person places within an hour'),
  EXCHANGE_LOG_DAYS: whole(1, 3650, 'a whole number from 1 to 3650')
    .default(30)
    .describe('Days for which calls of webhooks and exchanges with foreign marketplaces stay in their logs'),
  MAILLESS_SOURCES: z
    .string()
    .default('jira,foreign-marketplace')
    .describe(
      'Sources of orders whose customers get no mail from here, because another tool tells them, separated by commas',
    ),
  MESSAGING_PROJECT: z
    .string()
    .regex(/^[a-zA-Z0-9_-]+$/, { error: 'letters, digits, `_` and `-`, like PORTOLAN' })
    .default('PORTOLAN')
    .describe('Project of the messaging service whose topics tell of orders and agreements'),
  JIRA_PROJECT_KEY: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,19}$/, { error: 'a key like EOSCSO' })
    .default('EOSCSO')
    .describe('Key of the project of tickets under `/jira`'),
  JIRA_USER: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, { error: 'a name like jira' })
    .default('jira')
    .describe('Name of the account by which a marketplace works with tickets under `/jira`'),
  JIRA_PASSWORD: z
    .string()
    .min(16, { error: 'at least 16 characters' })
    .optional()
    .describe('Password of that account; without it, it cannot be used'),
  JIRA_WEBHOOK_SECRET: z
    .string()
    .min(16, { error: 'at least 16 characters' })
    .optional()
    .describe('Secret in the address by which another Jira tells of its tickets; without it, it is not heard'),
  AMS_SERVICE_TOKEN: z
    .string()
    .min(16, { error: 'at least 16 characters' })
    .optional()
    .describe('Token under `/v1` with which everything may be done, by no user in particular; off unless set'),
  DESK_TIMEZONE: z
    .string()
    .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', {
      error: 'a time zone like Europe/Amsterdam',
    })
    .default('Europe/Amsterdam')
    .describe('Time zone of the desk: its working hours and its days'),
  DESK_HOURS: z
    .string()
    .refine(isHours, { error: 'hours like 09:00-17:00' })
    .default('09:00-17:00')
    .describe('Working hours of the desk'),
  DESK_HOLIDAYS: z
    .string()
    .refine((text) => text === '' || text.split(',').every((day) => isDay(day.trim())), {
      error: 'days like 2026-12-25,2026-12-26',
    })
    .default('')
    .describe('Days on which the desk is closed, separated by commas'),
} satisfies Record<string, z.ZodType>;

const schema = z.object(variables);

export type Config = z.output<typeof schema> & {
  /** The demo federation with its own identity provider: nothing real is configured. */
  readonly demo: boolean;
  /** `TLS_PORT`, which the demo has without being told. */
  readonly tlsPort: number | undefined;
  /** `PUBLIC_URL` without a trailing slash, or the local address. */
  readonly publicUrl: string;
};

/** A setting that cannot be used; the message names the variable, what was found and what is accepted. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const secretNames = /SECRET|PASSWORD|TOKEN|DATABASE_URL|SMTP_URL|IMAP_URL|NATS_URL/;

function found(name: string, value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return secretNames.test(name) ? 'a value that is not shown' : `"${value}"`;
}

/** Reads the settings from the environment; throws one `ConfigError` that lists everything that is wrong. */
export function loadConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.keys(variables).map((name) => [name, environment[name] === '' ? undefined : environment[name]]),
  );
  const parsed = schema.safeParse(given);
  const problems = parsed.success
    ? conflicts(parsed.data)
    : parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return `${name}: found ${found(name, given[name])}, accepted is ${issue.message.replace(/^Invalid (option|input): expected (one of )?/, '')}`;
      });
  if (!parsed.success || problems.length > 0)
    throw new ConfigError(
      `Portolan cannot start with these settings:\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  const settings = parsed.data;
  const demo = settings.OIDC_ISSUER === undefined && settings.NODE_ENV !== 'production';
  return {
    ...settings,
    demo,
    tlsPort: settings.TLS_PORT ?? (demo && settings.NODE_ENV === 'development' ? demoTlsPort : undefined),
    publicUrl: (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/$/, ''),
  };
}

function conflicts(settings: z.output<typeof schema>): string[] {
  const problems: string[] = [];
  if (settings.NODE_ENV === 'production' && !settings.OIDC_ISSUER) {
    problems.push(
      'OIDC_ISSUER: found nothing, accepted is the address of an identity provider (the demo provider refuses to run with NODE_ENV=production)',
    );
  }
  if (settings.OIDC_ISSUER && !settings.OIDC_CLIENT_ID)
    problems.push('OIDC_CLIENT_ID: found nothing, accepted is the client id at OIDC_ISSUER');
  if (settings.OIDC_ISSUER?.startsWith('http:') && !settings.OIDC_ALLOW_HTTP)
    problems.push(
      `OIDC_ISSUER: found "${settings.OIDC_ISSUER}", accepted is an https address (OIDC_ALLOW_HTTP=true for tests on one machine)`,
    );
  if (settings.TLS_PORT !== undefined && settings.TLS_PORT !== 0 && settings.TLS_PORT === settings.PORT)
    problems.push(`TLS_PORT: found "${settings.TLS_PORT}", accepted is another port than PORT`);
  if (settings.TLS_CLIENT_PORT && [settings.PORT, settings.TLS_PORT].includes(settings.TLS_CLIENT_PORT))
    problems.push(
      `TLS_CLIENT_PORT: found "${settings.TLS_CLIENT_PORT}", accepted is another port than PORT and TLS_PORT`,
    );
  if (settings.PROXY_CLIENT_DN_HEADER && !settings.TRUST_PROXY)
    problems.push('TRUST_PROXY: found nothing, accepted are the addresses that may send PROXY_CLIENT_DN_HEADER');
  if ((settings.TLS_CERT === undefined) !== (settings.TLS_KEY === undefined))
    problems.push('TLS_CERT and TLS_KEY: found one, accepted are both or none');
  const isMailTaken = settings.SMTP_IN_PORT !== undefined || settings.IMAP_URL !== undefined;
  if (isMailTaken && settings.MAIL_IN_DOMAIN === undefined)
    problems.push(
      'MAIL_IN_DOMAIN: found nothing, accepted is the domain of the reply addresses (SMTP_IN_PORT or IMAP_URL is set)',
    );
  if (!isMailTaken && settings.MAIL_IN_DOMAIN !== undefined)
    problems.push(
      `MAIL_IN_DOMAIN: found "${settings.MAIL_IN_DOMAIN}", accepted is a domain whose mail arrives: set SMTP_IN_PORT or IMAP_URL too`,
    );
  if (settings.NODE_ENV === 'production' && !settings.PUBLIC_URL)
    problems.push('PUBLIC_URL: found nothing, accepted is the address under which people reach Portolan');
  return problems;
}
