import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { bundleEndpoints } from '#contracts/catalogue/bundles';
import type { Bundle } from '#contracts/catalogue/bundles';
import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam, useRouteSearch, useTitle } from '../../app/route-hooks.ts';
import { PageBones } from '../../ui/page/bones.tsx';
import { now } from '../../ui/time/now.ts';
import { useOrderingFor } from '../marketplace/ordering-for.ts';
import { leftBehind } from '../wizard/use-draft.ts';
import { bundleAnswersIn, noBundleAnswers, repeatedAnswers } from './bundle-answers.ts';
import { BundleForm } from './bundle-form.tsx';
import { bundleRoute } from './index.ts';

/** Orders a bundle: what is wanted of each of its offers, on one page. */
export function BundlePage() {
  const params = { slug: useRouteParam('slug'), iid: Number(useRouteParam('iid')) };
  const bundle = useQuery({
    ...queryOf(bundleEndpoints.readBundle, { params }),
    // The offers must not change under somebody's hands.
    refetchOnMount: false,
  });
  useTitle(bundle.data ? t('Order {service}', { service: bundle.data.name }) : null);
  if (bundle.isError) return <FailurePage error={bundle.error} onRetry={() => void bundle.refetch()} />;
  if (!bundle.data) return <PageBones />;
  return <Begin key={bundle.data.ref} bundle={bundle.data} />;
}

/** Begins with an order that is repeated, else with what was left, else with nothing. */
function Begin({ bundle }: { bundle: Bundle }) {
  const { again } = useRouteSearch(bundleRoute);
  const key = `bundle:${bundle.ref}`;
  const [left] = useState(() => leftBehind(key));
  const kept = useQuery({
    ...queryOf(orderingEndpoints.readDraft, { params: { key } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const older = useOrderAgain(again);
  const { chosen, projects, isLoading } = useOrderingFor();
  if (kept.isPending || isLoading || older === 'asked') return <PageBones />;
  const project = chosen?.number ?? (projects.length === 1 ? (projects[0]?.number ?? null) : null);
  const draft = bundleAnswersIn(left ?? kept.data?.content);
  const first = older ? repeatedAnswers(bundle, older) : (draft ?? { ...noBundleAnswers, since: now() });
  return (
    <BundleForm
      bundle={bundle}
      draftKey={key}
      first={{ ...first, project: first.project ?? project }}
      isResumed={!older && draft !== undefined && Object.keys(draft.lines).length > 0}
    />
  );
}

/** All lines of the order that is repeated, from the place of its first one; `asked` while they are on their way. */
function useOrderAgain(again: string | undefined) {
  const [project = '0', iid = '0'] = (again ?? '').split('/');
  const root = useQuery({
    ...queryOf(orderingEndpoints.readLine, { params: { number: Number(project), iid: Number(iid) } }),
    enabled: again !== undefined,
  });
  const numbers = (root.data?.bundle?.lines ?? []).map(({ number }) => number);
  const lines = useQueries({
    queries: numbers.map((number) => queryOf(orderingEndpoints.readOrder, { params: { number } })),
  });
  if (again === undefined || root.isError) return undefined;
  if (root.isPending || lines.some(({ isPending }) => isPending)) return 'asked' as const;
  return lines.flatMap(({ data }) => data ?? []);
}
