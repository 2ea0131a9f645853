import { Agent, request } from 'node:http';
import type { Call } from './scenarios.ts';

export interface Measured {
  /** Milliseconds of each answer, ascending. */
  readonly times: readonly number[];
  readonly seconds: number;
  readonly failures: readonly string[];
}

/** Callers that send their next request when the answer to the last has come. */
export interface Callers {
  run(seconds: number): Promise<Measured>;
  close(): void;
}

interface Settings {
  readonly url: string;
  readonly token: string;
  readonly connections: number;
  /** A run ends between two rounds of so many calls, so that whoever comes next finds things as they were. */
  readonly period: number;
  /** The n-th call of a connection; it goes on counting over several runs. */
  readonly call: (connection: number, n: number) => Call;
}

export function createCallers({ url, token, connections, period, call }: Settings): Callers {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const { hostname, port } = new URL(url);
  const counts = Array.from({ length: connections }, () => 0);

  function send({ method, path, body }: Call): Promise<{ status: number; text: string }> {
    const payload = body === undefined ? '' : JSON.stringify(body);
    return new Promise((done, fail) => {
      const sent = request(
        {
          agent,
          hostname,
          port,
          method,
          path,
          headers: {
            authorization: `Bearer ${token}`,
            'x-user-token': token,
            ...(payload === ''
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
          },
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () => {
            const status = answer.statusCode ?? 0;
            done({ status, text: status < 300 ? '' : Buffer.concat(chunks).toString() });
          });
          answer.on('error', fail);
        },
      );
      sent.on('error', fail);
      sent.end(payload);
    });
  }

  return {
    async run(seconds) {
      const times: number[] = [];
      const failures: string[] = [];
      const from = performance.now();
      const until = from + seconds * 1000;
      await Promise.all(
        counts.map(async (_, connection) => {
          while (performance.now() < until || (counts[connection] ?? 0) % period > 0) {
            const next = call(connection, counts[connection] ?? 0);
            counts[connection] = (counts[connection] ?? 0) + 1;
            const at = performance.now();
            const { status, text } = await send(next);
            times.push(performance.now() - at);
            if (status >= 300) failures.push(`${next.method} ${next.path}: ${status} ${text}`);
          }
        }),
      );
      return { times: times.toSorted((a, b) => a - b), seconds: (performance.now() - from) / 1000, failures };
    },
    close: () => agent.destroy(),
  };
}

/** Several runs as one. */
export function together(runs: readonly Measured[]): Measured {
  return {
    times: runs.flatMap(({ times }) => times).toSorted((a, b) => a - b),
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
    failures: runs.flatMap(({ failures }) => failures),
  };
}

/** The time within which this share of the answers came (nearest rank). */
export function percentile({ times }: Measured, share: number): number {
  return times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? Number.NaN;
}

export const rate = ({ times, seconds }: Measured): number => times.length / seconds;
