import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';

import type { Push } from '#contracts/messaging/delivery-schemas';
import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { Subscription } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { CopyText } from './copy-text.tsx';
import { messageHref } from './hrefs.ts';
import { Link } from '../../ui/link.tsx';
import { useMessagingChanged } from './use-changed.ts';

interface PushStateProps {
  readonly project: string;
  readonly subscription: Subscription;
  readonly push: Push;
}

/** How the push goes: what is to be done before it begins, or the last answer. */
export function PushState(props: PushStateProps) {
  const { push } = props;
  if (push.type === 'http_endpoint' && !push.proof.isVerified)
    return <Proof project={props.project} name={props.subscription.name} proof={push.proof} />;
  if (!push.status.isActive) return <Notice tone="amber">{t('Nothing is pushed: the topic was deleted.')}</Notice>;
  return <LastAttempt {...props} />;
}

type HttpPush = Extract<Push, { type: 'http_endpoint' }>;

/** By what the owner of an endpoint proves that it is theirs. */
function Proof({ project, name, proof: { hash, url } }: Pick<HttpPush, 'proof'> & { project: string; name: string }) {
  const changed = useMessagingChanged();
  const [isBusy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const verify = async () => {
    setBusy(true);
    setFault(undefined);
    try {
      await call(messagingEndpoints.verifySubscriptionPush, { params: { project, subscription: name }, body: {} });
      await changed();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFault(error.detail);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="pt-ams-proof">
      <Notice tone="amber">{t('Nothing is pushed until the endpoint is verified.')}</Notice>
      <p>
        {t('Have it answer')} <code className="pt-ams-name">GET {url}</code>{' '}
        {t('with status 200 and this text, which shows that it is yours:')}
      </p>
      <CopyText label={t('Verification hash')} text={hash} />
      {fault !== undefined && <Notice tone="red">{fault}</Notice>}
      <Button icon={IconShieldCheck} busy={isBusy} onClick={() => void verify()}>
        {t('Verify')}
      </Button>
    </div>
  );
}

function LastAttempt({ project, subscription: { topic }, push: { status } }: PushStateProps) {
  const { lastAttemptAt, lastDeliveryAt, lastStatus, lastAnswer, lastError, consecutiveFailures, stuck } = status;
  if (lastAttemptAt === null)
    return <Notice>{t('It is pushed from the next message on. Nothing was sent yet.')}</Notice>;
  return (
    <div className="pt-ams-push">
      {lastError === null ? (
        <Notice tone="green">
          {t('The last request was taken.')} {answered(lastStatus)} <When at={lastAttemptAt} style="long" />
        </Notice>
      ) : (
        <Notice tone="red">
          {t({ one: 'The last request failed.', other: 'The last {n} requests failed.' }, { n: consecutiveFailures })}{' '}
          {lastError}
        </Notice>
      )}
      {lastError !== null && (
        <p className="pt-second">
          {t('Tried')} <When at={lastAttemptAt} style="long" />
          {status.nextAttemptAt !== null && (
            <>
              {', '}
              {t('again')} <When at={status.nextAttemptAt} style="long" />
            </>
          )}
          {'. '}
          {lastDeliveryAt === null ? (
            t('Nothing was delivered yet.')
          ) : (
            <>
              {t('Last delivery')} <When at={lastDeliveryAt} style="long" />
              {'.'}
            </>
          )}{' '}
          {stuck && (
            <>
              {t('It is stuck at')}{' '}
              <Link href={messageHref(project, topic, stuck.messageId)} className="pt-ams-link">
                {t('message {n}', { n: String(stuck.messageId) })}
              </Link>
              {t({ one: ', tried once.', other: ', tried {n} times.' }, { n: stuck.attempts })}
            </>
          )}
        </p>
      )}
      {lastAnswer !== null && (
        <figure className="pt-ams-answer">
          <figcaption className="pt-second">
            {t('Its last answer')}
            {lastStatus !== null && `, ${lastStatus}`}
          </figcaption>
          <pre
            className="pt-ams-code"
            aria-label={t('Its last answer')}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
            tabIndex={0}
          >
            {lastAnswer}
          </pre>
        </figure>
      )}
    </div>
  );
}

const answered = (status: number | null) =>
  status === null ? '' : t('It answered {status}.', { status: String(status) });
