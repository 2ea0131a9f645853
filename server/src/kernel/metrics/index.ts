import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What operators scrape at `/metrics`. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'portolan_' });
  return {
    registry,
    requests: new Histogram({
      name: 'portolan_http_request_seconds',
      help: 'Time to answer a request, by operation and status',
      labelNames: ['operation', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [registry],
    }),
    events: new Gauge({ name: 'portolan_outbox_waiting', help: 'Events not delivered yet', registers: [registry] }),
    mails: new Counter({
      name: 'portolan_mails_total',
      help: 'Mails by outcome',
      labelNames: ['outcome'],
      registers: [registry],
    }),
    jobs: new Counter({
      name: 'portolan_jobs_total',
      help: 'Jobs by queue and outcome',
      labelNames: ['queue', 'outcome'],
      registers: [registry],
    }),
    live: new Gauge({ name: 'portolan_live_readers', help: 'Open live update streams', registers: [registry] }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
