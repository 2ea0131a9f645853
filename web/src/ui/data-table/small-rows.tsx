import type { ReactNode } from 'react';

import { formatNumber } from '../../app/messages.ts';
import { Link } from '../link.tsx';
import type { RowGroup } from './group-rows.ts';

/** A row of a narrow screen: title and clock above, state and turn below. */
export interface SmallRow {
  readonly title: ReactNode;
  readonly clock?: ReactNode;
  readonly state?: ReactNode;
  readonly turn?: ReactNode;
}

interface SmallRowsProps {
  readonly groups: readonly {
    readonly group: RowGroup | null;
    readonly rows: readonly (SmallRow & { readonly id: string; readonly href: string })[];
  }[];
}

/** The list below 640 pixels. */
export function SmallRows({ groups }: SmallRowsProps) {
  return (
    <ul className="pt-small-rows">
      {groups.flatMap(({ group, rows }) => [
        ...(group === null
          ? []
          : [
              <li key={`group-${group.id}`} className="pt-small-group">
                <span className={group.tone ? `pt-fg-${group.tone}` : undefined}>{group.label}</span>
                <span className="pt-muted">{formatNumber(group.count ?? rows.length)}</span>
              </li>,
            ]),
        ...rows.map((row) => (
          <li key={row.id}>
            <Link href={row.href} className="pt-small-row">
              <span className="pt-row-title pt-truncate">{row.title}</span>
              <span>{row.clock}</span>
              <span>{row.state}</span>
              <span className="pt-second">{row.turn}</span>
            </Link>
          </li>
        )),
      ])}
    </ul>
  );
}
