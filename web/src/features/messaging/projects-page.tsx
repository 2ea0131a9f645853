import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { NewMessagingProject } from '#contracts/messaging/schemas';
import type { MessagingProjectSummary } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { Bones } from '../../ui/page/bones.tsx';
import { Page } from '../../ui/page/page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { projectHref } from './hrefs.ts';
import './messaging.css';
import { useMessagingChanged } from './use-changed.ts';

/** Messaging projects that somebody administers. */
export function ProjectsPage() {
  useTitle(t('Messaging'));
  const [isNew, setNew] = useState(false);
  const found = useQuery(queryOf(messagingEndpoints.listMessagingProjects, {}));
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const { items = [], mayCreate = false } = found.data ?? {};
  const create = mayCreate && (
    <Button look="primary" icon={IconPlus} onClick={() => setNew(true)}>
      {t('New project')}
    </Button>
  );
  return (
    <Page
      title={t('Messaging')}
      actions={create}
      lead={t(
        'Programs of the federation publish messages to topics and read them through subscriptions. A project holds what belongs together.',
      )}
    >
      {!found.data && <Bones rows={6} />}
      {found.data && items.length === 0 && (
        <EmptyState title={mayCreate ? t('No project yet') : t('You administer no messaging project')}>
          {mayCreate
            ? t('Make one for each system whose programs talk to each other, such as accounting or monitoring.')
            : t('A portal administrator appoints you on the page of the project.')}
        </EmptyState>
      )}
      {items.length > 0 && <Projects items={items} />}
      {isNew && <NewProject onClose={() => setNew(false)} />}
    </Page>
  );
}

function Projects({ items }: { items: readonly MessagingProjectSummary[] }) {
  return (
    <SubTable label={t('Messaging projects')}>
      <thead>
        <tr>
          <th scope="col">{t('Project')}</th>
          <th scope="col" data-align="right">
            {t('Topics')}
          </th>
          <th scope="col" data-align="right" data-wide>
            {t('Subscriptions')}
          </th>
          <th scope="col" data-align="right" data-wide>
            {t('Members')}
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
        {items.map((project) => (
          <tr key={project.name}>
            <th scope="row">
              <Link href={projectHref(project.name)} className="pt-row-title pt-ams-name">
                {project.name}
              </Link>
              <div className="pt-second pt-wrap">{project.description}</div>
            </th>
            <td data-align="right">{formatNumber(project.topics)}</td>
            <td data-align="right" data-wide>
              {formatNumber(project.subscriptions)}
            </td>
            <td data-align="right" data-wide>
              {formatNumber(project.members)}
            </td>
            <td data-align="right">{formatNumber(project.retained)}</td>
            <td data-align="right">
              <When at={project.lastPublishedAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

function NewProject({ onClose }: { onClose: () => void }) {
  const go = useGo();
  const changed = useMessagingChanged();
  const form = useForm({
    schema: NewMessagingProject,
    initial: { name: '', description: '' },
    onSubmit: async (body) => {
      const made = await call(messagingEndpoints.createMessagingProject, { body });
      await changed();
      go(projectHref(made.name));
    },
  });
  return (
    <SideForm
      title={t('New messaging project')}
      form={form}
      submit={t('Make project')}
      note={t('Nobody gets a mail.')}
      onClose={onClose}
    >
      <TextField
        field={form.field('name')}
        label={t('Name')}
        hint={t('Stands in every address of its topics, such as EGI-ACCOUNTING')}
      />
      <AreaField field={form.field('description')} label={t('What it is for')} optional />
    </SideForm>
  );
}
