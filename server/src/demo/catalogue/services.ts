import { analysisServices } from './analysis.ts';
import { computeServices } from './compute.ts';
import { dataServices } from './data.ts';

/** Every service of the demo catalogue with its offers. */
export const demoServices = [...computeServices, ...dataServices, ...analysisServices];
