import type { z } from 'zod';
import { PgBoss, type JobResult, type JobWithMetadata } from 'pg-boss';
import type { Database } from '#kernel/database';
import { AppError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { JobRequest } from '#kernel/outbox';
import { inSpan } from '#kernel/tracing';

/** A kind of work that runs outside requests: slow, external, or at a time of day. */
export interface JobDefinition<Data = unknown> {
  /** Imperative, with its module: `ordering.remind-providers`. Also the name of the queue. */
  readonly name: string;
  /** What it does, for the page of the jobs. */
  readonly summary: string;
  readonly schema: z.ZodType<Data>;
  readonly retryLimit: number;
  /** A run that takes longer is given up and tried again. */
  readonly deadlineSeconds: number;
  /** Minute-precise schedule in cron form, UTC; absent for work that events ask for. */
  readonly cron?: string;
  /** Must bear running twice for the same data. */
  readonly run: (data: Data) => Promise<void>;
}

export interface JobView {
  readonly queue: string;
  readonly id: string;
  readonly state: string;
  readonly data: unknown;
  readonly output: unknown;
  readonly attempts: number;
  readonly createdAt: string;
  readonly completedAt: string | null;
}

export interface QueueView {
  readonly name: string;
  readonly summary: string;
  readonly cron: string | null;
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
}

export interface Jobs {
  start(options: { work: boolean }): Promise<void>;
  stop(): Promise<void>;
  /** Only the outbox relay and the command line call this; the id makes a second sending harmless. */
  send(request: JobRequest, id?: string): Promise<void>;
  /** Runs one job here and now, outside the queue. */
  runNow(name: string, data: unknown): Promise<void>;
  queues(): Promise<QueueView[]>;
  recent(queue: string): Promise<JobView[]>;
  retry(queue: string, id: string): Promise<void>;
}

// oxlint-disable-next-line typescript/no-explicit-any -- definitions of all data types stand in one list
export type AnyJob = JobDefinition<any>;

// The embedded database hands pg-boss instants as text, its own connections hand it dates.
const instantOf = (instant: Date | string): string => new Date(instant).toISOString();

export function createJobs(settings: {
  database: Database;
  logger: Logger;
  metrics: Metrics;
  definitions: () => readonly AnyJob[];
}): Jobs {
  const { database, logger, metrics } = settings;
  const shared = { schema: 'jobs', useListenNotify: true, superviseIntervalSeconds: 5, monitorIntervalSeconds: 10 };
  const connection = database.jobs;
  const boss =
    connection.backend === 'pglite'
      ? new PgBoss({
          ...shared,
          useListenNotify: false,
          backend: 'pglite',
          db: {
            executeSql: async (text: string, values?: unknown[]) => ({
              rows: (await connection.executeSql(text, values)).rows as never[],
            }),
          },
        })
      : new PgBoss({
          ...shared,
          connectionString: connection.connectionString,
          max: 4,
          application_name: 'portolan-jobs',
        });
  boss.on('error', (error) => logger.warn({ err: error }, 'job queue'));
  let started = false;
  const workers = new Map<string, string>();

  function definition(name: string): AnyJob {
    const found = settings.definitions().find((job) => job.name === name);
    if (!found) throw new AppError('not_found', 'unknown_job', `There is no job named ${name}`);
    return found;
  }

  async function run(job: AnyJob, data: unknown): Promise<void> {
    const parsed: unknown = job.schema.parse(data ?? {});
    try {
      await inSpan(`job ${job.name}`, { 'portolan.queue': job.name }, () => job.run(parsed));
      metrics.jobs.inc({ queue: job.name, outcome: 'done' });
    } catch (error) {
      metrics.jobs.inc({ queue: job.name, outcome: 'failed' });
      logger.warn({ queue: job.name, err: error }, 'job failed');
      throw error;
    }
  }

  // PostgreSQL tells the workers of all processes by itself; the embedded database has none but ours.
  function tellWorker(queue: string): void {
    const worker = workers.get(queue);
    if (worker !== undefined && connection.backend === 'pglite') boss.notifyWorker(worker);
  }

  /** One job of a batch that fails is tried again by itself. */
  async function settled(job: AnyJob, id: string, data: unknown): Promise<JobResult> {
    try {
      await run(job, data);
      return { id, status: 'completed' };
    } catch (error) {
      return { id, status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } };
    }
  }

  return {
    async start({ work }) {
      await boss.start();
      started = true;
      for (const job of settings.definitions()) {
        await boss.createQueue(job.name, {
          retryLimit: job.retryLimit,
          retryDelay: 5,
          retryBackoff: true,
          retryDelayMax: 900,
          expireInSeconds: job.deadlineSeconds,
          deleteAfterSeconds: 7 * 86_400,
          ...(connection.backend === 'postgres' ? { notify: true } : {}),
        });
        if (!work) continue;
        const worker = await boss.work(
          job.name,
          // New work is told to the worker; a retry that falls due is not, and is found by the slower look.
          {
            batchSize: 20,
            burstWhenBatchFull: true,
            pollingIntervalSeconds: 5,
            notifyPollingIntervalSeconds: 5,
            perJobResults: true,
          },
          async (batch) => {
            const results: JobResult[] = [];
            for (const { id, data } of batch) results.push(await settled(job, id, data));
            return results;
          },
        );
        workers.set(job.name, worker);
        if (job.cron) await boss.schedule(job.name, job.cron, {}, { tz: 'UTC' });
      }
    },
    async stop() {
      if (started) await boss.stop({ graceful: true, timeout: 5000, close: connection.backend === 'postgres' });
    },
    async send({ queue, data }, id) {
      definition(queue);
      await boss.send(queue, data, id === undefined ? {} : { id });
      tellWorker(queue);
    },
    runNow: (name, data) => run(definition(name), data),
    async queues() {
      const stats = await boss.getQueues();
      return settings.definitions().map((job) => {
        const queue = stats.find((found) => found.name === job.name);
        return {
          name: job.name,
          summary: job.summary,
          cron: job.cron ?? null,
          waiting: queue?.queuedCount ?? 0,
          active: queue?.activeCount ?? 0,
          failed: queue?.failedCount ?? 0,
        };
      });
    },
    async recent(queue) {
      definition(queue);
      const found = await boss.findJobs<object>(queue);
      return found
        .map((job: JobWithMetadata<object>) => ({
          queue,
          id: job.id,
          state: job.state,
          data: job.data,
          output: job.output,
          attempts: job.retryCount,
          createdAt: instantOf(job.createdOn),
          completedAt: job.completedOn === null || job.completedOn === undefined ? null : instantOf(job.completedOn),
        }))
        .toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1))
        .slice(0, 100);
    },
    async retry(queue, id) {
      definition(queue);
      await boss.retry(queue, id);
      tellWorker(queue);
    },
  };
}
