import { useState } from 'react';
import type { ReactNode } from 'react';

import type { StoredMessage } from '#contracts/messaging/schemas';

import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { formatBytes } from '../../ui/time/format.ts';
import { When } from '../../ui/time/when.tsx';
import { readPayload } from './payload.ts';

export interface MessageListProps {
  /** In the order in which they are to stand. */
  readonly items: readonly StoredMessage[];
  /** Fetches a message whole, where a list held its beginning. */
  readonly whole: (id: number) => Promise<StoredMessage>;
  /** What can be done with a message. */
  readonly action?: (message: StoredMessage) => ReactNode;
}

/** Messages with who published them, their attributes, and what their data is. */
export function MessageList({ items, whole, action }: MessageListProps) {
  return (
    <ol className="pt-ams-messages">
      {items.map((message) => (
        <li key={message.id}>
          <Message message={message} whole={whole} action={action?.(message)} />
        </li>
      ))}
    </ol>
  );
}

const kinds = {
  json: 'JSON',
  text: 'Text',
  binary: 'Binary',
  raw: 'Not base64',
  empty: 'No data',
} as const;

function Message({
  message: listed,
  whole,
  action,
}: {
  message: StoredMessage;
  whole: MessageListProps['whole'];
  action: ReactNode;
}) {
  const [fetched, setFetched] = useState<StoredMessage>();
  const [failure, setFailure] = useState(false);
  const message = fetched ?? listed;
  const payload = readPayload(message.data, !message.cut);
  const size = message.cut ? Math.floor((message.length * 3) / 4) : payload.bytes;
  const attributes = Object.entries(message.attributes);
  const show = () =>
    void whole(message.id)
      .then(setFetched)
      .catch(() => setFailure(true));
  return (
    <article aria-label={t('Message {id}', { id: String(message.id) })}>
      <header>
        <strong className="pt-strong pt-ams-id">{formatNumber(message.id, { useGrouping: false })}</strong>
        <span>{publisherWords(message)}</span>
        <span className="pt-muted">
          <When at={message.publishedAt} style="long" />
        </span>
        <span className="pt-muted">
          {t(kinds[payload.kind])}
          {payload.kind !== 'empty' && `, ${formatBytes(size)}`}
        </span>
        {action}
      </header>
      {attributes.length > 0 && (
        <dl className="pt-ams-attributes">
          {attributes.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {payload.kind !== 'empty' && (
        <pre
          className="pt-ams-code"
          aria-label={t('Data of message {id}', { id: String(message.id) })}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
          tabIndex={0}
        >
          {payload.text}
        </pre>
      )}
      {message.cut && (
        <p className="pt-second">
          {failure ? t('It is kept no longer.') : t('Only the beginning is shown.')}{' '}
          {!failure && (
            <Button look="link" size="small" onClick={show}>
              {t('Show all of it')}
            </Button>
          )}
        </p>
      )}
    </article>
  );
}

function publisherWords({ publisher }: StoredMessage): ReactNode {
  if (publisher === null) return <span className="pt-muted">{t('publisher not kept')}</span>;
  if (publisher.name === null) return <span className="pt-muted">{t('the portal, or somebody who is gone')}</span>;
  return <span className="pt-ams-name">{publisher.name}</span>;
}

/** Those of loaded messages that hold some words: in their id, publisher, attributes or readable data. */
export function matching(items: readonly StoredMessage[], words: string): readonly StoredMessage[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return items;
  return items.filter((message) =>
    [
      String(message.id),
      message.publisher?.name ?? '',
      ...Object.entries(message.attributes).flat(),
      readPayload(message.data, !message.cut).text,
    ].some((text) => text.toLowerCase().includes(wanted)),
  );
}
