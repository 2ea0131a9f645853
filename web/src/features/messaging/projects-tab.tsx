import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { NewMessagingProject } from '#contracts/messaging/schemas';
import type { MessagingProjectSummary } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { useGo } from '../../app/address.ts';
import { formatNumber, t } from '../../app/messages.ts';
import { AreaField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { When } from '../../ui/time/when.tsx';
import { projectHref } from './hrefs.ts';
import { ListTab, type ListTabProps } from './list-tab.tsx';
import { useMessagingChanged } from './use-changed.ts';

interface ProjectsTabProps {
  readonly found: ListTabProps<MessagingProjectSummary>['found'];
  readonly mayCreate: boolean;
}

/** Messaging projects that somebody administers. */
export function ProjectsTab({ found, mayCreate }: ProjectsTabProps) {
  const empty = mayCreate
    ? {
        title: t('No project yet'),
        text: t('Make one for each system whose programs talk to each other, such as accounting or monitoring.'),
      }
    : {
        title: t('You administer no messaging project'),
        text: t('A portal administrator appoints you on the page of the project.'),
      };
  return (
    <ListTab found={found} empty={empty}>
      {(items) => <Projects items={items} />}
    </ListTab>
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

/** Makes a project. */
export function NewProject({ onClose }: { onClose: () => void }) {
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
