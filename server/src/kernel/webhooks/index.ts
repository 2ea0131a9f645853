export { createWebhooks, type Webhooks } from './webhooks.ts';
export type { WebhookSource } from './webhook.ts';
