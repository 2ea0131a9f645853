export { orderingModule, type OrderingDependencies, type OrderingModule } from './ordering-module.ts';
export type { OrderDossier } from './order-dossier.ts';
export type { OrderingContext } from './ordering-context.ts';
export type { AgreementStanding as AgreementStandingPort, OrderingPorts, Standing } from './ports.ts';
export type { MoreWork } from './work-list.ts';
export type { OtherWork } from './work-list-item.ts';
export type { ImportLine, ImportReport } from './import-orders.ts';
export { agreementRefusal } from './share-rollup.ts';
