export { orderingModule, type OrderingDependencies, type OrderingModule } from './ordering-module.ts';
export type { OrderDossier } from './orders/order-dossier.ts';
export { deskCalendar, type OrderingContext } from './ordering-context.ts';
export type { AgreementStanding as AgreementStandingPort, OrderingPorts, Standing } from './ports.ts';
export type { MoreWork } from './desk/work-list.ts';
export type { OtherWork } from './desk/work-list-item.ts';
export type { ImportLine, ImportReport } from './imports/import-orders.ts';
export { agreementRefusal } from './shares/share-rollup.ts';
