import http from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inSpan, startTracing, traceRequests } from '#kernel/tracing';
import { testApp } from '#test/app';

interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly status?: { readonly code?: number };
}

const received: ReceivedSpan[] = [];
const collector = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
      resourceSpans: { scopeSpans: { spans: ReceivedSpan[] }[] }[];
    };
    received.push(...body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)));
    response.setHeader('content-type', 'application/json');
    response.end('{}');
  });
});

beforeAll(() => new Promise<void>((done) => void collector.listen(0, '127.0.0.1', done)));
afterAll(() => new Promise<void>((done) => void collector.close(() => done())));

test('a request and the work inside it arrive at the collector as one trace, under the trace of the caller', async () => {
  const { port } = collector.address() as AddressInfo;
  const tracing = await startTracing(`http://127.0.0.1:${port}/`);
  const app = Fastify();
  traceRequests(app);
  app.post('/thing', { config: { operation: 'makeThing' } }, () => inSpan('work', {}, async () => ({ made: true })));
  app.get('/broken', () => inSpan('broken work', {}, () => Promise.reject(new Error('no'))));

  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await app.inject({
    method: 'POST',
    url: '/thing',
    payload: { n: 1 },
    headers: { traceparent: `00-${traceId}-b7ad6b7169203331-01` },
  });
  await app.inject('/broken');
  await app.close();
  await tracing.stop();

  const request = received.find(({ name }) => name === 'makeThing');
  const work = received.find(({ name }) => name === 'work');
  expect(request).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' });
  expect(work).toMatchObject({ traceId, parentSpanId: request?.spanId });
  expect(received.find(({ name }) => name === 'broken work')?.status?.code).toBe(2);
  expect(received.find(({ name }) => name === '/broken')?.status?.code).toBe(2);
});

test('the application traces its requests where an endpoint is set', async () => {
  const { port } = collector.address() as AddressInfo;
  const portolan = await testApp({ settings: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` } });
  await portolan.as('anna').get('/api/work');
  await portolan.close();
  expect(received.map(({ name }) => name)).toContain('readWork');
});

test('without an endpoint nothing is sent and the work runs all the same', async () => {
  const tracing = await startTracing(undefined);
  const before = received.length;
  expect(await inSpan('quiet', {}, async () => 7)).toBe(7);
  await tracing.stop();
  expect(received).toHaveLength(before);
});
