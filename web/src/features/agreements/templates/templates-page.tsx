import { useQuery } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { agreementTypes } from '#contracts/agreements/kinds';
import { NewTemplateInput } from '#contracts/agreements/schemas';
import type { TemplateSummary } from '#contracts/agreements/schemas';

import { call } from '../../../api/call.ts';
import { queryOf } from '../../../api/query.ts';
import { useGo } from '../../../app/address.ts';
import { FailurePage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { ChoiceField, SelectField, TextField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { Link } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { SubTable } from '../../../ui/record/sub-table.tsx';
import { When } from '../../../ui/time/when.tsx';
import { KindMark } from '../agreement-columns.tsx';
import { typeWords } from '../words.ts';
import '../agreements.css';

/** The templates that agreements are drafted from. */
export function TemplatesPage() {
  const answer = useQuery(queryOf(agreementsEndpoints.listAgreementTemplates, {}));
  const [adding, setAdding] = useState(false);
  if (answer.error) return <FailurePage error={answer.error} onRetry={() => void answer.refetch()} />;
  const templates = answer.data?.items ?? [];
  return (
    <Page
      title={t('Templates of agreements')}
      actions={
        <Button look="primary" icon={IconPlus} onClick={() => setAdding(true)}>
          {t('New template')}
        </Button>
      }
    >
      <p className="pt-reading pt-page-lead pt-templates-hint">
        {t('A new draft starts from the default of its kind. Agreements that exist stay as they are.')}{' '}
        <Link href="/templates/replies">{t('Replies of the desk')}</Link>
        {' · '}
        <Link href="/templates/mails">{t('Texts of mails')}</Link>
      </p>
      {answer.data && (
        <SubTable label={t('Templates of agreements')}>
          <thead>
            <tr>
              <th scope="col">{t('Template')}</th>
              <th scope="col">{t('Kind')}</th>
              <th scope="col" data-align="right" data-wide>
                {t('Version')}
              </th>
              <th scope="col">{t('Used for new drafts')}</th>
              <th scope="col" data-wide>
                {t('Changed')}
              </th>
            </tr>
          </thead>
          <tbody>
            {templates.map((template) => (
              <TemplateRow key={template.id} template={template} />
            ))}
          </tbody>
        </SubTable>
      )}
      {adding && <NewTemplateForm templates={templates} onClose={() => setAdding(false)} />}
    </Page>
  );
}

function TemplateRow({ template }: { template: TemplateSummary }) {
  const { id, kind, type, name, version, isDefault, changedAt, changedBy } = template;
  return (
    <tr>
      <th scope="row">
        <Link href={`/admin/templates/${id}`} className="pt-row-title">
          {name}
        </Link>
      </th>
      <td>
        <span className="pt-row">
          <KindMark kind={kind} />
          <span>{t(typeWords[type])}</span>
        </span>
      </td>
      <td data-align="right" data-wide>
        {version}
      </td>
      <td>{isDefault ? t('yes, the default') : <span className="pt-muted">{t('no')}</span>}</td>
      <td data-wide>
        {changedAt === null ? (
          <span className="pt-muted">{t('as shipped')}</span>
        ) : (
          <>
            <When at={changedAt} /> <span className="pt-muted">{changedBy}</span>
          </>
        )}
      </td>
    </tr>
  );
}

function NewTemplateForm({ templates, onClose }: { templates: readonly TemplateSummary[]; onClose: () => void }) {
  const go = useGo();
  const form = useForm({
    schema: NewTemplateInput,
    initial: { type: 'vo_sla', name: '', copyOf: undefined },
    onSubmit: async (body) => {
      const made = await call(agreementsEndpoints.createAgreementTemplate, { body });
      go(`/admin/templates/${made.id}`);
    },
  });
  const same = templates.filter(({ type }) => type === form.values.type);
  return (
    <SideForm
      title={t('New template')}
      lead={t('It begins with the texts of another one. Nothing is drafted from it until it is the default.')}
      form={form}
      submit={t('Create template')}
      onClose={onClose}
    >
      <ChoiceField
        field={form.field('type')}
        label={t('Kind')}
        options={agreementTypes.map((type) => ({ value: type, label: t(typeWords[type]) }))}
      />
      <TextField field={form.field('name')} label={t('Name')} input={{ maxLength: 200 }} />
      <SelectField
        field={{
          ...form.field('copyOf'),
          onChange: (value) => form.set('copyOf', value === '' ? undefined : value),
        }}
        label={t('Texts of')}
        placeholder={t('the default of its kind')}
        options={same.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </SideForm>
  );
}
