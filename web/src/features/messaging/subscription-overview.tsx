import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { SubscriptionChange } from '#contracts/messaging/schemas';
import type { Subscription } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { HourChart } from '../../ui/charts/hour-chart.tsx';
import { NumberField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { Notice } from '../../ui/small.tsx';
import { formatAge } from '../../ui/time/format.ts';
import { useNow } from '../../ui/time/now.ts';
import { When } from '../../ui/time/when.tsx';
import { AccessEditor } from './access-editor.tsx';
import { CodeLines, pullLines } from './code-lines.tsx';
import { Delivery } from './delivery.tsx';
import { topicHref } from './hrefs.ts';
import { OpenAlerts, SubscriptionLimits } from './limits.tsx';
import { useMessagingChanged } from './use-changed.ts';

interface Shown {
  readonly project: string;
  readonly subscription: Subscription;
}

/** How far a subscription is read, how far it was behind, who may read, and how to begin. */
export function SubscriptionOverview({ project, subscription }: Shown) {
  const { name, topic, lags } = subscription;
  const params = { project, subscription: name };
  return (
    <div className="pt-ams-columns">
      <div>
        {subscription.topicDeleted && (
          <Notice tone="red">{t('Its topic {topic} was deleted: pulling is refused.', { topic })}</Notice>
        )}
        <OpenAlerts alerts={subscription.alerts} />
        <Place subscription={subscription} />
        <Delivery project={project} subscription={subscription} />
        {lags.some(({ most }) => most !== null) && (
          <HourChart
            title={t('How far was it behind?')}
            unit={t('Messages, the most of each hour')}
            samples={lags.map(({ at, most }) => ({ at, value: most }))}
            fileName={`behind-${name}`}
          />
        )}
        {!subscription.isPushed && <CodeLines title={t('Consume from a program')} lines={pullLines(project, name)} />}
      </div>
      <div>
        <Section title={t('About')}>
          <DefinitionList
            facts={[
              [
                t('Topic'),
                <Link key="topic" href={topicHref(project, topic)} className="pt-ams-link pt-ams-name">
                  {topic}
                </Link>,
              ],
              [t('Made'), <When key="made" at={subscription.createdAt} style="long" />],
            ]}
          />
        </Section>
        <Deadline project={project} subscription={subscription} />
        <SubscriptionLimits project={project} subscription={subscription} />
        {!subscription.isPushed && (
          <AccessEditor
            project={project}
            title={t('Who may consume')}
            users={subscription.consumers}
            needs="consumer"
            save={(users) => call(messagingEndpoints.setSubscriptionConsumers, { params, body: { users: [...users] } })}
          />
        )}
      </div>
    </div>
  );
}

/** What is kept of the topic as a line, with what is read, what was handed out, and what waits. */
function Place({ subscription: { min, current, next, lag, pending, oldestWaitingAt } }: Pick<Shown, 'subscription'>) {
  const now = useNow(1000);
  const kept = Math.max(1, next - min);
  const share = (count: number) => `${(count / kept) * 100}%`;
  const handedOut = pending ? pending.to - pending.from : 0;
  const left = pending ? Math.ceil((Date.parse(pending.until) - now) / 1000) : 0;
  return (
    <Section title={t('Place')}>
      <div className="pt-ams-track" aria-hidden="true">
        <span data-part="read" style={{ width: share(current - min) }} />
        <span data-part="out" style={{ width: share(handedOut) }} />
      </div>
      <dl className="pt-ams-figures">
        <div>
          <dt>{t('First kept')}</dt>
          <dd>{formatNumber(min)}</dd>
        </div>
        <div>
          <dt>{t('Next to hand out')}</dt>
          <dd>{formatNumber(current)}</dd>
        </div>
        <div>
          <dt>{t('Next to come')}</dt>
          <dd>{formatNumber(next)}</dd>
        </div>
        <div>
          <dt>{t('Behind')}</dt>
          <dd>{formatNumber(lag)}</dd>
        </div>
        <div>
          <dt>{t('Oldest waiting')}</dt>
          <dd>{oldestWaitingAt === null ? '–' : formatAge(oldestWaitingAt, { now })}</dd>
        </div>
      </dl>
      <p className="pt-muted">
        {pending === null && t('Nothing is handed out.')}
        {pending !== null &&
          left > 0 &&
          t('{n} messages are handed out, from {from} on. {left} s are left to acknowledge them.', {
            n: handedOut,
            from: String(pending.from),
            left,
          })}
        {pending !== null &&
          left <= 0 &&
          t('{n} messages were handed out and not acknowledged in time. The next pull hands them out again.', {
            n: handedOut,
          })}
      </p>
    </Section>
  );
}

function Deadline({ project, subscription: { name, ackDeadlineSeconds } }: Shown) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={t('Time to acknowledge')}
      aside={
        <Button
          size="small"
          icon={IconPencil}
          aria-label={t('Change: {title}', { title: t('Time to acknowledge') })}
          onClick={() => setOpen(true)}
        >
          {t('Change')}
        </Button>
      }
    >
      <p>{t({ one: '1 second', other: '{n} seconds' }, { n: ackDeadlineSeconds })}</p>
      {isOpen && (
        <DeadlineForm project={project} name={name} seconds={ackDeadlineSeconds} onClose={() => setOpen(false)} />
      )}
    </Section>
  );
}

interface DeadlineFormProps {
  readonly project: string;
  readonly name: string;
  readonly seconds: number;
  readonly onClose: () => void;
}

function DeadlineForm({ project, name, seconds, onClose }: DeadlineFormProps) {
  const changed = useMessagingChanged();
  const form = useForm({
    schema: SubscriptionChange,
    initial: { ackDeadlineSeconds: seconds },
    onSubmit: async (body) => {
      await call(messagingEndpoints.changeMessagingSubscription, { params: { project, subscription: name }, body });
      await changed();
      onClose();
    },
  });
  return (
    <SideForm title={t('Time to acknowledge')} form={form} submit={t('Save time')} onClose={onClose}>
      <NumberField
        field={form.field('ackDeadlineSeconds')}
        label={t('Seconds after a pull')}
        hint={t('As long as the slowest consumer needs for what it pulls at once. At most 600 seconds.')}
        unit={t('seconds')}
        min={0}
        max={600}
        step={1}
      />
    </SideForm>
  );
}
