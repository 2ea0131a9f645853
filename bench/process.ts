import { fork } from 'node:child_process';
import type { Call, Persona } from './scenarios.ts';

/** What the measured process does when asked: from, to. */
export interface Questions {
  start: [undefined, { url: string; floorUrl: string; tokens: Record<Persona, string>; loaded: boolean }];
  /** Loads the orders from one number to another, of so many in the end. */
  load: [{ from: number; to: number; of: number }, void];
  /** Sends each call once, keeps its statements for the floor, and answers how many a call sends. */
  record: [{ calls: readonly Call[]; token: string }, number];
  /** The longest stall of the event loop since the last question, and the memory of the process. */
  strain: [undefined, { stallMs: number; megabytes: number }];
}

export type Answers = { [Q in keyof Questions]: (input: Questions[Q][0]) => Promise<Questions[Q][1]> };
export type Ask = <Q extends keyof Questions>(question: Q, input: Questions[Q][0]) => Promise<Questions[Q][1]>;

interface Told {
  readonly question?: string;
  readonly answer?: unknown;
  readonly failure?: string;
  readonly progress?: number;
}

export interface MeasuredProcess {
  readonly ask: Ask;
  /** Stops it gracefully. */
  stop(): Promise<void>;
  kill(): void;
}

/** Starts the measured process; `progress` hears how many orders are loaded. */
export async function startProcess(
  environment: Readonly<Record<string, string>>,
  progress: (done: number) => void,
): Promise<MeasuredProcess> {
  const child = fork(new URL('measured.ts', import.meta.url), { env: { ...process.env, ...environment } });
  // Nobody waits while nobody asks: the next question finds out that the process is gone.
  let waiting: { question: string; done: (answer: unknown) => void; fail: (error: Error) => void } | undefined;
  const answerTo = <T>(question: string) =>
    new Promise<T>((done, fail) => {
      if (child.exitCode !== null) fail(new Error(`the measured process ended with ${child.exitCode}`));
      waiting = { question, done: done as (answer: unknown) => void, fail };
    });
  child.on('exit', (code) => waiting?.fail(new Error(`the measured process ended with ${code}`)));
  child.on('message', (told: Told) => {
    if (told.progress !== undefined) progress(told.progress);
    if (told.question === undefined || told.question !== waiting?.question) return;
    if (told.failure === undefined) waiting.done(told.answer);
    else waiting.fail(new Error(told.failure));
  });
  await answerTo('up');
  return {
    ask(question, input) {
      child.send({ question, input });
      return answerTo(question);
    },
    async stop() {
      child.disconnect();
      if (child.exitCode === null) await new Promise((done) => child.once('exit', done));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
