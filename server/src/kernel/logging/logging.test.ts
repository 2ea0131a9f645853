import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createLogger, loggableUrl } from '#kernel/logging';

test.each([
  ['/a/abcdef0123456789', '/a/[token]'],
  ['/r/abcdef?grade=4', '/r/[token]?[query]'],
  ['/api/procedure-answers/abcdef', '/api/procedure-answers/[token]'],
  ['/v1/users:byToken/abcdef?key=abc', '/v1/users:byToken/[token]?[query]'],
  ['/s/abcdef/pdf', '/s/[token]/pdf'],
  ['/v1/projects/ARGO/topics/t:publish?key=abc', '/v1/projects/ARGO/topics/t:publish?[query]'],
  ['/api/orders?q=secret+plans', '/api/orders?[query]'],
  ['/orders/1284', '/orders/1284'],
])('the address %s is logged as %s', (url, shown) => {
  expect(loggableUrl(url)).toBe(shown);
});

test('secrets are cut out of a line, at every depth at which they are logged', () => {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const logger = createLogger('info', sink);
  logger.info(
    {
      password: 'p-1',
      token: 't-1',
      headers: { authorization: 'Bearer b-1', cookie: 'portolan_session=c-1', 'x-api-key': 'k-1', accept: '*/*' },
    },
    'seen',
  );
  logger.info({ request: { headers: { 'x-csrf-token': 'x-1', 'set-cookie': ['s-1'], secret: 's-2' } } }, 'seen');
  const text = lines.join('');
  for (const secret of ['p-1', 't-1', 'b-1', 'c-1', 'k-1', 'x-1', 's-1', 's-2']) expect(text).not.toContain(secret);
  expect(text).toContain('[redacted]');
  expect(text).toContain('*/*');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ service: 'portolan', msg: 'seen', level: 30 });
});
