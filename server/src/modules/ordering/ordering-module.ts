import type { RoutingRule } from '#contracts/ordering/desk-schemas';
import type { ShifterGroupInput } from '#contracts/ordering/work-schemas';
import type { ActorOfToken } from '#identity';
import type { Kernel } from '#kernel/assemble';
import type { Actor } from '#kernel/access';
import type { Plugin } from '#kernel/http';
import { approvalPage } from './approval/approval-page.ts';
import { calendarRoutes } from './calendar/calendar-routes.ts';
import { followCalendar } from './calendar/follow-calendar.ts';
import { clockMails, warnOfClocks } from './calendar/warn-of-clocks.ts';
import { askLevels } from './levels/ask-levels.ts';
import { approvalWork } from './levels/asked-approvals.ts';
import { levelMails } from './levels/level-mails.ts';
import { levelRoutes } from './levels/level-routes.ts';
import { linkRoutes } from './links/link-routes.ts';
import { bundleOrderRoutes } from './bundles/bundle-order-routes.ts';
import { closeEndedOrders } from './orders/close-ended.ts';
import { digestJob } from './digest/digest-job.ts';
import { exchangeJob, exchangeReaction, forgetExchangesJob } from './foreign-marketplaces/exchange.ts';
import { foreignMarketplaceRoutes } from './foreign-marketplaces/marketplace-routes.ts';
import { noteWhatToTell } from './foreign-marketplaces/note-what-to-tell.ts';
import { triggerReceiver } from './foreign-marketplaces/trigger-receiver.ts';
import { finishChange } from './orders/finish-change.ts';
import { newOrderMail } from './desk/new-order-mail.ts';
import { jiraAdminRoutes } from './compat/jira/jira-admin-routes.ts';
import { jiraWebhookIn } from './compat/jira/webhook-in-routes.ts';
import { jiraSurface } from './compat/jira/jira-surface.ts';
import { addJiraWebhookChannel, tellJiraWebhooks } from './compat/jira/tell-webhooks.ts';
import { touchOrders } from './orders/touch-orders.ts';
import { noteUndelivered } from './orders/note-undelivered.ts';
import { orderingMoments } from './mail-moments.ts';
import { orderMailReceiver } from './mail-in/receive-mail.ts';
import { replyAddresses } from './mail-in/reply-addresses.ts';
import { importOrders, readSourceLines } from './imports/import-orders.ts';
import { importJira } from './compat/jira/import/import-jira.ts';
import { orderDossiers } from './orders/order-dossier.ts';
import { eventFeed } from './order-systems/event-feed.ts';
import { followOffers } from './order-systems/follow-offers.ts';
import type { ForeignPeople } from './compat/marketplace/foreign-users.ts';
import { orderingApi } from './compat/marketplace/ordering-api.ts';
import { projectMessageMails } from './projects/project-message-mails.ts';
import { orderMails } from './orders/order-mails.ts';
import { orderRoutes } from './orders/order-routes.ts';
import { deskCalendar, maillessSources, type OrderingContext } from './ordering-context.ts';
import { ordersOfOms } from './order-systems/orders-of-oms.ts';
import { openOrders } from './orders/open-orders.ts';
import { placeOrder } from './orders/place-order.ts';
import type { OrderingPorts } from './ports.ts';
import { ownProjectNamed } from './projects/own-project.ts';
import { procedureMails } from './procedures/procedure-mails.ts';
import { procedureRoutes } from './procedures/procedure-routes.ts';
import { procedureWork } from './procedures/procedure-work.ts';
import { runProceduresJob, runProceduresReaction } from './procedures/run-procedures.ts';
import { followApproval } from './procedures/start-procedure.ts';
import { questionMails } from './questions/question-mails.ts';
import { questionRoutes } from './questions/question-routes.ts';
import { projectDeskMail } from './projects/project-desk-mail.ts';
import { projectPageRoutes } from './projects/project-page-routes.ts';
import { projectRoutes } from './projects/project-routes.ts';
import { ratingMailJob } from './ratings/rating-mail-job.ts';
import { orderView } from './orders/order-view.ts';
import { replyTemplateRoutes } from './reply-templates/reply-template-routes.ts';
import { remindCustomers } from './orders/remind-customers.ts';
import { remindProviders } from './shares/remind-providers.ts';
import { shareMails } from './shares/share-mails.ts';
import { rotaRoutes } from './rota/rota-routes.ts';
import { routingRoutes } from './routing/routing-routes.ts';
import { routingRules, replaceRoutingRules } from './routing/sql-routing-store.ts';
import { shareRoutes } from './shares/share-routes.ts';
import { refreshFacts } from './statistics/refresh-facts.ts';
import { statisticsRoutes } from './statistics/statistics-routes.ts';
import { registerOrders } from './orders/register-orders.ts';
import { orderingPersonalData } from './personal-data.ts';
import { allGroups, upsertGroup } from './desk/sql-group-store.ts';
import { cancelDueOrders } from './compat/tmf/cancel-service-order.ts';
import { addHubChannel, tellHubs } from './compat/tmf/hub.ts';
import { tmfRoutes } from './compat/tmf/tmf-routes.ts';
import { orderTopics } from './topics/order-topics.ts';
import { orderWebhooks } from './webhooks/webhook-source.ts';
import type { MoreWork } from './desk/work-list.ts';

