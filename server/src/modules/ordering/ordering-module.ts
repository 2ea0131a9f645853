import type { ShifterGroupInput } from '#contracts/ordering/schemas';
import type { Kernel } from '#kernel/assemble';
import type { Actor } from '#kernel/access';
import type { Plugin } from '#kernel/http';
import { approvalPage } from './approval/approval-page.ts';
import { closeEndedOrders } from './orders/close-ended.ts';
import { finishChange } from './orders/finish-change.ts';
import { noteUndelivered } from './orders/note-undelivered.ts';
import { importOrders, readSourceLines } from './imports/import-orders.ts';
import { projectForImport } from './imports/project-for-import.ts';
import { orderDossiers } from './orders/order-dossier.ts';
import { orderMails } from './orders/order-mails.ts';
import { orderRoutes } from './orders/order-routes.ts';
import { deskCalendar, type OrderingContext } from './ordering-context.ts';
import { placeOrder } from './orders/place-order.ts';
import type { OrderingPorts } from './ports.ts';
import { questionMails } from './questions/question-mails.ts';
import { questionRoutes } from './questions/question-routes.ts';
import { projectDeskMail } from './projects/project-desk-mail.ts';
import { projectPageRoutes } from './projects/project-page-routes.ts';
import { projectRoutes } from './projects/project-routes.ts';
import { ratingMailJob } from './ratings/rating-mail-job.ts';
import { orderView } from './orders/order-view.ts';
import { remindProviders } from './shares/remind-providers.ts';
import { shareMails } from './shares/share-mails.ts';
import { shareRoutes } from './shares/share-routes.ts';
import { statisticsRoutes } from './statistics/statistics-routes.ts';
import { registerOrders } from './orders/register-orders.ts';
import { orderingPersonalData } from './personal-data.ts';
import { allGroups, upsertGroup } from './desk/sql-group-store.ts';
import type { MoreWork } from './desk/work-list.ts';

export interface OrderingDependencies {
  readonly kernel: Kernel;
  readonly ports: OrderingPorts;
  /** What waits for people in modules of higher rank. */
  readonly moreWork: readonly MoreWork[];
  /** Key that signs links and the nonces of public forms. */
  readonly formSecret: string;
}

/** Projects, orders, shares and the desk that works them. */
export function orderingModule({ kernel, ports, moreWork, formSecret }: OrderingDependencies) {
  const calendar = deskCalendar(kernel.config);
  const context: OrderingContext = { kernel, ports, calendar };
  const shares = { ...context, linkSecret: formSecret };
  kernel.addReactions([
    registerOrders(context),
    noteUndelivered(context),
    finishChange(context),
    ...orderMails(context),
    ...questionMails(context),
    projectDeskMail(context),
    ...shareMails(shares),
  ]);
  kernel.addJobs([
    closeEndedOrders(context),
    remindProviders(shares),
    ratingMailJob({ ...kernel, people: ports.people, publicUrl: kernel.config.publicUrl, calendar }),
  ]);
  const projectParts = { ...kernel, publicUrl: kernel.config.publicUrl, people: ports.people };
  const routes: Plugin = async (app) => {
    await app.register(orderRoutes(context));
    await app.register(shareRoutes(shares, (actor, number) => orderView(context, actor, number)));
    await app.register(statisticsRoutes(context));
    await app.register(questionRoutes(context));
    await app.register(projectPageRoutes(context));
    await app.register(approvalPage(shares));
    await app.register(projectRoutes(context, { more: moreWork, formSecret }));
  };
  return {
    routes,
    dossiers: orderDossiers(context),
    placeOrder: placeOrder(context),
    personalData: orderingPersonalData(projectParts),
    readSourceLines,
    importOrders: importOrders(context),
    /** The project that takes imported orders of somebody, made at the first import. */
    projectForImport: (customer: Actor) => projectForImport(projectParts, customer),
    /** Makes groups of shifters as they are given, without their members; for the demo and the first start. */
    seedGroups: (groups: readonly Omit<ShifterGroupInput, 'members'>[]) =>
      kernel.database.transact(async (tx) => {
        for (const group of groups) await upsertGroup(tx, group, kernel.clock.now());
      }),
    /** Makes one group that takes every order, where there is none: without a group no order could arrive. */
    ensureGroup: () =>
      kernel.database.transact(async (tx) => {
        if (kernel.config.demo || (await allGroups(tx)).length > 0) return;
        const mail = /<([^>]+)>/.exec(kernel.config.MAIL_FROM)?.[1] ?? kernel.config.MAIL_FROM;
        await upsertGroup(
          tx,
          { id: 'order-desk', name: 'Order desk', mail, categories: [], isDefault: true },
          kernel.clock.now(),
        );
      }),
    context,
  };
}

export type OrderingModule = ReturnType<typeof orderingModule>;
