#!/usr/bin/env node
// Starts the command line under the runtime that package.json pins, whatever `node` the machine has.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const runtime = fileURLToPath(new URL('node_modules/node/bin/node', root));
const main = fileURLToPath(new URL('server/src/main.ts', root));
const child = spawn(runtime, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
