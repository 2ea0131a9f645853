import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Config } from '#kernel/config';
import { certificateFor } from '#kernel/tls';

/** The form of `demo-access.json`, which programs rely on; a foreign surface adds its key when it is built. */
export const DemoAccess = z.strictObject({
  url: z.url(),
  tlsUrl: z.url().nullable(),
  /** File that a client of `tlsUrl` can be told to trust. */
  certificate: z.string().nullable(),
  /** An API token for each persona. */
  api: z.record(z.string(), z.strictObject({ token: z.string() })),
  /** Order systems of the Ordering API with a token of an administrator, for `X-User-Token`. */
  oms: z.array(z.strictObject({ id: z.number().int(), name: z.string(), token: z.string() })),
  /** For clients of Jira: the address with its context path, and the technical account. */
  jira: z.strictObject({ url: z.url(), user: z.string(), password: z.string(), project: z.string() }),
  /** For clients of the messaging service: a project and the token of its administrator. */
  ams: z.strictObject({ project: z.string(), token: z.string() }),
});
type DemoAccess = z.output<typeof DemoAccess>;
/** As an older demo wrote it, before some of the surfaces were there. */
const KeptAccess = DemoAccess.partial({ oms: true, jira: true, ams: true });

const fileOf = (config: Config) => join(config.DATA_DIR, 'demo-access.json');

function addressesOf(config: Config): Pick<DemoAccess, 'url' | 'tlsUrl' | 'certificate'> {
  return {
    url: config.publicUrl,
    tlsUrl: config.tlsPort === undefined ? null : `https://localhost:${config.tlsPort}`,
    certificate: config.tlsPort === undefined ? null : resolve(certificateFor(config).certificateFile),
  };
}

function write(config: Config, access: z.output<typeof KeptAccess>): void {
  const file = fileOf(config);
  writeFileSync(`${file}.new`, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Writes down how a program reaches the demo, readable by its owner only. A demo in memory keeps no file. */
export function writeDemoAccess(config: Config, credentials: Pick<DemoAccess, 'api' | 'oms' | 'jira' | 'ams'>): void {
  if (config.DATA_DIR !== 'memory') write(config, DemoAccess.parse({ ...addressesOf(config), ...credentials }));
}

/** Brings the addresses up to date where the demo is served on other ports than before. */
export function moveDemoAccess(config: Config): void {
  if (!config.demo || !existsSync(fileOf(config))) return;
  const kept = KeptAccess.safeParse(JSON.parse(readFileSync(fileOf(config), 'utf8')));
  if (!kept.success) return;
  const { jira } = kept.data;
  write(config, {
    ...kept.data,
    ...(jira ? { jira: { ...jira, url: `${config.publicUrl}/jira` } } : {}),
    ...addressesOf(config),
  });
}
