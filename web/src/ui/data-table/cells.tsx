import type { ReactNode } from 'react';

export interface TwoLineProps {
  readonly first: ReactNode;
  readonly second?: ReactNode;
  /** Row title weight for the first line. */
  readonly strong?: boolean;
  /** Beside the first line: new messages, `+2`. */
  readonly mark?: ReactNode;
  readonly align?: 'left' | 'right';
}

function titleOf(content: ReactNode): string | undefined {
  return typeof content === 'string' ? content : undefined;
}

/** A pair that belongs together in one cell: service and offer, customer and project. Long words are cut with a title. */
export function TwoLine({ first, second, strong = false, mark, align = 'left' }: TwoLineProps) {
  return (
    <span className="pt-two-line" data-align={align}>
      <span className="pt-two-first">
        <span className={strong ? 'pt-truncate pt-row-title' : 'pt-truncate'} title={titleOf(first)}>
          {first}
        </span>
        {mark}
      </span>
      {second !== undefined && (
        <span className="pt-second pt-truncate" title={titleOf(second)}>
          {second}
        </span>
      )}
    </span>
  );
}
