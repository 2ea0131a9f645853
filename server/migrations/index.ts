import type { MigrationSource } from '#kernel/database';
import { kernelTables } from './0001-kernel.ts';
import { identityTables } from './0002-identity.ts';
import { registryTables } from './0003-registry.ts';
import { catalogueTables } from './0004-catalogue.ts';
import { orderingTables } from './0005-ordering.ts';
import { agreementsTables } from './0006-agreements.ts';
import { undeliveredMails } from './0007-undelivered.ts';
import { auditAppendOnly } from './0008-audit-append-only.ts';
import { seenWork } from './0009-seen-work.ts';
import { deliveries } from './0010-deliveries.ts';
import { orderSystems } from './0011-oms.ts';
import { jira } from './0012-jira.ts';
import { deskRooms } from './0013-desk.ts';
import { agreementResults } from './0014-agreement-results.ts';
import { statistics } from './0015-statistics.ts';
import { webhooks } from './0016-webhooks.ts';
import { bundles } from './0017-bundles.ts';
import { procedures } from './0018-procedures.ts';
import { mailIn } from './0019-mail-in.ts';
import { marketplacePages } from './0020-marketplace-pages.ts';
import { foreignMarketplaces } from './0021-foreign-marketplaces.ts';
import { jiraWebhooks } from './0022-jira-webhooks.ts';
import { offers } from './0023-offers.ts';
import { jiraImport } from './0024-jira-import.ts';
import { mailTexts } from './0025-mail-texts.ts';
import { agreementKinds } from './0026-agreement-kinds.ts';
import { figures } from './0027-figures.ts';
import { deskFollowUps } from './0028-desk-follow-ups.ts';
import { messaging } from './0029-messaging.ts';
import { deskRest } from './0030-desk-rest.ts';
import { moreFigures } from './0031-more-figures.ts';
import { questionOrders } from './0032-question-orders.ts';
import { countedLists } from './0033-counted-lists.ts';
import { push } from './0034-push.ts';
import { messagingWatch } from './0035-messaging-watch.ts';
import { messagingScreens } from './0037-messaging-screens.ts';
import { announcements } from './0038-announcements.ts';
import { messagingSchemas } from './0039-messaging-schemas.ts';
import { followedTickets } from './0043-followed-tickets.ts';
import { askedLevels } from './0044-asked-levels.ts';
import { orderWords } from './0045-order-words.ts';
import { packedMessages } from './0047-packed-messages.ts';
import { readyOrders } from './0046-ready-orders.ts';

/** Every migration, forward only. A new one goes to the end; one that has landed is never changed. */
export const migrations: readonly MigrationSource[] = [
  kernelTables,
  identityTables,
  registryTables,
  catalogueTables,
  orderingTables,
  agreementsTables,
  undeliveredMails,
  auditAppendOnly,
  seenWork,
  deliveries,
  orderSystems,
  jira,
  deskRooms,
  agreementResults,
  statistics,
  webhooks,
  bundles,
  procedures,
  mailIn,
  marketplacePages,
  foreignMarketplaces,
  jiraWebhooks,
  offers,
  jiraImport,
  mailTexts,
  agreementKinds,
  figures,
  deskFollowUps,
  messaging,
  deskRest,
  moreFigures,
  questionOrders,
  countedLists,
  push,
  messagingWatch,
  messagingScreens,
  announcements,
  messagingSchemas,
  followedTickets,
  askedLevels,
  orderWords,
  readyOrders,
  packedMessages,
];
