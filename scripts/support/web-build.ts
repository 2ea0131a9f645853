import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { root } from './run.ts';

const dist = join(root, 'web/dist');
const stampFile = join(dist, '.stamp');
/** What the browser's code is made of. */
const inputs = [
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'web/tsconfig.json',
  'contracts',
  'libs',
  'package-lock.json',
];

/** Names, sizes and times of everything that goes into the build; cheap, because no file is read. */
function stamp(): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) return;
    if (found.isDirectory()) for (const name of readdirSync(path).toSorted()) add(join(path, name));
    else hash.update(`${path} ${found.size} ${found.mtimeMs}\n`);
  };
  for (const input of inputs) add(join(root, input));
  return hash.digest('hex');
}

function isCurrent(now: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === now;
}

/** Builds the web UI into `web/dist`, unless what lies there was made from the same files. Says whether it built. */
export async function buildWeb({ force }: { force: boolean }): Promise<boolean> {
  const now = stamp();
  if (!force && isCurrent(now)) return false;
  // Loaded only here: a start that has nothing to build must not pay for the bundler.
  const { build } = await import('vite');
  await build({ root: join(root, 'web'), logLevel: 'warn', build: { manifest: true } });
  writeFileSync(stampFile, now);
  return true;
}

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    isEntry: z.boolean().optional(),
    imports: z.array(z.string()).optional(),
    css: z.array(z.string()).optional(),
  }),
);

export interface InitialSize {
  readonly scriptBytes: number;
  readonly styleBytes: number;
}

/** What a browser fetches before it can show the first screen, gzipped: the entry and everything it imports at once. */
export function initialSize(): InitialSize {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')));
  const scripts = new Set<string>();
  const styles = new Set<string>();
  const seen = new Set<string>();
  const add = (name: string) => {
    const chunk = manifest[name];
    if (seen.has(name) || !chunk) return;
    seen.add(name);
    scripts.add(chunk.file);
    for (const style of chunk.css ?? []) styles.add(style);
    for (const next of chunk.imports ?? []) add(next);
  };
  for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry === true) add(name);
  const gzipped = (files: Set<string>) =>
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file))).length, 0);
  return { scriptBytes: gzipped(scripts), styleBytes: gzipped(styles) };
}
