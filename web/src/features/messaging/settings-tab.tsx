import { IconPencil, IconTrash, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { MessagingProjectChange } from '#contracts/messaging/schemas';
import type { MessagingProject } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { useGo } from '../../app/address.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { Avatar } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { projectHref } from './hrefs.ts';
import { AppointPeople } from './appoint-people.tsx';
import { useMessagingChanged } from './use-changed.ts';

const governed = () => t('Only portal administrators can do this');

/** What a project is for, who administers it, and its end. */
export function SettingsTab({ project }: { project: MessagingProject }) {
  const [open, setOpen] = useState<'about' | 'people'>();
  const go = useGo();
  const changed = useMessagingChanged();
  const { name, people, mayGovern } = project;
  const remove = () =>
    void confirm({
      title: t('Delete project {name}?', { name }),
      body: t(
        'Its {topics} topics, {messages} messages and {subscriptions} subscriptions are gone for good, and its {members} members are refused. Nobody gets a mail.',
        {
          topics: project.topics,
          messages: project.retained,
          subscriptions: project.subscriptions,
          members: project.members,
        },
      ),
      verb: t('Delete project'),
      keep: t('Keep project'),
      danger: true,
      typeName: name,
      run: async () => {
        await call(messagingEndpoints.deleteMessagingProject, { params: { project: name } });
        go('/messaging', { replace: true });
        await changed();
      },
    });
  return (
    <div className="pt-ams-settings">
      <Section
        title={t('About')}
        aside={
          <Button size="small" icon={IconPencil} onClick={() => setOpen('about')}>
            {t('Change')}
          </Button>
        }
      >
        <DefinitionList
          facts={[
            [t('Name'), name],
            [t('What it is for'), project.description],
            [t('Made'), <When key="made" at={project.createdAt} style="long" />],
            [t('Messages are kept'), t('7 days')],
          ]}
        />
      </Section>
      <Section
        title={t('Who administers it here')}
        aside={
          <Button
            size="small"
            icon={IconUsers}
            refusal={mayGovern ? null : governed()}
            onClick={() => setOpen('people')}
          >
            {t('Appoint people')}
          </Button>
        }
      >
        {people.length === 0 ? (
          <p className="pt-muted">
            {t('Portal administrators alone. People who are appointed see this project and its messages.')}
          </p>
        ) : (
          <ul className="pt-ams-people">
            {people.map((person) => (
              <li key={person.id}>
                <Avatar name={person.name} size={28} />
                <div>
                  <span className="pt-row-title">{person.name}</span>
                  <div className="pt-second">{person.email}</div>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('Delete the project')}>
        <p className="pt-muted">{mayGovern ? t('With everything in it. This cannot be undone.') : `${governed()}.`}</p>
        <Button look="danger" icon={IconTrash} refusal={mayGovern ? null : governed()} onClick={remove}>
          {t('Delete project')}
        </Button>
      </Section>
      {open === 'about' && <About project={project} onClose={() => setOpen(undefined)} />}
      {open === 'people' && <AppointPeople project={project} onClose={() => setOpen(undefined)} />}
    </div>
  );
}

function About({ project, onClose }: { project: MessagingProject; onClose: () => void }) {
  const go = useGo();
  const changed = useMessagingChanged();
  const form = useForm({
    schema: MessagingProjectChange,
    initial: { name: project.name, description: project.description },
    onSubmit: async (body) => {
      const { name } = await call(messagingEndpoints.changeMessagingProject, {
        params: { project: project.name },
        body,
      });
      onClose();
      if (name !== project.name) go(projectHref(name, 'settings'), { replace: true });
      await changed();
    },
  });
  return (
    <SideForm title={t('Change project')} form={form} submit={t('Save')} onClose={onClose}>
      {project.mayGovern && (
        <TextField
          field={form.field('name')}
          label={t('Name')}
          hint={t('All addresses of its topics and subscriptions change with it: programs have to follow.')}
        />
      )}
      <AreaField field={form.field('description')} label={t('What it is for')} />
    </SideForm>
  );
}
