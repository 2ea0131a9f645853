import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';

import type { AnyContract, Answer, Call, Contract } from '#contracts/contract';

import { call } from '../../api/call.ts';
import type { ApiError } from '../../api/problem.ts';
import { keyOf } from '../../api/query.ts';

interface Page<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
  readonly total: number | null;
}

/** Contracts whose answer is a keyset page. */
export type PageContract<Row> = Contract<z.ZodType | undefined, z.ZodType | undefined, undefined, z.ZodType<Page<Row>>>;

/** What one row of such a contract is. */
export type RowOf<C extends AnyContract> = Answer<C> extends Page<infer Row> ? Row : never;

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly total: number | null;
  readonly status: 'loading' | 'ready' | 'error';
  readonly error: ApiError | null;
  /** Asking again while rows stand. */
  readonly fetching: boolean;
  /** Changes when the rows on screen belong to another question. */
  readonly loadedFor: string;
  readonly retry: () => void;
  /** Brings the next page; null on the last one. */
  readonly more: (() => void) | null;
}

const noRows: readonly never[] = [];

/** Rows of a list endpoint, page by page: `useContractList(listOrders, { query: list.query })`. Rows on screen stay while new ones come. */
export function useContractList<C extends AnyContract & PageContract<unknown>>(
  contract: C,
  input: Call<C>,
  pageSize = 50,
): Rows<RowOf<C>> {
  type Row = RowOf<C>;
  const answer = useInfiniteQuery<Page<Row>, ApiError, readonly Page<Row>[], readonly unknown[], string | null>({
    queryKey: [...keyOf(contract, input), 'pages', pageSize],
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...input.query, limit: pageSize, ...(pageParam === null ? {} : { after: pageParam }) };
      return (await call(contract, { ...input, query }, { signal })) as Page<Row>;
    },
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    select: (data) => data.pages,
    placeholderData: keepPreviousData,
  });
  const pages = answer.data;
  const rows = useMemo(() => pages?.flatMap((page) => page.items) ?? noRows, [pages]);
  return {
    rows,
    total: pages?.[0]?.total ?? null,
    status: answer.isPending ? 'loading' : answer.isError && rows.length === 0 ? 'error' : 'ready',
    error: answer.error,
    fetching: answer.isFetching,
    loadedFor: `${answer.isPlaceholderData ? 'before ' : ''}${JSON.stringify(input)}`,
    retry: () => void answer.refetch(),
    more: answer.hasNextPage ? () => void answer.fetchNextPage() : null,
  };
}

/** Rows that are at hand already (a short list that came with its record, the gallery). */
export function givenRows<Row>(rows: readonly Row[]): Rows<Row> {
  return {
    rows,
    total: rows.length,
    status: 'ready',
    error: null,
    fetching: false,
    loadedFor: 'given',
    retry: () => undefined,
    more: null,
  };
}
