import { bundleOrderEndpoints } from './bundle-orders.ts';
import { deskEndpoints } from './desk-endpoints.ts';
import { orderEndpoints } from './order-endpoints.ts';
import { orderListEndpoints } from './order-list.ts';
import { projectEndpoints } from './project-endpoints.ts';
import { projectPageEndpoints } from './project-pages.ts';
import { questionEndpoints } from './questions.ts';
import { shareEndpoints } from './share-endpoints.ts';
import { workEndpoints } from './work-endpoints.ts';

/** Projects, orders, shares and the desk. */
export const orderingEndpoints = {
  ...deskEndpoints,
  ...projectEndpoints,
  ...orderEndpoints,
  ...orderListEndpoints,
  ...shareEndpoints,
  ...workEndpoints,
  ...bundleOrderEndpoints,
  ...questionEndpoints,
  ...projectPageEndpoints,
};
