import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Everything that Portolan keeps in a data folder; nothing else in it is ever removed.
const ours = ['pglite', 'files', 'tls', 'demo-access.json', 'demo-seeded', 'demo-seeding'];

/** What is known of the demo federation in a data folder. */
export function demoState(dataDir: string): 'new' | 'interrupted' | 'present' {
  if (existsSync(join(dataDir, 'demo-seeded'))) return 'present';
  if (existsSync(join(dataDir, 'demo-seeding'))) return 'interrupted';
  // A database without a mark was made by another command, or restored: not a place for a demo.
  return existsSync(join(dataDir, 'pglite')) ? 'present' : 'new';
}

/** Says that loading the demo has begun; a start that finds this mark alone starts over. */
export function markSeeding(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, 'demo-seeding'), '', { mode: 0o600 });
}

/** Says that the demo has been loaded, or must not be. */
export function markSeeded(dataDir: string): void {
  if (existsSync(join(dataDir, 'demo-seeding')))
    renameSync(join(dataDir, 'demo-seeding'), join(dataDir, 'demo-seeded'));
  else writeFileSync(join(dataDir, 'demo-seeded'), '', { mode: 0o600 });
}

/** Empties a data folder of what Portolan keeps there. The caller holds the folder. */
export function clearDataDir(dataDir: string): void {
  if (!existsSync(dataDir)) return;
  for (const name of readdirSync(dataDir)) {
    if (ours.includes(name)) rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}