export interface OrderingDependencies {
  readonly kernel: Kernel;
  readonly ports: OrderingPorts;
  /** What waits for people in modules of higher rank. */
  readonly moreWork: readonly MoreWork[];
  /** Who stands behind a token, and people and providers in the words of the marketplace; for its APIs. */
  readonly marketplace: { readonly actorOfToken: ActorOfToken; readonly people: ForeignPeople };
  /** Key that signs links and the nonces of public forms. */
  readonly formSecret: string;
}

/** Projects, orders, shares and the desk that works them. */
export function orderingModule({ kernel, ports, moreWork, marketplace, formSecret }: OrderingDependencies) {
  const calendar = deskCalendar(kernel.config);
  const replies = replyAddresses({ domain: kernel.config.MAIL_IN_DOMAIN, secret: formSecret });
  const context: OrderingContext = { kernel, ports, calendar, replies };
  kernel.mailIn.receiveWith(orderMailReceiver(context));
  kernel.mailTexts.addMoments(orderingMoments, async (read) =>
    (await ports.offers.all(read)).map(({ ref, name, service }) => ({ id: ref, label: `${service.name}, ${name}` })),
  );
  const shares = { ...context, linkSecret: formSecret };
  kernel.addReactions([
    registerOrders(context),
    noteUndelivered(context),
    finishChange(context),
    ...orderMails(context),
    newOrderMail(context),
    followCalendar(context),
    clockMails(context),
    askLevels(context),
    ...levelMails(context),
    ...questionMails(context),
    projectDeskMail(context),
    ...shareMails(shares),
    tellHubs(context),
    ...followApproval(context),
    ...procedureMails(context),
    runProceduresReaction,
    projectMessageMails(context),
    eventFeed(context),
    followOffers(context),
    touchOrders(context),
    noteWhatToTell(context),
    exchangeReaction,
    tellJiraWebhooks(context),
  ]);
  addHubChannel(context);
  addJiraWebhookChannel(context);
  kernel.webhooks.addSource(orderWebhooks(context));
  kernel.addJobs([
    closeEndedOrders(context),
    cancelDueOrders(context),
    remindCustomers(context),
    digestJob(context),
    remindProviders(shares),
    warnOfClocks(context),
    runProceduresJob(shares),
    exchangeJob(context),
    forgetExchangesJob(context),
    refreshFacts(context),
    ratingMailJob({
      ...kernel,
      people: ports.people,
      publicUrl: kernel.config.publicUrl,
      maillessSources: maillessSources(kernel.config),
      calendar,
    }),
  ]);
  const projectParts = { ...kernel, publicUrl: kernel.config.publicUrl, people: ports.people };
  const routes: Plugin = async (app) => {
    await app.register(orderRoutes(context));
    await app.register(bundleOrderRoutes(context));
    await app.register(shareRoutes(shares, (actor, number) => orderView(context, actor, number)));
    await app.register(replyTemplateRoutes(context));
    await app.register(statisticsRoutes(context));
    await app.register(routingRoutes(context));
    await app.register(rotaRoutes(context));
    await app.register(calendarRoutes(context));
    await app.register(levelRoutes(context));
    await app.register(linkRoutes(context));
    await app.register(questionRoutes(context));
    await app.register(projectPageRoutes(context));
    await app.register(approvalPage(shares));
    await app.register(tmfRoutes(context));
    await app.register(procedureRoutes(shares));
    await app.register(
      projectRoutes(context, { more: [approvalWork, procedureWork(calendar), ...moreWork], formSecret }),
    );
    await app.register(orderingApi(context, marketplace));
    await app.register(jiraSurface(context));
    await app.register(foreignMarketplaceRoutes(context));
    await app.register(triggerReceiver(context));
    await app.register(jiraWebhookIn(context));
    await app.register(jiraAdminRoutes(context));
  };
  return {
    routes,
    dossiers: orderDossiers(context),
    placeOrder: placeOrder(context),
    openOrders,
    ordersOfOms,
    /** What the messaging service tells of orders. */
    topics: orderTopics(context),
    personalData: orderingPersonalData(projectParts),
    readSourceLines,
    importOrders: importOrders(context),
    importJira: importJira(context),
    /** The project that takes imported orders of somebody, made at the first import. */
    projectForImport: (customer: Actor) => ownProjectNamed(projectParts, customer, 'Imported orders'),
    /** Makes groups of shifters as they are given, without their members, with the rules that lead orders to them; for the demo. */
    seedGroups: (groups: readonly Omit<ShifterGroupInput, 'members' | 'leader'>[], rules: readonly RoutingRule[]) =>
      kernel.database.transact(async (tx) => {
        const now = kernel.clock.now();
        for (const group of groups) await upsertGroup(tx, { ...group, leaderId: null }, now);
        if ((await routingRules(tx)).length === 0) await replaceRoutingRules(tx, rules, now);
      }),
    /** Makes one group that takes every order, where there is none: without a group no order could arrive. */
    ensureGroup: () =>
      kernel.database.transact(async (tx) => {
        if (kernel.config.demo || (await allGroups(tx)).length > 0) return;
        const mail = /<([^>]+)>/.exec(kernel.config.MAIL_FROM)?.[1] ?? kernel.config.MAIL_FROM;
        await upsertGroup(
          tx,
          { id: 'order-desk', name: 'Order desk', mail, isDefault: true, leaderId: null },
          kernel.clock.now(),
        );
      }),
    context,
  };
}

export type OrderingModule = ReturnType<typeof orderingModule>;
