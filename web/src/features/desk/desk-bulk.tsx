import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { BulkInput } from '#contracts/ordering/order-input-schemas';
import type { OrderSummary } from '#contracts/ordering/order-schemas';
import type { ShifterGroup } from '#contracts/ordering/work-schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { confirm } from '../../app/confirm.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { toast } from '../../app/toasts.tsx';
import { Button } from '../../ui/button.tsx';
import type { BulkAction, BulkOutcome, Selection } from '../../ui/data-table/table-foot.tsx';
import '../../ui/form/form.css';
import { Notice } from '../../ui/small.tsx';

type Change = z.input<typeof BulkInput>['change'];
type Kind = 'assign' | 'tag';
interface Asked {
  readonly kind: Kind;
  readonly count: number;
  readonly settle: (change: Change | null) => void;
}

const mostAtOnce = 500;

export interface BulkGiven {
  readonly rows: readonly OrderSummary[];
  readonly query: Parameters<typeof call<typeof orderingEndpoints.listOrders>>[1]['query'];
  readonly groups: readonly ShifterGroup[];
  readonly onExport: (selection: Selection) => void;
}

function countOf(selection: Selection): number {
  return selection.all ? selection.count : selection.ids.length;
}

/** Numbers of the selected orders; "everything that matches" is asked for page by page. */
async function numbersOf(selection: Selection, query: BulkGiven['query']): Promise<readonly number[]> {
  if (!selection.all) return selection.ids.map(Number);
  const found: number[] = [];
  let after: string | null = null;
  do {
    const page: { items: readonly OrderSummary[]; next: string | null } = await call(orderingEndpoints.listOrders, {
      query: { ...query, limit: 200, ...(after === null ? {} : { after }) },
    });
    found.push(...page.items.map(({ number }) => number));
    after = page.next;
  } while (after !== null);
  return found;
}

async function change(numbers: readonly number[], wanted: Change): Promise<BulkOutcome> {
  let done = 0;
  const failed: { id: string; reason: string }[] = [];
  for (let at = 0; at < numbers.length; at += mostAtOnce) {
    // One part after the other: each is one transaction on the server.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await call(orderingEndpoints.bulkUpdate, {
      body: { numbers: numbers.slice(at, at + mostAtOnce), change: wanted },
    });
    done += answer.changed;
    failed.push(...answer.refused.map(({ number, reason }) => ({ id: String(number), reason })));
  }
  return { done, failed };
}

/** What can be done with several orders at once, and the dialogs that ask for what is missing. */
export function useDeskBulk({ rows, query, groups, onExport }: BulkGiven) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked>();
  const refresh = () => client.invalidateQueries({ queryKey: ['ordering'] });

  const ask = (kind: Kind, selection: Selection) =>
    new Promise<Change | null>((settle) => {
      setAsked({ kind, count: countOf(selection), settle });
    });
  const apply = async (selection: Selection, wanted: Change, { say, undo }: { say: string; undo?: boolean }) => {
    const numbers = await numbersOf(selection, query);
    const before = rows.filter(({ number }) => numbers.includes(number));
    const outcome = await change(numbers, wanted).catch((error: unknown): BulkOutcome => {
      const reason = error instanceof ApiError ? error.detail : t('It did not work. Try again.');
      return { done: 0, failed: numbers.map((number) => ({ id: String(number), reason })) };
    });
    await refresh();
    if (outcome.done > 0)
      toast({
        text: say.replace('{what}', t({ one: '1 order', other: '{n} orders' }, { n: outcome.done })),
        ...(undo && before.length === numbers.length ? { undo: () => putBack(before).then(refresh) } : {}),
      });
    return outcome;
  };

  const markAsSpam = async (selection: Selection) => {
    let outcome: BulkOutcome | undefined;
    const orders = t({ one: '1 order', other: '{n} orders' }, { n: countOf(selection) });
    await confirm({
      title: t('Mark {orders} as spam?', { orders }),
      body: t(
        'What is not decided yet is rejected. Its customer gets no mail; the page of the order says that it was not accepted.',
      ),
      verb: t('Mark {orders} as spam', { orders }),
      keep: t('Keep them'),
      danger: true,
      run: async () => {
        outcome = await apply(selection, { spam: 'yes' }, { say: t('{what} marked as spam') });
      },
    });
    return outcome;
  };

  const actions: readonly BulkAction[] = [
    {
      id: 'assign',
      label: t('Assign'),
      keys: 'a',
      run: async (selection) => {
        const wanted = await ask('assign', selection);
        return wanted === null ? undefined : apply(selection, wanted, { say: t('{what} assigned'), undo: true });
      },
    },
    {
      id: 'tag',
      label: t('Tag'),
      keys: 'l',
      run: async (selection) => {
        const wanted = await ask('tag', selection);
        return wanted === null ? undefined : apply(selection, wanted, { say: t('{what} tagged') });
      },
    },
    {
      id: 'spam',
      label: t('Mark as spam'),
      run: (selection) => markAsSpam(selection),
    },
    ...(rows.some(({ spam }) => spam !== 'no')
      ? [
          {
            id: 'not-spam',
            label: t('Not spam'),
            run: (selection: Selection) => apply(selection, { spam: 'no' }, { say: t('{what} released to the desk') }),
          },
        ]
      : []),
    { id: 'export', label: t('Export'), run: onExport },
  ];
  const answer = (wanted: Change | null) => {
    asked?.settle(wanted);
    setAsked(undefined);
  };
  const dialog = asked && (
    <BulkDialog key={asked.kind} kind={asked.kind} count={asked.count} groups={groups} onAnswer={answer} />
  );
  return { actions, dialog };
}

