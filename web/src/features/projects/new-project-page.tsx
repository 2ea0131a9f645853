import { useQueryClient } from '@tanstack/react-query';

import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { call } from '../../api/call.ts';
import { useGo } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { FormSection, PageForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { BasicFields } from './project-fields.tsx';
import { emptyProject, ProjectForm } from './project-form.ts';

/** A new project, in as few questions as it takes. */
export function NewProjectPage() {
  const go = useGo();
  const client = useQueryClient();
  const form = useForm({
    schema: ProjectForm,
    initial: emptyProject(),
    onSubmit: async (body) => {
      const project = await call(orderingEndpoints.createProject, { body });
      await client.invalidateQueries({ queryKey: ['ordering'] });
      go(`/projects/${project.number}`);
    },
  });
  return (
    <PageForm
      title={t('New project')}
      lead={t('A project holds your orders and the people who may place or read them.')}
      form={form}
      submit={t('Create project')}
      onCancel={() => go('/projects')}
    >
      <FormSection>
        <BasicFields form={form} />
      </FormSection>
    </PageForm>
  );
}
