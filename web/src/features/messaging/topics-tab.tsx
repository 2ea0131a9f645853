import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { NewTopic } from '#contracts/messaging/schemas';
import type { TopicSummary } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { When } from '../../ui/time/when.tsx';
import { topicHref } from './hrefs.ts';
import { ListTab } from './list-tab.tsx';
import { useMessagingChanged } from './use-changed.ts';

/** The topics of a project. */
export function TopicsTab({ project, description }: { project: string; description: string }) {
  const [isNew, setNew] = useState(false);
  const found = useQuery({
    ...queryOf(messagingEndpoints.listMessagingTopics, { params: { project } }),
    refetchInterval: 15_000,
  });
  return (
    <>
      <ListTab
        found={found}
        make={{ label: t('New topic'), about: description, onClick: () => setNew(true) }}
        empty={{
          title: t('No topic yet'),
          text: t('Programs publish to a topic; messages are kept for 7 days, whether they were read or not.'),
        }}
      >
        {(items) => <Topics project={project} items={items} />}
      </ListTab>
      {isNew && <NewTopicForm project={project} onClose={() => setNew(false)} />}
    </>
  );
}

function Topics({ project, items }: { project: string; items: readonly TopicSummary[] }) {
  return (
    <SubTable label={t('Topics')}>
      <thead>
        <tr>
          <th scope="col">{t('Topic')}</th>
          <th scope="col" data-wide>
            {t('May publish')}
          </th>
          <th scope="col" data-wide>
            {t('Subscriptions')}
          </th>
          <th scope="col" data-align="right">
            {t('Messages kept')}
          </th>
          <th scope="col" data-align="right">
            {t('Last message')}
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((topic) => (
          <tr key={topic.name}>
            <th scope="row">
              <Link href={topicHref(project, topic.name)} className="pt-row-title pt-ams-name">
                {topic.name}
              </Link>
            </th>
            <td data-wide>
              <Names names={topic.publishers} none={t('project admins')} />
            </td>
            <td data-wide>
              <Names names={topic.subscriptions} none={t('nobody reads it')} />
            </td>
            <td data-align="right">{formatNumber(topic.next - topic.min)}</td>
            <td data-align="right">
              <When at={topic.lastPublishedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

const mostNames = 2;

/** The first names of a list, and how many there are more. */
export function Names({ names, none }: { names: readonly string[]; none: string }) {
  if (names.length === 0) return <span className="pt-muted">{none}</span>;
  const more = names.length - mostNames;
  return (
    <span className="pt-ams-names" title={names.join(', ')}>
      {names.slice(0, mostNames).join(', ')}
      {more > 0 && ` ${t('and {n} more', { n: more })}`}
    </span>
  );
}

function NewTopicForm({ project, onClose }: { project: string; onClose: () => void }) {
  const go = useGo();
  const changed = useMessagingChanged();
  const form = useForm({
    schema: NewTopic,
    initial: { name: '' },
    onSubmit: async (body) => {
      await call(messagingEndpoints.createMessagingTopic, { params: { project }, body });
      await changed();
      go(topicHref(project, body.name, '?tab=overview'));
    },
  });
  return (
    <SideForm title={t('New topic')} form={form} submit={t('Make topic')} onClose={onClose}>
      <TextField
        field={form.field('name')}
        label={t('Name')}
        hint={t('It cannot be changed later. Who may publish is said on its page.')}
      />
    </SideForm>
  );
}
