import type { Feature } from './feature.ts';
import { agreements } from '../features/agreements/index.ts';
import { admin } from '../features/admin/index.ts';
import { desk } from '../features/desk/index.ts';
import { home } from '../features/home/index.ts';

/** Every feature of the product, listed by hand. A feature is a folder of `web/src/features` that exports its routes. */
export const features: readonly Feature[] = [home, desk, admin, agreements];
