import { exit, noWords, type Command } from './command.ts';
import { examine } from './doctor-checks.ts';

export const doctor: Command = {
  summary: 'look at everything Portolan depends on',
  help: [
    'portolan doctor',
    '',
    'Checks the settings, the data folder, the database, the mail server, NATS, the identity provider,',
    'certificates and the clock. Changes nothing. The exit code is 1 when a check fails.',
  ].join('\n'),
  options: {},
  async run(given, { terminal, environment }) {
    noWords(given);
    let failed = 0;
    for await (const { name, state, found, remedy } of examine(environment)) {
      terminal.out(`${state.padEnd(5)} ${name.padEnd(18)} ${found}`);
      if (remedy !== undefined) terminal.out(`${' '.repeat(25)}${remedy}`);
      if (state === 'fail') failed += 1;
    }
    return failed === 0 ? exit.ok : exit.failed;
  },
};
