import type { Kernel } from '#kernel/assemble';

/** How many orders somebody may place in an hour; a bundle is one. */
export const ordersPerHour = ({ config }: Pick<Kernel, 'config'>) => ({
  name: 'place-order',
  most: config.ORDERS_PER_HOUR,
  windowSeconds: 3600,
});
