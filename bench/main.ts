import { availableParallelism, cpus, totalmem } from 'node:os';
import { printInitialJavaScript, printStartUp } from './around.ts';
import { measureDatabase } from './measure.ts';
import { measureMessaging } from './messaging/main.ts';
import { readOptions } from './options.ts';

// `npm run bench`: every figure beside its floor of the same run. `npm run bench -- --help` lists the options.

const options = readOptions();
console.log(
  `Node ${process.version} on ${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GB, ` +
    `shared by the measured process, the database and the callers; ${options.connections} connections, ${options.seconds} s each`,
);
for (const kind of options.databases) await measureDatabase(kind, options);
if (options.messaging) {
  const { server, seconds, scenario } = options;
  await measureMessaging({ server, seconds, scenario, ...options.messaging });
}
if (options.around) {
  await printStartUp();
  printInitialJavaScript();
}
