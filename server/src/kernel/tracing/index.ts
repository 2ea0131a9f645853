export { startTracing, type Tracing } from './start-tracing.ts';
export { inSpan } from './in-span.ts';
export { traceRequests } from './trace-requests.ts';
