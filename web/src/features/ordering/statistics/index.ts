import { z } from 'zod';

import { statisticsSplits, statisticsUnits } from '#contracts/ordering/statistics';

import { defineRoute } from '../../../app/feature.ts';
import type { Feature } from '../../../app/feature.ts';
import { ranges } from './range.ts';

/** Figures of the desk: `/statistics?range=12m&split=service`, or `?from=2026-01-01&to=2026-03-31`. */
export const statistics = defineRoute({
  path: '/statistics',
  title: 'Statistics',
  search: z.object({
    range: z.enum(ranges).optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    by: z.enum(statisticsUnits).optional(),
    split: z.enum(statisticsSplits).default('class'),
  }),
  load: () => import('./statistics-page.tsx').then((module) => module.StatisticsPage),
});

export const statisticsFeature: Feature = { id: 'statistics', routes: [statistics] };
