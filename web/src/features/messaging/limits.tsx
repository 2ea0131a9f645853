import { IconPencil } from '@tabler/icons-react';
import { useState, type ComponentProps } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import {
  SubscriptionLimits as SubscriptionLimitsBody,
  TopicLimits as TopicLimitsBody,
} from '#contracts/messaging/limit-schemas';
import type { OpenAlert } from '#contracts/messaging/limit-schemas';
import type { Subscription, Topic } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import type { FormField } from '../../ui/form/use-form.ts';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import type { Fact } from '../../ui/record/record-page.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { useMessagingChanged } from './use-changed.ts';
import { minutesInWords } from './words.ts';

/** Limits that are exceeded now. */
export function OpenAlerts({ alerts }: { alerts: readonly OpenAlert[] }) {
  return alerts.map((alert) => (
    <Notice key={alert.kind} tone="amber">
      {alertInWords(alert)} {t('Since')} <When at={alert.openedAt} style="long" />
    </Notice>
  ));
}

function alertInWords({ kind, value, most }: OpenAlert): string {
  switch (kind) {
    case 'messages-behind':
      return t('It is {value} messages behind; the limit is {most}.', {
        value: formatNumber(value),
        most: formatNumber(most),
      });
    case 'oldest-message':
      return t('A message has been waiting for {value}; the limit is {most}.', {
        value: minutesInWords(value),
        most: minutesInWords(most),
      });
    case 'silence':
      return t('Nothing was published for {value}; the limit is {most}.', {
        value: minutesInWords(value),
        most: minutesInWords(most),
      });
  }
}

interface SectionProps {
  readonly facts: readonly Fact[];
  readonly onChange: () => void;
}

function LimitsSection({ facts, onChange, children }: SectionProps & { children: React.ReactNode }) {
  return (
    <Section
      title={t('Alerts')}
      aside={
        <Button
          size="small"
          icon={IconPencil}
          aria-label={t('Change: {title}', { title: t('Alerts') })}
          onClick={onChange}
        >
          {t('Change')}
        </Button>
      }
    >
      <DefinitionList facts={facts} />
      {children}
    </Section>
  );
}

const notWatched = () => <span className="pt-muted">{t('not watched')}</span>;
const after = (minutes: number | null) =>
  minutes === null ? notWatched() : t('after {time}', { time: minutesInWords(minutes) });

/** An empty field is no limit. */
const orNone = (field: FormField): FormField => ({
  ...field,
  onChange: (value) => field.onChange(value === '' ? null : value),
});

function LimitsForm({
  name,
  ...form
}: Pick<ComponentProps<typeof SideForm>, 'form' | 'onClose' | 'children'> & { name: string }) {
  return (
    <SideForm
      title={t('Alerts of {name}', { name })}
      lead={t('Portal administrators get a mail when a limit is exceeded, and one when it is over.')}
      submit={t('Save limits')}
      {...form}
    />
  );
}

/** From when on a subscription lags. */
export function SubscriptionLimits({ project, subscription }: { project: string; subscription: Subscription }) {
  const [isOpen, setOpen] = useState(false);
  const { messagesBehind, oldestMinutes } = subscription.limits;
  return (
    <LimitsSection
      onChange={() => setOpen(true)}
      facts={[
        [
          t('Messages behind'),
          messagesBehind === null ? notWatched() : t('from {n} on', { n: formatNumber(messagesBehind) }),
        ],
        [t('A message waits'), after(oldestMinutes)],
      ]}
    >
      {isOpen && (
        <SubscriptionLimitsForm project={project} subscription={subscription} onClose={() => setOpen(false)} />
      )}
    </LimitsSection>
  );
}

function SubscriptionLimitsForm({
  project,
  subscription: { name, limits },
  onClose,
}: {
  project: string;
  subscription: Subscription;
  onClose: () => void;
}) {
  const changed = useMessagingChanged();
  const form = useForm({
    schema: SubscriptionLimitsBody,
    initial: limits,
    onSubmit: async (body) => {
      await call(messagingEndpoints.setSubscriptionLimits, { params: { project, subscription: name }, body });
      await changed();
      onClose();
    },
  });
  return (
    <LimitsForm name={name} form={form} onClose={onClose}>
      <NumberField
        field={orNone(form.field('messagesBehind'))}
        label={t('Messages behind')}
        hint={t('Empty: how many wait does not matter.')}
        unit={t('messages')}
        min={1}
        step={1}
        optional
      />
      <NumberField
        field={orNone(form.field('oldestMinutes'))}
        label={t('A message waits')}
        hint={t('1440 minutes are a day; messages are dropped after 10080. Empty: its age does not matter.')}
        unit={t('minutes')}
        min={1}
        step={1}
        optional
      />
    </LimitsForm>
  );
}

/** From when on a topic is silent. */
export function TopicLimits({ project, topic }: { project: string; topic: Topic }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <LimitsSection onChange={() => setOpen(true)} facts={[[t('Nothing published'), after(topic.limits.silentMinutes)]]}>
      {isOpen && <TopicLimitsForm project={project} topic={topic} onClose={() => setOpen(false)} />}
    </LimitsSection>
  );
}

function TopicLimitsForm({ project, topic, onClose }: { project: string; topic: Topic; onClose: () => void }) {
  const { name, limits } = topic;
  const changed = useMessagingChanged();
  const form = useForm({
    schema: TopicLimitsBody,
    initial: limits,
    onSubmit: async (body) => {
      await call(messagingEndpoints.setTopicLimits, { params: { project, topic: name }, body });
      await changed();
      onClose();
    },
  });
  return (
    <LimitsForm name={name} form={form} onClose={onClose}>
      <NumberField
        field={orNone(form.field('silentMinutes'))}
        label={t('Nothing published')}
        hint={t('Somewhat longer than its publishers usually pause; 1440 minutes are a day. Empty: it may be silent.')}
        unit={t('minutes')}
        min={1}
        step={1}
        optional
      />
    </LimitsForm>
  );
}
