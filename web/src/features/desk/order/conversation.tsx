import { useQueries, useQueryClient } from '@tanstack/react-query';

import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { AttachedFile } from '#contracts/ordering/message-schemas';

import { call } from '../../../api/call.ts';
import { keyOf, queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { ComposeBox } from '../../../ui/record/compose-box.tsx';
import type { Draft, Scope } from '../../../ui/record/compose-box.tsx';
import { Timeline } from '../../../ui/record/timeline.tsx';
import { useAllLines } from '../../bundles/all-lines.tsx';
import { fileHref, uploadTo } from '../../line/order-files.ts';
import { useReplies } from '../replies/use-replies.ts';
import type { OrderWork } from './use-order-work.ts';

const scopes = ['public', 'internal'] as const;

function draftIn(content: unknown): Draft | undefined {
  if (typeof content !== 'object' || content === null || !('text' in content) || typeof content.text !== 'string')
    return undefined;
  const files = z.array(AttachedFile).safeParse('files' in content ? content.files : []);
  return { text: content.text, option: 'option' in content && content.option === true, files: files.data ?? [] };
}

function useDrafts(number: number) {
  const client = useQueryClient();
  const keyFor = (scope: Scope) => `order:${number}:${scope}`;
  const kept = useQueries({
    queries: scopes.map((scope) => queryOf(orderingEndpoints.readDraft, { params: { key: keyFor(scope) } })),
  });
  const drafts = Object.fromEntries(
    scopes.flatMap((scope, index) => {
      const draft = draftIn(kept[index]?.data?.content);
      return draft ? [[scope, draft]] : [];
    }),
  ) as Partial<Record<Scope, Draft>>;
  const keep = (scope: Scope, draft: Draft | null) => {
    const key = keyFor(scope);
    client.setQueryData(keyOf(orderingEndpoints.readDraft, { params: { key } }), {
      key,
      content: draft,
      savedAt: null,
    });
    // Text stays in the box whatever becomes of the draft, so a failure here is not worth a word.
    void call(orderingEndpoints.keepDraft, { params: { key }, body: { content: draft } }).catch(() => undefined);
  };
  return { drafts, keep, isReady: kept.every(({ isPending }) => !isPending) };
}

export interface ConversationProps {
  readonly work: OrderWork;
  readonly mayWrite: boolean;
  /** A scope to open at once, and whether the customer is asked; `count` tells one request from the next. */
  readonly opened: { readonly scope: Scope; readonly wait: boolean; readonly count: number } | null;
}

/** The timeline with its two boxes. What is begun and not sent is kept on the server. */
export function Conversation({ work, mayWrite, opened }: ConversationProps) {
  const { order } = work;
  const { drafts, keep, isReady } = useDrafts(order.number);
  const replies = useReplies(order.number);
  const desk = order.desk;
  const canAsk = order.actions.some(({ action, refusal }) => action === 'ask' && refusal === null);

  const all = useAllLines(order, canAsk ? 'ask' : undefined);

  const send = async (scope: Scope, { text, option, files }: Draft) => {
    const ids = files.map(({ id }) => id);
    if (scope === 'public' && option && canAsk) {
      await work.transition({ action: 'ask', message: text, files: ids, ...all.given });
      return;
    }
    await call(orderingEndpoints.writeMessage, {
      params: { number: order.number },
      body: { body: text, scope, sharedWithProviders: scope === 'internal' && option, files: ids },
    });
    await work.reload();
  };
  const shown = opened?.wait
    ? { ...drafts, public: { text: drafts.public?.text ?? '', files: drafts.public?.files ?? [], option: true } }
    : drafts;

  const compose = desk && mayWrite && isReady && (
    <ComposeBox
      key={opened?.count ?? 0}
      publicReaders={desk.publicReaders}
      internalReaders={t(
        {
          one: 'Seen by 1 person of {group}. Never sent to the customer.',
          other: 'Seen by {n} people of {group}. Never sent to the customer.',
        },
        { n: desk.group.people, group: desk.group.name },
      )}
      {...(canAsk ? { publicOption: t('Wait for an answer, clocks pause'), publicMore: all.field } : {})}
      {...(desk.shares.length > 0 ? { internalOption: t('Show to providers of this order') } : {})}
      drafts={shown}
      upload={uploadTo(order.number)}
      onDraft={keep}
      onSend={send}
      replies={{ public: replies(['message', 'ask']), internal: replies(['note']) }}
      internalTexts={order.timeline.filter(({ scope }) => scope === 'internal').map(({ text }) => text)}
      {...(opened ? { opened: opened.scope } : {})}
    />
  );
  return <Timeline entries={order.timeline} fileHref={fileHref(order.number)} compose={compose} />;
}