/** Gives each order back to whom it was assigned before. */
async function putBack(before: readonly OrderSummary[]): Promise<void> {
  const parts = new Map<string, { numbers: number[]; change: Change }>();
  for (const order of before) {
    const back: Change = { assignee: order.assignee?.id ?? null };
    const key = JSON.stringify(back);
    const part = parts.get(key) ?? { numbers: [], change: back };
    part.numbers.push(order.number);
    parts.set(key, part);
  }
  await Promise.all([...parts.values()].map((part) => change(part.numbers, part.change)));
}

interface BulkDialogProps {
  readonly kind: Kind;
  readonly count: number;
  readonly groups: readonly ShifterGroup[];
  readonly onAnswer: (change: Change | null) => void;
}

function BulkDialog({ kind, count, groups, onAnswer }: BulkDialogProps) {
  const [value, setValue] = useState(kind === 'assign' ? 'me' : '');
  const [failure, setFailure] = useState<string>();
  const orders = t({ one: '1 order', other: '{n} orders' }, { n: count });
  const title = kind === 'assign' ? t('Assign {orders}', { orders }) : t('Tag {orders}', { orders });
  const send = () => {
    if (kind === 'assign') {
      onAnswer({ assignee: value === '' ? null : value });
      return;
    }
    const tags = value
      .split(/[\s,]+/)
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    if (tags.length === 0) setFailure(t('Type a tag.'));
    else onAnswer({ addTags: tags });
  };
  return (
    <Dialog label={title} onClose={() => onAnswer(null)}>
      <form
        className="pt-dialog-body"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <h2 className="pt-h1">{title}</h2>
        {kind === 'assign' ? (
          <label className="pt-field">
            <span className="pt-field-label">{t('To')}</span>
            <select className="pt-input" value={value} onChange={(event) => setValue(event.target.value)}>
              <option value="me">{t('Me')}</option>
              <option value="">{t('Nobody')}</option>
              {groups.map((group) => (
                <optgroup key={group.id} label={group.name}>
                  {group.members.map((member) => (
                    <option key={member.id} value={member.id}>
                      {member.name}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
          </label>
        ) : (
          <label className="pt-field">
            <span className="pt-field-label">{t('Tags')}</span>
            <span className="pt-field-hint">
              {t('Several with spaces between. They are added to what stands there.')}
            </span>
            <input
              className="pt-input"
              value={value}
              maxLength={400}
              onChange={(event) => setValue(event.target.value)}
            />
          </label>
        )}
        {failure && <Notice tone="red">{failure}</Notice>}
        <p className="pt-muted">{t('Nobody gets a mail.')}</p>
        <div className="pt-dialog-foot">
          <Button onClick={() => onAnswer(null)}>{t('Cancel')}</Button>
          <Button type="submit" look="primary">
            {title}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
