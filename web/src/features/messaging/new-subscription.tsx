import { useQuery } from '@tanstack/react-query';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { NewSubscription } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { NumberField, SelectField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { DeliveryFields } from './delivery-fields.tsx';
import { subscriptionHref } from './hrefs.ts';
import { useMessagingChanged } from './use-changed.ts';

interface NewSubscriptionProps {
  readonly project: string;
  /** Chosen already where it begins on the page of a topic. */
  readonly topic?: string;
  readonly onClose: () => void;
}

/** A subscription, pulled or pushed. */
export function NewSubscriptionForm({ project, topic, onClose }: NewSubscriptionProps) {
  const go = useGo();
  const changed = useMessagingChanged();
  const topics = useQuery(queryOf(messagingEndpoints.listMessagingTopics, { params: { project } }));
  const form = useForm({
    schema: NewSubscription,
    initial: { name: '', topic: topic ?? '', ackDeadlineSeconds: 10, push: null, deadLetter: null },
    onSubmit: async (body) => {
      await call(messagingEndpoints.createMessagingSubscription, { params: { project }, body });
      await changed();
      go(subscriptionHref(project, body.name));
    },
  });
  return (
    <SideForm
      title={t('New subscription')}
      lead={t('It begins with the next message that is published; its place can be moved back later.')}
      form={form}
      submit={t('Make subscription')}
      onClose={onClose}
    >
      <TextField field={form.field('name')} label={t('Name')} hint={t('It cannot be changed later.')} />
      <SelectField
        field={form.field('topic')}
        label={t('Topic')}
        placeholder={t('Choose a topic')}
        options={(topics.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
      />
      <NumberField
        field={form.field('ackDeadlineSeconds')}
        label={t('Time to acknowledge')}
        hint={t('Messages that are not acknowledged in this time are handed out again. At most 600 seconds.')}
        unit={t('seconds')}
        min={0}
        max={600}
        step={1}
      />
      <DeliveryFields
        project={project}
        topic={form.values.topic}
        values={form.values}
        field={form.field}
        set={form.set}
        mayPull
      />
    </SideForm>
  );
}
