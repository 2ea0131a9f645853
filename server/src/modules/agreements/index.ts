export { agreementsModule, type AgreementsModule } from './agreements-module.ts';
export type { AvailabilityOf, MonthResult, OrderDossier, Orders } from './order-dossier.ts';
export type { Standing } from './versions/standing-view.ts';
