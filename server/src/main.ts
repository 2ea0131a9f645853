import { runCommandLine } from './commands/run-command-line.ts';
import { createTerminal } from './commands/terminal.ts';

const terminal = createTerminal(process.stdout, process.stderr);
process.exit(await runCommandLine(process.argv.slice(2), { terminal, environment: process.env }));
