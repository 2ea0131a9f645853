import { agreementsModule, type AgreementsModule } from '#agreements';
import { catalogueModule, type CatalogueModule } from '#catalogue';
import { identityModule, type IdentityModule } from '#identity';
import { allow, holds, refuse } from '#kernel/access';
import { assembleKernel, type Kernel } from '#kernel/assemble';
import type { Clock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import type { Database } from '#kernel/database';
import { buildHttp, type App } from '#kernel/http';
import { newSecret } from '#kernel/ids';
import { adminRoutes, apiDocs, healthRoutes, liveRoutes, mailboxRoutes, webUi } from '#kernel/operate';
import { mailTextRoutes } from '#kernel/mail-texts';
import { pagesPlugin } from '#kernel/pages';
import { keptSetting } from '#kernel/settings';
import { certificateFor } from '#kernel/tls';
import { messagingModule, type MessagingModule } from '#messaging';
import { orderingModule, type OrderingModule } from '#ordering';
import { registryModule, type RegistryModule } from '#registry';
import { demoHub } from './demo/demo-hub.ts';
import { agreementSites } from './wiring/agreement-sites.ts';
import { mailMessagingAlerts, messagingAlertMoments } from './wiring/messaging-alerts.ts';
import { orderingPorts } from './wiring/ordering-ports.ts';
import { mailWaitingRegistrations, registrationWaitingMoment } from './wiring/messaging-registrations.ts';
import { mailPausedWebhooks, pausedWebhookWork, webhookPausedMoment } from './wiring/paused-webhooks.ts';

export interface Modules {
  readonly identity: IdentityModule;
  readonly messaging: MessagingModule;
  readonly registry: RegistryModule;
  readonly catalogue: CatalogueModule;
  readonly ordering: OrderingModule;
  readonly agreements: AgreementsModule;
}

/** The whole program in one process. */
export interface Portolan {
  readonly kernel: Kernel;
  readonly modules: Modules;
  readonly app: App;
  /** Listens (`web`) and does background work (`worker`); answers the addresses. */
  start(run: {
    web: boolean;
    worker: boolean;
  }): Promise<{ url: string; tlsUrl: string | null; certificateUrl: string | null }>;
  /** Loads the demo federation into the empty database, before `start`. */
  seedDemo(progress: (step: string, done: number, of: number) => void): Promise<void>;
  /** Stops taking requests, finishes what runs, closes the database. */
  close(): Promise<void>;
}

/** Composition root: on a migrated database, builds kernel, modules in the order of their ranks, and the HTTP application. */
export async function createPortolan(
  config: Config,
  parts: { clock?: Clock; database?: Database } = {},
): Promise<Portolan> {
  const kernel = await assembleKernel({ config, ...parts });
  const formSecret =
    config.SESSION_SECRET ?? (await keptSetting(kernel.database, kernel.clock, 'form-secret', newSecret));

  const identity = identityModule({ kernel });
  const messaging = await messagingModule({ kernel, tokenSecret: formSecret, people: identity.people });
  const registry = registryModule({ kernel });
  const catalogue = catalogueModule({
    kernel,
    ports: {
      actorOfToken: identity.actorOfToken,
      people: {
        byIds: identity.people.cards,
        administratorsOf: async (read, provider) => {
          const scope = `provider:${provider}`;
          const members = (await identity.people.membersOfScopes(read, 'provider', [scope])).get(scope) ?? [];
          const cards = await identity.people.cards(
            read,
            members.map(({ id }) => id),
          );
          return [...cards.values()];
        },
      },
      openOrders: (read, offerIds) => ordering.openOrders(read, offerIds),
      ordersOfOms: (read, omsId) => ordering.ordersOfOms(read, omsId),
    },
  });
  const ordering = orderingModule({
    kernel,
    ports: orderingPorts({
      identity,
      registry,
      catalogue,
      agreements: { of: (read, orderId) => agreements.queries.standingOf(read, orderId) },
    }),
    marketplace: {
      actorOfToken: identity.actorOfToken,
      people: { byUid: identity.people.byUid, providers: catalogue.providersBySlug },
    },
    moreWork: [(read, actor) => agreements.work(read, actor), pausedWebhookWork(kernel)],
    formSecret,
  });

  const agreements = agreementsModule({
    kernel,
    orders: ordering.dossiers,
    coordinators: async (read) =>
      (await identity.people.membersOfScopes(read, 'sla-coordinator', ['*'])).get('*')?.map(({ email }) => email) ?? [],
    sites: agreementSites(registry),
    accountOf: async (read, email) => {
      const person = await identity.people.byEmail(read, email);
      return person && (await identity.people.cards(read, [person.id])).get(person.id);
    },
  });
  kernel.mailTexts.addMoments([
    webhookPausedMoment,
    registrationWaitingMoment,
    ...Object.values(messagingAlertMoments),
  ]);
  kernel.addReactions([
    mailPausedWebhooks(kernel, identity.people),
    mailMessagingAlerts(kernel, identity.people, messaging.watch),
    mailWaitingRegistrations(kernel, identity.people, messaging.registrationById),
  ]);
  messaging.addTopics('ordering', ordering.topics);
  messaging.addTopics('agreements', agreements.topics);
  identity.addPersonalData(messaging.personalData);
  identity.addPersonalData(catalogue.personalData);
  identity.addPersonalData(ordering.personalData);
  identity.addPersonalData(agreements.personalData);
  await ordering.ensureGroup();

  const { tlsPort, TLS_CLIENT_PORT: certificatePort } = config;
  const { app, listenTls } = await buildHttp({
    logger: kernel.logger,
    metrics: kernel.metrics,
    authenticate: identity.authenticate,
    trustProxy: config.TRUST_PROXY,
    clientDnHeader: config.PROXY_CLIENT_DN_HEADER,
    publicUrl: config.publicUrl,
    traces: config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    tls: tlsPort === undefined && certificatePort === undefined ? undefined : certificateFor(config),
  });
  let stopping = false;
  const isStopping = () => stopping;
  for (const plugin of [
    pagesPlugin,
    healthRoutes(kernel, isStopping, { messages: messaging.ping }),
    liveRoutes(kernel, isStopping),
    adminRoutes(kernel),
    kernel.webhooks.routes,
    mailboxRoutes(kernel),
    mailTextRoutes(kernel, (actor) =>
      holds(actor, 'sla-coordinator') || holds(actor, 'administrator')
        ? allow
        : refuse('mail_texts_forbidden', 'Only coordinators and administrators change the words of mails'),
    ),
    identity.routes,
    messaging.routes,
    messaging.pages,
    registry.routes,
    catalogue.routes,
    ordering.routes,
    agreements.routes,
    demoHub(kernel),
    apiDocs,
    webUi(),
  ]) {
    await app.register(plugin);
  }
  await app.ready();

  return {
    kernel,
    modules: { identity, messaging, registry, catalogue, ordering, agreements },
    app,
    async start({ web, worker }) {
      await messaging.start({ push: worker });
      await kernel.jobs.start({ work: worker });
      if (worker) await kernel.relay.start();
      if (!web) return { url: '', tlsUrl: null, certificateUrl: null };
      await kernel.live.start();
      await app.listen({ port: config.PORT, host: config.HOST });
      await kernel.mailIn.listen();
      const listenAt = async (port: number | undefined, requestCert: boolean) =>
        port === undefined ? null : `https://localhost:${await listenTls(port, config.HOST, { requestCert })}`;
      const tlsUrl = await listenAt(tlsPort, certificatePort === undefined);
      return { url: config.publicUrl, tlsUrl, certificateUrl: await listenAt(certificatePort, true) };
    },
    async seedDemo(progress) {
      const { seedDemo } = await import('./demo/seed-demo.ts');
      await seedDemo(config, kernel.database, progress);
    },
    async close() {
      stopping = true;
      await app.close();
      await messaging.stop();
      await kernel.close();
    },
  };
}
