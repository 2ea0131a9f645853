export { catalogueModule, type CatalogueModule } from './catalogue-module.ts';
export { catalogueLabels } from './mail-labels.ts';
export type { CatalogueQueries } from './catalogue-queries.ts';
export type { ImportReport } from './import-offers.ts';
export type { OfferCard } from './offer.ts';
export type { BundleCard } from './bundles/bundle.ts';
export {
  ForeignError,
  foreignRoute,
  notAllowed,
  notThere,
  pathId,
  readBody,
  readLimit,
  readPaging,
  speakMarketplace,
} from './compat/marketplace/foreign-face.ts';
export type { OmsRecord } from './omses/oms.ts';
