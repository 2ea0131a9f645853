export { createDeliveries, type Channel, type Deliveries, type DeliveryRecord, type Target } from './deliveries.ts';
export { deliveryPage } from './delivery-log.ts';
