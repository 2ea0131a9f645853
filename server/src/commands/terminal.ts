/** Long work tells what it does; on a terminal in one line that is rewritten, elsewhere in plain lines. */
export interface Progress {
  step(what: string, done?: number, of?: number): void;
  /** Ends the line. */
  end(): void;
}

export interface Terminal {
  /** A line of the result. */
  out(line: string): void;
  /** A line about the run: what failed, what is odd. */
  err(line: string): void;
  progress(): Progress;
}

interface Writable {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const quietMilliseconds = 2000;

/** Results go to one stream, progress and failures to the other, so that results can be piped. */
export function createTerminal(
  output: Writable,
  errors: Writable,
  monotonic: () => number = () => performance.now(),
): Terminal {
  return {
    out: (line) => void output.write(`${line}\n`),
    err: (line) => void errors.write(`${line}\n`),
    progress: () => (errors.isTTY === true ? rewritten(errors) : plain(errors, monotonic)),
  };
}

function share(done: number, of: number): string {
  return of === 0 ? '100 %' : `${Math.floor((done * 100) / of)} %`;
}

function rewritten(stream: Writable): Progress {
  return {
    step: (what, done, of) =>
      void stream.write(`\r\u001B[2K${what}${done === undefined || of === undefined ? '' : `  ${share(done, of)}`}`),
    end: () => void stream.write('\r\u001B[2K'),
  };
}

function plain(stream: Writable, monotonic: () => number): Progress {
  let lastWhat: string | undefined;
  let lastAt = 0;
  return {
    step(what, done, of) {
      const now = monotonic();
      if (what === lastWhat && now - lastAt < quietMilliseconds) return;
      lastWhat = what;
      lastAt = now;
      stream.write(`${what}${done === undefined || of === undefined || of < 2 ? '' : ` (${done} of ${of})`}\n`);
    },
    end: () => undefined,
  };
}
