import { useInfiniteQuery } from '@tanstack/react-query';
import type { QueryKey } from '@tanstack/react-query';
import { IconRefresh } from '@tabler/icons-react';
import { useState } from 'react';
import type { z } from 'zod';

import type { DeliveryPage, DeliveryView } from '#contracts/kernel/deliveries';

import { ApiError } from '../../api/problem.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import '../../ui/marks/marks.css';
import './integrations.css';

export interface DeliveryLogProps {
  /** Key of the receiver: `keyOf(listWebhookCalls, { params })`. */
  readonly queryKey: QueryKey;
  /** One page of its calls. */
  readonly read: (after: string | undefined) => Promise<z.output<typeof DeliveryPage>>;
  /** Makes a call again; left out where that is not possible now, with `refusal` saying why. */
  readonly again: (id: string) => Promise<unknown>;
  readonly refusal?: string | null;
  /** What a call tells, in words; as the log has it without. */
  readonly wordsOf?: (about: string) => string;
}

const words = { waiting: 'Waits', delivered: 'Delivered', failed: 'Failed' } as const;
const tones = { waiting: 'pt-fg-amber', delivered: 'pt-fg-green', failed: 'pt-fg-red' } as const;

/** Calls to one receiver, newest first, each with what was sent and answered; looks again every few seconds. */
export function DeliveryLog({ queryKey, read, again, refusal = null, wordsOf = (about) => about }: DeliveryLogProps) {
  const [failure, setFailure] = useState<string>();
  const calls = useInfiniteQuery({
    queryKey: [...queryKey, 'log'],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: 5000,
  });
  const items = calls.data?.pages.flatMap((page) => page.items) ?? [];
  const repeat = (id: string) => {
    setFailure(undefined);
    void again(id)
      .then(() => calls.refetch())
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  return (
    <section aria-label={t('Calls')} className="pt-calls">
      <h3 className="pt-h2">{t('Calls of the last 30 days')}</h3>
      {failure !== undefined && <Notice tone="red">{failure}</Notice>}
      {calls.error && <Notice tone="red">{t('The log could not be read. It is tried again in a moment.')}</Notice>}
      {calls.data && items.length === 0 && (
        <p className="pt-muted">{t('None yet. Each call will stand here with what was answered.')}</p>
      )}
      <ul className="pt-calls-list">
        {items.map((call) => (
          <Call
            key={call.id}
            call={call}
            about={wordsOf(call.about)}
            refusal={refusal}
            onAgain={() => repeat(call.id)}
          />
        ))}
      </ul>
      {calls.hasNextPage && (
        <Button size="small" busy={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>
          {t('Show earlier calls')}
        </Button>
      )}
    </section>
  );
}

interface CallProps {
  readonly call: DeliveryView;
  readonly about: string;
  readonly refusal: string | null;
  readonly onAgain: () => void;
}

function Call({ call, about, refusal, onAgain }: CallProps) {
  return (
    <li className="pt-call">
      <div className="pt-row">
        <strong className={`pt-strong ${tones[call.state]}`}>{t(words[call.state])}</strong>
        <span className="pt-grow pt-wrap">{about}</span>
        <Button
          size="small"
          icon={IconRefresh}
          refusal={refusal}
          onClick={onAgain}
          aria-label={t('Send {about} again', { about })}
        >
          {t('Send again')}
        </Button>
      </div>
      <div className="pt-second">
        <When at={call.triedAt ?? call.createdAt} style="long" />
        {call.status !== null && `, ${t('answered {status}', { status: String(call.status) })}`}
        {call.milliseconds !== null && `, ${t('{n} ms', { n: formatNumber(call.milliseconds) })}`}
        {call.attempts > 1 && `, ${t('{n} tries', { n: call.attempts })}`}
        {call.nextAt !== null && (
          <>
            {', '}
            {t('next try')} <When at={call.nextAt} style="long" />
          </>
        )}
      </div>
      {call.failure !== null && <div className="pt-fg-red pt-wrap">{call.failure}</div>}
      {(call.body !== null || (call.answer ?? '') !== '') && (
        <details>
          <summary>{t('What was sent and answered')}</summary>
          {call.body !== null && <pre className="pt-call-text">{readable(call.body)}</pre>}
          {(call.answer ?? '') !== '' && <pre className="pt-call-text">{call.answer}</pre>}
        </details>
      )}
    </li>
  );
}

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // No JSON: shown as it was sent.
    return body;
  }
}
