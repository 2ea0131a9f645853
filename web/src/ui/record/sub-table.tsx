import type { ReactNode } from 'react';

import './record.css';

export interface SubTableProps {
  readonly label: string;
  /** `thead` and `tbody` as they are; `data-align="right"` on cells, `data-wide` on what a phone leaves out, `data-off` on rows that no longer count. */
  readonly children: ReactNode;
}

/** A small table inside a record; scrolls sideways by itself on a narrow screen. */
export function SubTable({ label, children }: SubTableProps) {
  return (
    <section
      className="pt-scroll-x"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by key
      tabIndex={0}
    >
      <table className="pt-sub-table">{children}</table>
    </section>
  );
}
