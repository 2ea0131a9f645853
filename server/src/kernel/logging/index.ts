import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

// What must never reach a log line, wherever it appears in a logged object.
const secrets = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'secret',
  'x-user-token',
  'x-api-key',
  'x-csrf-token',
];

const linkWithToken = /\/(a|r|t|s|api\/procedure-answers|v1\/users:byToken)\/[^/?#]+/;

/** An address as it may be logged: tokens of mail links and every query value are cut out. */
export function loggableUrl(url: string): string {
  const [path = '', query] = url.split('?', 2);
  const shown = path.replace(linkWithToken, '/$1/[token]');
  return query === undefined ? shown : `${shown}?[query]`;
}

/** Structured JSON lines on standard output, or where a test reads them, with secrets taken out. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]);
  const settings = { level, redact: { paths, censor: '[redacted]' }, base: { service: 'portolan' } };
  return destination === undefined ? pino(settings) : pino(settings, destination);
}
