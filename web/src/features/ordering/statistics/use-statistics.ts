import { keepPreviousData, useQuery } from '@tanstack/react-query';

import { statisticsEndpoints, type Statistics, type StatisticsQuery } from '#contracts/ordering/statistics';

import { call } from '../../../api/call.ts';
import type { ApiError } from '../../../api/problem.ts';

/** What the page asks for; the same for each file of a chart. */
export type Asked = Required<{ [Key in keyof StatisticsQuery]: NonNullable<StatisticsQuery[Key]> }>;

/** The figures. They read every order of the range, so that events of single orders do not ask for them again. */
export function useStatistics(asked: Asked) {
  return useQuery<Statistics, ApiError>({
    queryKey: ['statistics', asked],
    queryFn: ({ signal }) => call(statisticsEndpoints.readStatistics, { query: asked }, { signal }),
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
}
