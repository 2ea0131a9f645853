import { IconPlus } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { FailurePage } from '../../app/failure.tsx';
import { Button } from '../../ui/button.tsx';
import { Bones } from '../../ui/page/bones.tsx';
import { EmptyState } from '../../ui/small.tsx';

export interface ListTabProps<Item> {
  readonly found: Pick<UseQueryResult<{ readonly items: readonly Item[] }>, 'data' | 'error' | 'refetch'>;
  /** How one more is made, and what the list is, said beside the button; absent where nothing is made here. */
  readonly make?: {
    readonly label: string;
    readonly about: string;
    readonly refusal?: string | null;
    readonly onClick: () => void;
  };
  /** What is said where there is none yet. */
  readonly empty: { readonly title: string; readonly text: string };
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A tab that lists one kind of thing: the button that makes one, and the list, or words that say what would be here. */
export function ListTab<Item>({ found, make, empty, children }: ListTabProps<Item>) {
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Bones rows={6} />;
  const { items } = found.data;
  const button = make && (
    <Button look="primary" icon={IconPlus} refusal={make.refusal ?? null} onClick={make.onClick}>
      {make.label}
    </Button>
  );
  if (items.length === 0)
    return (
      <EmptyState title={empty.title} action={button}>
        {empty.text}
      </EmptyState>
    );
  return (
    <>
      {make && (
        <div className="pt-ams-bar">
          <p className="pt-muted pt-reading">{make.about}</p>
          {button}
        </div>
      )}
      {children(items)}
    </>
  );
}
