import { IconBroadcast, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';

import { call } from '../../api/call.ts';
import { useGo, writeSearch } from '../../app/address.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Bones } from '../../ui/page/bones.tsx';
import { EmptyState, Notice } from '../../ui/small.tsx';
import { topicHref } from './hrefs.ts';
import { matching, MessageList } from './message-list.tsx';
import { useMessages, type Place } from './use-messages.ts';

interface MessageBrowserProps {
  readonly project: string;
  readonly topic: string;
  readonly place: Place;
}

/** The messages that are kept of a topic, newest on top: followed as they come, or read from a message or an instant on. */
export function MessageBrowser({ project, topic, place }: MessageBrowserProps) {
  const go = useGo();
  const atNewest = place.from === undefined && place.at === undefined;
  const [isPaused, setPaused] = useState(false);
  const [words, setWords] = useState('');
  const isLive = atNewest && !isPaused;
  const messages = useMessages(project, topic, place, isLive);
  const { items, min, next, busy, failure, arrived } = messages;
  const openAt = (search: Place) => go(topicHref(project, topic, writeSearch({ ...search })), { keepScroll: true });
  const found = matching(items ?? [], words);
  const whole = (message: number) => call(messagingEndpoints.readTopicMessage, { params: { project, topic, message } });
  const first = items?.[0]?.id ?? next;
  const last = items?.at(-1)?.id ?? next - 1;
  return (
    <>
      <div className="pt-ams-tools">
        <Button
          icon={IconBroadcast}
          aria-pressed={isLive}
          onClick={() => {
            if (atNewest) setPaused(isLive);
            else openAt({});
          }}
        >
          {isLive ? t('Live') : t('Follow live')}
        </Button>
        <GoTo min={min} next={next} onGo={openAt} />
        <label className="pt-ams-find">
          <IconSearch size={15} stroke={1.7} aria-hidden />
          <input
            type="search"
            className="pt-input"
            aria-label={t('Find in the messages that are loaded')}
            placeholder={t('Find in loaded messages')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </label>
      </div>
      {failure !== undefined && <Notice tone="red">{failure}</Notice>}
      <output className="pt-second pt-ams-state">
        {items !== undefined &&
          stateWords({ shown: found.length, loaded: items.length, kept: next - min, arrived, isLive })}
      </output>
      {items === undefined && failure === undefined && <Bones rows={8} />}
      {items !== undefined && last < next - 1 && (
        <Button busy={busy} onClick={messages.newer}>
          {t('Newer')}
        </Button>
      )}
      {items?.length === 0 && (
        <EmptyState title={next === min ? t('No message is kept') : t('No message here')}>
          {next === min
            ? t('Messages appear here as they are published, and are kept for 7 days.')
            : t('Messages {min} to {last} are kept.', { min: String(min), last: String(next - 1) })}
        </EmptyState>
      )}
      {items !== undefined && items.length > 0 && found.length === 0 && (
        <EmptyState
          title={t('No loaded message holds it')}
          action={<Button onClick={() => setWords('')}>{t('Clear')}</Button>}
        >
          {t('Load older ones, or go to another place.')}
        </EmptyState>
      )}
      <MessageList items={found.toReversed()} whole={whole} />
      {items !== undefined && first > min && (
        <Button busy={busy} onClick={messages.older}>
          {t('Older')}
        </Button>
      )}
    </>
  );
}

interface Shown {
  readonly shown: number;
  readonly loaded: number;
  readonly kept: number;
  readonly arrived: number;
  readonly isLive: boolean;
}

function stateWords({ shown, loaded, kept, arrived, isLive }: Shown): string {
  const parts = [
    shown === loaded
      ? t('{n} of {kept} messages loaded', { n: loaded, kept })
      : t('{shown} of {n} loaded messages match', { shown, n: loaded }),
    ...(isLive && arrived > 0 ? [t('{n} came since you opened this', { n: arrived })] : []),
  ];
  return parts.join(', ');
}

function GoTo({ min, next, onGo }: { min: number; next: number; onGo: (place: Place) => void }) {
  const [message, setMessage] = useState('');
  const [instant, setInstant] = useState('');
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (message !== '') onGo({ from: Number(message) });
    else if (instant !== '') onGo({ at: new Date(instant).toISOString() });
  };
  return (
    <form className="pt-ams-go" onSubmit={submit}>
      <label>
        <span className="pt-muted">{t('Message')}</span>
        <input
          type="number"
          className="pt-input"
          min={0}
          step={1}
          placeholder={formatNumber(Math.max(min, next - 1), { useGrouping: false })}
          value={message}
          onChange={(event) => {
            setMessage(event.target.value);
            setInstant('');
          }}
        />
      </label>
      <label>
        <span className="pt-muted">{t('or published at')}</span>
        <input
          type="datetime-local"
          className="pt-input"
          value={instant}
          onChange={(event) => {
            setInstant(event.target.value);
            setMessage('');
          }}
        />
      </label>
      <Button type="submit">{t('Go')}</Button>
    </form>
  );
}
