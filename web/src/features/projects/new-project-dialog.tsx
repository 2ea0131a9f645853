import { useQueryClient } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Project } from '#contracts/ordering/project-schemas';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { BasicFields } from './project-fields.tsx';
import { emptyProject, ProjectForm } from './project-form.ts';

/** A new project beside the form that needs one. */
export function NewProjectDialog({
  onClose,
  onCreated,
}: {
  onClose: () => void;
  onCreated: (project: Project) => void;
}) {
  const client = useQueryClient();
  const form = useForm({
    schema: ProjectForm,
    initial: emptyProject(),
    onSubmit: async (body) => {
      const project = await call(orderingEndpoints.createProject, { body });
      await client.invalidateQueries({ queryKey: ['ordering', orderingEndpoints.listProjects.id] });
      onCreated(project);
    },
  });
  return (
    <SideForm title={t('New project')} form={form} submit={t('Create project')} onClose={onClose}>
      <BasicFields form={form} />
    </SideForm>
  );
}
