import type { ReactNode } from 'react';

import { Link } from '../link.tsx';

/** A row of a narrow screen: title and clock above, state and turn below. */
export interface SmallRow {
  readonly title: ReactNode;
  readonly clock?: ReactNode;
  readonly state?: ReactNode;
  readonly turn?: ReactNode;
}

interface SmallRowsProps {
  readonly groups: readonly {
    readonly label: string | undefined;
    readonly rows: readonly (SmallRow & { readonly id: string; readonly href: string })[];
  }[];
}

/** The list below 640 pixels. */
export function SmallRows({ groups }: SmallRowsProps) {
  return (
    <ul className="pt-small-rows">
      {groups.flatMap(({ label, rows }) => [
        ...(label === undefined
          ? []
          : [
              <li key={`group-${label}`} className="pt-small-group">
                {label}
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
