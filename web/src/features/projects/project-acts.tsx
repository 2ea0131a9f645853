import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Project } from '#contracts/ordering/project-schemas';

import { call } from '../../api/call.ts';
import { keyOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { ChoiceField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { BasicFields, MoreFields, valuesOf } from './project-fields.tsx';
import { ProjectForm } from './project-form.ts';

interface ActProps {
  readonly project: Project;
  readonly onClose: () => void;
}

/** Shows the project as the server has it now, and lets the lists ask again. */
export function useProjectChanged(): (project: Project) => void {
  const client = useQueryClient();
  return (project) => {
    client.setQueryData(keyOf(orderingEndpoints.readProject, { params: { number: project.number } }), project);
    void client.invalidateQueries({ queryKey: ['ordering', orderingEndpoints.listProjects.id] });
  };
}

/** Everything that can be said about a project. */
export function EditProject({ project, onClose }: ActProps) {
  const changed = useProjectChanged();
  const form = useForm({
    schema: ProjectForm,
    initial: valuesOf(project.details),
    onSubmit: async (body) => {
      changed(
        await call(
          orderingEndpoints.updateProject,
          { params: { number: project.number }, body },
          { ifMatch: project.version },
        ),
      );
      onClose();
    },
  });
  return (
    <SideForm title={t('Edit project')} form={form} submit={t('Save project')} onClose={onClose}>
      <BasicFields form={form} />
      <MoreFields form={form} />
    </SideForm>
  );
}

const Invitation = z.object({
  email: z.email('Write a mail address such as name@institute.example').max(255),
  right: z.enum(['order', 'read'], 'Choose what they may do'),
});

/** Somebody else for the project, by mail. */
export function InviteMember({ project, onClose }: ActProps) {
  const changed = useProjectChanged();
  const form = useForm({
    schema: Invitation,
    // Nobody has chosen yet, which the schema then asks for.
    initial: { email: '', right: '' as 'read' },
    onSubmit: async (body) => {
      changed(await call(orderingEndpoints.inviteMember, { params: { number: project.number }, body }));
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Invite somebody')}
      lead={t('They get a mail with a link to {project}, and join when they sign in.', { project: project.name })}
      form={form}
      submit={t('Send invitation')}
      onClose={onClose}
    >
      <TextField label={t('Mail address')} type="email" field={form.field('email')} />
      <ChoiceField
        label={t('What they may do')}
        field={form.field('right')}
        options={[
          { value: 'order', label: t('Order'), hint: t('Place orders, write to the desk, cancel and change') },
          { value: 'read', label: t('Read'), hint: t('See the orders and what is said, but no secrets') },
        ]}
      />
    </SideForm>
  );
}

/** Makes somebody who has joined the owner. */
export function HandOver({ project, onClose }: ActProps) {
  const changed = useProjectChanged();
  const joined = project.members.filter(({ joinedAt }) => joinedAt !== null);
  const form = useForm({
    schema: z.object({ member: z.string().min(1, 'Choose the new owner') }),
    initial: { member: '' },
    onSubmit: async (body) => {
      changed(await call(orderingEndpoints.handOverProject, { params: { number: project.number }, body }));
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Hand over project')}
      lead={t('The new owner gets a mail, invites people and can hand it on. You stay as a member who may order.')}
      form={form}
      submit={t('Hand over {project}', { project: project.name })}
      onClose={onClose}
    >
      <ChoiceField
        label={t('New owner')}
        field={form.field('member')}
        options={joined.map((member) => ({ value: member.id, label: member.name ?? member.email, hint: member.email }))}
      />
    </SideForm>
  );
}

/** Asks, then archives the project or brings it back. */
export function askArchive(project: Project, changed: (project: Project) => void): void {
  const restore = project.status === 'archived';
  void confirm({
    title: restore
      ? t('Restore {project}?', { project: project.name })
      : t('Archive {project}?', { project: project.name }),
    body: restore
      ? t('Its members can order in it again. Nobody gets a mail.')
      : t('Nobody can order in it until it is restored. What was ordered stays readable. Nobody gets a mail.'),
    verb: restore ? t('Restore project') : t('Archive project'),
    keep: t('Leave it as it is'),
    run: async () => {
      changed(await call(orderingEndpoints.archiveProject, { params: { number: project.number }, body: { restore } }));
    },
  });
}
