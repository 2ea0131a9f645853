import { say } from './support/run.ts';
import { buildWeb } from './support/web-build.ts';

// `--if-needed`: nothing happens when web/dist was made from the files as they are. `npm start` uses it.
const force = !process.argv.includes('--if-needed');
const begun = performance.now();
if (await buildWeb({ force })) say(`Web UI built in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
