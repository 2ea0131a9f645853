import { lookup, type LookupAddress } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import { createSecureContext, getCACertificates } from 'node:tls';
import { AppError } from '#kernel/errors';
import { allowedFrom, isNamed, mayReach, type Allowed } from './addresses.ts';

export interface OutwardCall {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: string | Uint8Array | undefined;
  /** The whole call, the answer included; 10 seconds unless said. */
  readonly timeoutMilliseconds?: number;
  /** A longer answer is cut off and counts as a failure; 1 MiB unless said. */
  readonly mostBytes?: number;
  /** `102 Processing`, which announces an answer, is taken for the answer. */
  readonly isProcessingEnough?: boolean;
}

export interface OutwardAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Outward {
  /**
   * Calls an address that somebody entered. Throws `address_forbidden` where it is no http(s) address or leads into
   * a private network that `OUTWARD_ALLOW` does not name, `no_answer` where nobody answers in time. Redirects are
   * answers like any other and are not followed.
   */
  call(call: OutwardCall): Promise<OutwardAnswer>;
  /** Refuses, as `call` would, an address that is closed by what stands in it; a name is only looked up by a call. */
  check(url: string): void;
}

const forbidden = (url: string, why: string) =>
  new AppError(
    'refused',
    'address_forbidden',
    `${url} may not be called: ${why}. A portal administrator can allow it with OUTWARD_ALLOW`,
  );

const noAnswer = (host: string, why: string, cause?: unknown) =>
  new AppError('unavailable', 'no_answer', `${host} does not answer: ${why}`, {}, cause);

/** What the system calls a failure, in words of people. */
const failureWords: Readonly<Record<string, string>> = {
  ENOTFOUND: 'nothing of this name is known',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it broke the connection off',
  EHOSTUNREACH: 'no way leads there',
  ENETUNREACH: 'no way leads there',
};
const wordsOf = (error: NodeJS.ErrnoException) => failureWords[error.code ?? ''] ?? error.message;

/** The only way out: webhooks, triggers and foreign services are called through it, fenced by address, time and size. */
export function createOutward(settings: {
  allow: readonly string[];
  /** PEM: authorities that are trusted besides the public ones. */
  authorities?: string | undefined;
}): Outward {
  const allowed = allowedFrom(settings.allow);
  const secureContext =
    settings.authorities === undefined
      ? undefined
      : createSecureContext({ ca: [...getCACertificates('default'), settings.authorities] });

  function check(address: string): URL {
    if (!URL.canParse(address)) throw forbidden(address, 'it is no address');
    const url = new URL(address);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
      throw forbidden(address, 'only http and https addresses can be called');
    if (isNamed(url, allowed)) return url;
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    const isLocal = /(?:^|\.)localhost\.?$/i.test(literal);
    if (isLocal || (isIP(literal) !== 0 && !mayReach(literal, allowed)))
      throw forbidden(url.origin, 'it lies in a private network');
    return url;
  }

  return {
    check: (address) => void check(address),
    call: async ({
      method,
      url: address,
      headers,
      body,
      timeoutMilliseconds = 10_000,
      mostBytes = 1_048_576,
      isProcessingEnough = false,
    }) => {
      const url = check(address);
      const signal = AbortSignal.timeout(timeoutMilliseconds);
      return new Promise<OutwardAnswer>((done, fail) => {
        const request = (url.protocol === 'https:' ? https : http).request(
          url,
          {
            method,
            headers: {
              'user-agent': 'Portolan',
              ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
              ...headers,
            },
            agent: false,
            signal,
            ...(secureContext && url.protocol === 'https:' ? { secureContext } : {}),
            ...(isNamed(url, allowed) ? {} : { lookup: fencedLookup(url, allowed) }),
          },
          (answer) => {
            const parts: Buffer[] = [];
            let size = 0;
            answer.on('data', (part: Buffer) => {
              size += part.length;
              parts.push(part);
              if (size <= mostBytes) return;
              fail(noAnswer(url.host, `its answer is longer than ${mostBytes} bytes`));
              request.destroy();
            });
            answer.on('end', () =>
              done({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts) }),
            );
            answer.on('error', failed);
          },
        );
        function failed(error: Error): void {
          if (error instanceof AppError) fail(error);
          else if (signal.aborted) fail(noAnswer(url.host, `nothing within ${timeoutMilliseconds / 1000} seconds`));
          else fail(noAnswer(url.host, wordsOf(error), error));
        }
        request.on('error', failed);
        if (isProcessingEnough) {
          request.on('information', ({ statusCode, headers: told }) => {
            if (statusCode !== 102) return;
            done({ status: statusCode, headers: told, body: Buffer.alloc(0) });
            request.destroy();
          });
        }
        request.end(body);
      });
    },
  };
}

/** Looks a name up and connects to nothing but addresses that may be reached, so that a name cannot lead inside. */
const fencedLookup =
  (url: URL, allowed: Allowed): NonNullable<http.RequestOptions['lookup']> =>
  (hostname, options, answer) => {
    lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      if (error) return answer(error, '', 0);
      const open = found.filter(({ address }) => mayReach(address, allowed));
      const [first] = open;
      if (!first) return answer(forbidden(url.origin, `${hostname} lies in a private network`), '', 0);
      return options.all === true ? answer(null, open) : answer(null, first.address, first.family);
    });
  };
