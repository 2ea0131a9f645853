import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { ProjectSummary } from '#contracts/ordering/project-schemas';

import { queryOf } from '../../api/query.ts';
import { useSession } from '../../app/session.tsx';

const setting = 'portolan.ordering-for';
const watchers = new Set<() => void>();

/** Keeps for which project somebody orders, in this browser; null forgets it. */
export function orderFor(project: number | null): void {
  if (project === null) localStorage.removeItem(setting);
  else localStorage.setItem(setting, String(project));
  for (const tell of watchers) tell();
}

function kept(): string | null {
  return localStorage.getItem(setting);
}

export interface OrderingFor {
  /** Projects in which I may order. */
  readonly projects: readonly ProjectSummary[];
  readonly chosen: ProjectSummary | undefined;
  readonly isLoading: boolean;
}

/** The project for which the next order is meant, of those in which I may order. */
export function useOrderingFor(): OrderingFor {
  const { person } = useSession();
  const number = useSyncExternalStore((tell) => {
    watchers.add(tell);
    return () => watchers.delete(tell);
  }, kept);
  const list = useQuery({
    ...queryOf(orderingEndpoints.listProjects, { query: { limit: 200 } }),
    enabled: person !== null,
  });
  const projects = (list.data?.items ?? []).filter(
    (project) => project.status === 'active' && project.right !== 'read',
  );
  return {
    projects,
    chosen: projects.find((project) => String(project.number) === number),
    isLoading: person !== null && list.isPending,
  };
}
