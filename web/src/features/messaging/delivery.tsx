import { IconArrowDown, IconPencil, IconSend } from '@tabler/icons-react';
import { useState } from 'react';

import { Delivery as DeliveryBody } from '#contracts/messaging/delivery-schemas';
import type { Push, PushTarget } from '#contracts/messaging/delivery-schemas';
import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { Subscription } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { CopyText } from './copy-text.tsx';
import { DeliveryFields, emptyTarget } from './delivery-fields.tsx';
import { topicHref } from './hrefs.ts';
import { PushState } from './push-state.tsx';
import { useMessagingChanged } from './use-changed.ts';
import { usePushRefusal } from './use-push-refusal.ts';
import { paceWords } from './words.ts';

interface DeliveryProps {
  readonly project: string;
  readonly subscription: Subscription;
}

/** Whether messages are pulled or pushed, where to, and how that goes. */
export function Delivery({ project, subscription }: DeliveryProps) {
  const [isOpen, setOpen] = useState(false);
  const refusal = usePushRefusal(project);
  const { push } = subscription;
  return (
    <Section
      title={t('Delivery')}
      aside={
        <>
          {push && <BackToPull project={project} subscription={subscription} />}
          <Button
            size="small"
            icon={push ? IconPencil : IconSend}
            {...(push ? { 'aria-label': t('Change: {title}', { title: t('Delivery') }) } : {})}
            refusal={push ? null : refusal}
            onClick={() => setOpen(true)}
          >
            {push ? t('Change') : t('Push instead')}
          </Button>
        </>
      }
    >
      {push ? (
        <>
          <PushState project={project} subscription={subscription} push={push} />
          <PushFacts project={project} subscription={subscription} push={push} />
        </>
      ) : (
        <p>{t('Consumers pull: a message waits until a program asks for it.')}</p>
      )}
      {isOpen && <DeliveryForm project={project} subscription={subscription} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function PushFacts({ project, subscription: { deadLetter }, push }: DeliveryProps & { push: Push }) {
  return (
    <DefinitionList
      facts={[
        ...(push.type === 'http_endpoint'
          ? ([
              [
                t('Endpoint'),
                <span key="endpoint" className="pt-ams-name">
                  {push.endpoint}
                </span>,
              ],
              [
                t('Authorization header'),
                push.authorization === null ? t('none') : <Header key="header" value={push.authorization} />,
              ],
            ] as const)
          : ([
              [
                t('Mattermost'),
                <span key="url" className="pt-ams-name">
                  {push.url}
                </span>,
              ],
              [t('Channel'), push.channel],
              [t('Name of who writes'), push.username],
            ] as const)),
        [t('At once'), t({ one: '1 message', other: 'up to {n} messages' }, { n: push.maxMessages })],
        [t('Pace'), paceWords(push.retry)],
        [t('Data'), push.base64Decode ? t('decoded from base64') : t('as it was published')],
        [
          t('Dead letters'),
          deadLetter ? (
            <span key="dead">
              <Link href={topicHref(project, deadLetter.topic)} className="pt-ams-link pt-ams-name">
                {deadLetter.topic}
              </Link>
              {t({ one: ', after 1 attempt', other: ', after {n} attempts' }, { n: deadLetter.attempts })}
            </span>
          ) : (
            t('none: a message is tried until it is taken')
          ),
        ],
      ]}
    />
  );
}

/** What the endpoint compares; shown to whoever asks for it. */
function Header({ value }: { value: string }) {
  const [isShown, setShown] = useState(false);
  return isShown ? (
    <CopyText label={t('Authorization header')} text={value} />
  ) : (
    <span className="pt-row">
      {t('generated')}
      <Button size="small" aria-label={t('Show the authorization header')} onClick={() => setShown(true)}>
        {t('Show')}
      </Button>
    </span>
  );
}

function BackToPull({ project, subscription: { name, lag } }: DeliveryProps) {
  const changed = useMessagingChanged();
  const ask = () =>
    void confirm({
      title: t('Stop pushing {name}?', { name }),
      body: t(
        {
          zero: 'Nothing is posted any more, and consumers pull what comes. Endpoint, header and dead letters are forgotten.',
          one: 'Nothing is posted any more. 1 message waits until a consumer pulls it. Endpoint, header and dead letters are forgotten.',
          other:
            'Nothing is posted any more. {n} messages wait until a consumer pulls them. Endpoint, header and dead letters are forgotten.',
        },
        { n: lag },
      ),
      verb: t('Back to pull'),
      keep: t('Keep pushing'),
      danger: true,
      run: async () => {
        await call(messagingEndpoints.setSubscriptionDelivery, {
          params: { project, subscription: name },
          body: { push: null, deadLetter: null },
        });
        await changed();
      },
    });
  return (
    <Button size="small" icon={IconArrowDown} onClick={ask}>
      {t('Back to pull')}
    </Button>
  );
}

/** The present target as a form changes it. */
function targetOf(push: Push | null): PushTarget {
  if (push === null) return emptyTarget('http_endpoint');
  const { maxMessages, retry, base64Decode } = push;
  const pace = { maxMessages, retry, base64Decode };
  if (push.type === 'mattermost') {
    const { type, url, username, channel } = push;
    return { type, url, username, channel, ...pace };
  }
  return {
    type: push.type,
    endpoint: push.endpoint,
    authorization: push.authorization === null ? 'disabled' : 'kept',
    ...pace,
  };
}

function DeliveryForm({
  project,
  subscription: { name, topic, lag, push, deadLetter },
  onClose,
}: DeliveryProps & { onClose: () => void }) {
  const changed = useMessagingChanged();
  const form = useForm({
    schema: DeliveryBody,
    initial: { push: targetOf(push), deadLetter },
    onSubmit: async (body) => {
      await call(messagingEndpoints.setSubscriptionDelivery, { params: { project, subscription: name }, body });
      await changed();
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Delivery of {name}', { name })}
      lead={
        push
          ? t('The change counts from the next request on. Nobody gets a mail.')
          : t('From then on consumers are refused: messages go to the endpoint alone.')
      }
      form={form}
      submit={t('Save delivery')}
      note={t({ zero: 'Nothing waits', one: '1 message waits', other: '{n} messages wait' }, { n: lag })}
      onClose={onClose}
    >
      <DeliveryFields
        project={project}
        topic={topic}
        values={form.values}
        field={form.field}
        set={form.set}
        mayPull={false}
        hasHeader={push?.type === 'http_endpoint' && push.authorization !== null}
      />
    </SideForm>
  );
}
