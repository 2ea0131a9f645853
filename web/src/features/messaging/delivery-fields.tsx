import { useQuery } from '@tanstack/react-query';

import type { DeadLetter, PushTarget } from '#contracts/messaging/delivery-schemas';
import { messagingEndpoints } from '#contracts/messaging/endpoints';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { ChoiceField, NumberField, SelectField, TextField, TickField } from '../../ui/form/fields.tsx';
import type { FormField } from '../../ui/form/use-form.ts';
import { Notice } from '../../ui/small.tsx';
import { usePushRefusal } from './use-push-refusal.ts';

type Kind = PushTarget['type'];

interface DeliveryValues {
  readonly push?: PushTarget | null | undefined;
  readonly deadLetter?: DeadLetter | null | undefined;
}

interface DeliveryFieldsProps {
  readonly project: string;
  /** The topic whose messages are delivered; dead letters go to another one. */
  readonly topic: string;
  readonly values: DeliveryValues;
  readonly field: (path: string) => FormField;
  readonly set: (path: string, value: unknown) => void;
  /** Whether consumers may pull instead; what is pushed goes back to that by an act of its own. */
  readonly mayPull: boolean;
  /** Whether a header `Authorization` is sent now. */
  readonly hasHeader?: boolean;
}

const pace = { maxMessages: 1, retry: { type: 'linear', periodMilliseconds: 3000 }, base64Decode: false } as const;
const usualAttempts = 5;

/** A target that is still to be filled in; what holds for both kinds stays as it is. */
export function emptyTarget(kind: Kind, before: PushTarget | null = null): PushTarget {
  const { maxMessages, retry, base64Decode } = before ?? pace;
  const kept = { maxMessages, retry, base64Decode };
  return kind === 'http_endpoint'
    ? { type: kind, endpoint: '', authorization: 'generated', ...kept }
    : { type: kind, url: '', username: '', channel: '', ...kept };
}

/** How messages reach whoever consumes them: pulled, posted to an endpoint, or written to a channel. */
export function DeliveryFields(props: DeliveryFieldsProps) {
  const { project, values, field, set, mayPull } = props;
  const refusal = usePushRefusal(project);
  const push = values.push ?? null;
  const kinds = [
    { value: 'pull', label: t('Consumers pull'), hint: t('A program asks for messages when it wants them') },
    { value: 'http_endpoint', label: t('Pushed to an endpoint'), hint: t('Each message is posted to an address') },
    { value: 'mattermost', label: t('Written to Mattermost'), hint: t('Each message is a post in a channel') },
  ];
  return (
    <>
      <ChoiceField
        field={{
          ...field('push'),
          value: push?.type ?? 'pull',
          onChange: (kind) => set('push', kind === 'pull' ? null : emptyTarget(kind as Kind, push)),
        }}
        label={t('Delivery')}
        options={mayPull ? kinds : kinds.slice(1)}
      />
      {push && refusal !== null && <Notice tone="amber">{refusal}.</Notice>}
      {push && <PushFields {...props} push={push} />}
    </>
  );
}

function PushFields({ push, field, set, hasHeader = false, ...props }: DeliveryFieldsProps & { push: PushTarget }) {
  const period = field('push.retry.periodMilliseconds');
  return (
    <>
      {push.type === 'http_endpoint' ? (
        <>
          <TextField
            field={field('push.endpoint')}
            type="url"
            label={t('Endpoint')}
            hint={t('Begins with https://. A new address has to be verified before anything is pushed.')}
          />
          <ChoiceField
            field={field('push.authorization')}
            label={t('Authorization header')}
            options={[
              ...(hasHeader ? [{ value: 'kept', label: t('Keep its value') }] : []),
              {
                value: 'generated',
                label: hasHeader ? t('Make a new value') : t('Generated'),
                hint: t('By it the endpoint knows that we are calling'),
              },
              { value: 'disabled', label: t('None') },
            ]}
          />
        </>
      ) : (
        <>
          <TextField field={field('push.url')} type="url" label={t('Address of the incoming webhook')} />
          <TextField field={field('push.username')} label={t('Name of who writes')} optional />
          <TextField field={field('push.channel')} label={t('Channel')} optional />
        </>
      )}
      <NumberField
        field={field('push.maxMessages')}
        label={t('Most messages at once')}
        hint={t('With more than 1, a request holds a list of messages.')}
        min={1}
        max={1000}
        step={1}
      />
      <ChoiceField
        field={{
          ...field('push.retry'),
          value: push.retry.type,
          onChange: (type) => set('push.retry', type === 'linear' ? pace.retry : { type }),
        }}
        label={t('Pace')}
        options={[
          { value: 'linear', label: t('Linear'), hint: t('Waits the same time after each request') },
          {
            value: 'slowstart',
            label: t('Slow start'),
            hint: t('Waits half as long after each success, twice as long after each failure'),
          },
        ]}
      />
      {push.retry.type === 'linear' && (
        <NumberField
          field={{
            ...period,
            value: typeof period.value === 'number' ? period.value / 1000 : '',
            onChange: (seconds) => period.onChange(typeof seconds === 'number' ? Math.round(seconds * 1000) : ''),
          }}
          label={t('Time between requests')}
          unit={t('seconds')}
          min={0.001}
        />
      )}
      <TickField
        field={field('push.base64Decode')}
        label={t('Decode data')}
        hint={t('The endpoint gets the text itself instead of base64.')}
      />
      <DeadLetterFields {...props} field={field} set={set} />
    </>
  );
}

function DeadLetterFields({
  project,
  topic,
  values: { deadLetter },
  field,
  set,
}: Pick<DeliveryFieldsProps, 'project' | 'topic' | 'values' | 'field' | 'set'>) {
  const topics = useQuery(queryOf(messagingEndpoints.listMessagingTopics, { params: { project } }));
  const others = (topics.data?.items ?? []).filter(({ name }) => name !== topic);
  return (
    <>
      <SelectField
        field={{
          ...field('deadLetter.topic'),
          value: deadLetter?.topic ?? '',
          onChange: (name) =>
            set('deadLetter', name === '' ? null : { topic: name, attempts: deadLetter?.attempts ?? usualAttempts }),
        }}
        label={t('Topic for dead letters')}
        hint={t('What the endpoint never takes goes there, so that the next messages come through.')}
        placeholder={t('None: a message is tried until it is taken')}
        options={others.map(({ name }) => ({ value: name, label: name }))}
      />
      {deadLetter && (
        <NumberField
          field={field('deadLetter.attempts')}
          label={t('Attempts before that')}
          min={1}
          max={100}
          step={1}
        />
      )}
    </>
  );
}
