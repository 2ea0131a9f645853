import { customerTypologies } from '#contracts/ordering/project-schemas';
import type { LineSummary, ProjectInput, ProjectSummary } from '#contracts/ordering/project-schemas';

import { t } from '../../app/messages.ts';
import type { Option } from '../../ui/form/fields.tsx';

type Typology = ProjectInput['typology'];

export const typologyWords: Readonly<Record<Typology, string>> = {
  single_user: 'Single user',
  research: 'Research community',
  private_company: 'Private company',
  project: 'Project',
};

const typologyHints: Readonly<Record<Typology, string>> = {
  single_user: 'You alone, for your own work',
  research: 'Several people or institutes with one aim',
  private_company: 'A company, for its own purpose',
  project: 'A funded project with an owner',
};

/** Who orders, to choose from. */
export function typologyOptions(): Option[] {
  return customerTypologies.map((value) => ({ value, label: t(typologyWords[value]), hint: t(typologyHints[value]) }));
}

const rightWords: Readonly<Record<ProjectSummary['right'], string>> = {
  owner: 'Owner',
  order: 'May order',
  read: 'May read',
};

/** What somebody may do in a project. */
export function rightWord(right: ProjectSummary['right']): string {
  return t(rightWords[right]);
}

const kindTitles: Readonly<Record<LineSummary['kind'], string>> = {
  order: 'Orders',
  open: 'Open services',
  external: 'At the provider',
};

/** A line of a bundle other than its first one. */
export function isFurtherLine({ bundle, number }: Pick<LineSummary, 'bundle' | 'number'>): boolean {
  return bundle !== null && bundle.root !== number;
}

/** Lines as they are shown: each bundle together, its first line before the others; the rest stays where it is. */
export function bundledLines(lines: readonly LineSummary[]): readonly LineSummary[] {
  const rootOf = ({ bundle, number }: LineSummary) => bundle?.root ?? number;
  const bundles = Map.groupBy(lines, rootOf);
  return [...bundles.values()].flatMap((together) => together.toSorted((a, b) => a.number - b.number));
}

/** The lines of a project by kind of access; kinds without a line are left out. */
export function linesByKind(
  lines: readonly LineSummary[],
): readonly { readonly kind: LineSummary['kind']; readonly title: string; readonly lines: readonly LineSummary[] }[] {
  return (['order', 'open', 'external'] as const)
    .map((kind) => ({ kind, title: t(kindTitles[kind]), lines: lines.filter((line) => line.kind === kind) }))
    .filter((group) => group.lines.length > 0);
}
