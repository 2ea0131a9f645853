import { join } from 'node:path';
import { auditTrail, type Audit } from '#kernel/audit';
import { systemClock, type Clock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import { openDatabase, type Database } from '#kernel/database';
import { createDeliveries, type Deliveries } from '#kernel/deliveries';
import { createFiles, folderContent, memoryContent, type Files } from '#kernel/files';
import { createJobs, type AnyJob, type Jobs } from '#kernel/jobs';
import { limitCheck, rateLimiter, type Limiter } from '#kernel/limits';
import { createLive, type Live } from '#kernel/live';
import { createLogger, type Logger } from '#kernel/logging';
import { createMailer, mailboxTransport, mailJob, smtpTransport, type Mailer } from '#kernel/mail';
import { createMailTexts, type MailTexts } from '#kernel/mail-texts';
import { createMailIn, type MailIn } from '#kernel/mail-in';
import { createMetrics, type Metrics } from '#kernel/metrics';
import { createOutward, type Outward } from '#kernel/outward';
import { createRelay, eventPublisher, type Publish, type Reaction, type Relay } from '#kernel/outbox';
import { nextId } from '#kernel/ids';
import { outwardAuthorities } from '#kernel/tls';
import { startTracing } from '#kernel/tracing';
import { createWebhooks, type Webhooks } from '#kernel/webhooks';

/** What every module builds on; each part is a room of its own under `kernel/`. */
export interface Kernel {
  readonly config: Config;
  readonly clock: Clock;
  readonly database: Database;
  readonly publish: Publish;
  readonly audit: Audit;
  readonly mailer: Mailer;
  /** The words of mails, which people may change. */
  readonly mailTexts: MailTexts;
  /** Mail that arrives for reply addresses. */
  readonly mailIn: MailIn;
  readonly files: Files;
  /** The only way to call addresses outside. */
  readonly outward: Outward;
  readonly deliveries: Deliveries;
  /** Addresses that administrators registered for events. */
  readonly webhooks: Webhooks;
  readonly limit: Limiter;
  /** Refuses as `limit` does once the limit is reached, and counts nothing. */
  readonly within: Limiter;
  readonly live: Live;
  readonly relay: Relay;
  readonly jobs: Jobs;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Adds what a module does when something happened. */
  addReactions(reactions: readonly Reaction[]): void;
  /** Adds the work a module does outside requests. */
  addJobs(jobs: readonly AnyJob[]): void;
  close(): Promise<void>;
}

export interface KernelParts {
  readonly config: Config;
  readonly clock?: Clock;
  readonly database?: Database;
}

/** Opens the database and puts the rooms of the kernel together. */
export async function assembleKernel({ config, clock = systemClock, database: given }: KernelParts): Promise<Kernel> {
  const logger = createLogger(config.LOG_LEVEL);
  const metrics = createMetrics();
  const tracing = await startTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const database =
    given ??
    (await openDatabase({ url: config.DATABASE_URL, dataDir: config.DATA_DIR, poolSize: config.DATABASE_POOL }));
  const publish = eventPublisher(clock);
  const reactions: Reaction[] = [];
  const definitions: AnyJob[] = [];
  const jobs = createJobs({ database, logger, metrics, definitions: () => definitions });
  const relay = createRelay({
    database,
    clock,
    logger,
    reactions: () => reactions,
    sendJob: (request, id) => jobs.send(request, id),
    holder: nextId(),
  });
  const live = createLive(database, logger);
  const transport = config.SMTP_URL ? smtpTransport(config.SMTP_URL, config.MAIL_IN_DOMAIN) : mailboxTransport;
  const mail = mailJob({ database, clock, transport, publish, metrics, host: new URL(config.publicUrl).hostname });
  definitions.push(mail.job);
  reactions.push(mail.reaction);
  const outward = createOutward({
    // The demo calls itself, to show a procedure with a webhook.
    allow: [...config.OUTWARD_ALLOW, ...(config.demo ? [new URL(config.publicUrl).host] : [])],
    authorities: outwardAuthorities(config),
  });
  const { deliveries, ...delivering } = createDeliveries({
    database,
    clock,
    publish,
    outward,
    keptDays: config.EXCHANGE_LOG_DAYS,
  });
  definitions.push(...delivering.jobs);
  reactions.push(delivering.reaction);
  const audit = auditTrail(clock);
  const webhooks = createWebhooks({
    database,
    clock,
    publish,
    audit,
    outward,
    deliveries,
    addReactions: (more) => void reactions.push(...more),
  });
  const content = config.DATA_DIR === 'memory' ? memoryContent() : folderContent(join(config.DATA_DIR, 'files'));
  const files = createFiles(content, clock);
  const limit = rateLimiter(database, clock);
  const mailIn = createMailIn({ config, database, clock, files, limit, logger, publish });
  definitions.push(...mailIn.jobs);
  return {
    config,
    clock,
    database,
    publish,
    audit,
    mailer: createMailer({ clock, publish, from: config.MAIL_FROM }),
    mailTexts: createMailTexts({ config, logger }),
    mailIn,
    files,
    outward,
    deliveries,
    webhooks,
    limit,
    within: limitCheck(database, clock),
    live,
    relay,
    jobs,
    logger,
    metrics,
    addReactions: (more) => void reactions.push(...more),
    addJobs: (more) => void definitions.push(...more),
    async close() {
      await mailIn.close();
      await relay.stop();
      await jobs.stop();
      await live.stop();
      transport.close();
      await database.close();
      await tracing.stop();
    },
  };
}
