import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Project } from '#contracts/ordering/project-schemas';

import { call } from '../../api/call.ts';
import { useGo } from '../../app/address.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';

/** A second project with the same details under another name. */
export function DuplicateProject({ project, onClose }: { project: Project; onClose: () => void }) {
  const go = useGo();
  const client = useQueryClient();
  const form = useForm({
    schema: z.object({ name: z.string().trim().min(1, 'Give the new project a name').max(255) }),
    initial: { name: '' },
    onSubmit: async (body) => {
      const { number } = await call(orderingEndpoints.duplicateProject, { params: { number: project.number }, body });
      await client.invalidateQueries({ queryKey: ['ordering', orderingEndpoints.listProjects.id] });
      onClose();
      go(`/projects/${number}`);
    },
  });
  return (
    <SideForm
      title={t('Duplicate project')}
      lead={t('The new project is yours and has the details of {project}. Orders and people are not copied.', {
        project: project.name,
      })}
      form={form}
      submit={t('Create project')}
      onClose={onClose}
    >
      <TextField label={t('Name of the new project')} field={form.field('name')} />
    </SideForm>
  );
}

/** Asks, then deletes a project in which nothing was ordered; `onDone` leads away from its page. */
export function askDelete(project: Project, onDone: () => void): void {
  void confirm({
    title: t('Delete {project}?', { project: project.name }),
    body: t('It is gone for all its members, with what was said about it. Nobody gets a mail.'),
    verb: t('Delete project'),
    keep: t('Leave it as it is'),
    run: async () => {
      await call(orderingEndpoints.deleteProject, { params: { number: project.number } });
      onDone();
    },
  });
}
