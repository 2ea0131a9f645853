export { agreementsModule, type AgreementsModule } from './agreements-module.ts';
export type { Sites } from './dependencies.ts';
export type { OrderDossier, Orders } from './order-dossier.ts';
export type { MonthlyResults, SiteMonth } from './results/monthly-results.ts';
export type { Standing } from './versions/standing-view.ts';
