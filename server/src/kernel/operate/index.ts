export { adminRoutes } from './admin-routes.ts';
export { apiDocs } from './api-docs.ts';
export { healthRoutes } from './health-routes.ts';
export { liveRoutes } from './live-routes.ts';
export { mailboxRoutes } from './mailbox-routes.ts';
export { isWebBuilt, webUi } from './web-ui.ts';
