import { useQuery } from '@tanstack/react-query';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';

import { queryOf } from '../../../api/query.ts';
import { FailurePage } from '../../../app/failure.tsx';
import { useRouteParam, useTitle } from '../../../app/route-hooks.ts';
import '../agreements.css';
import { TemplateEditor } from './template-editor.tsx';

/** One template: its sections, the text that is written, and beside it what it gives. */
export function TemplatePage() {
  const id = useRouteParam('id');
  const template = useQuery(queryOf(agreementsEndpoints.readAgreementTemplate, { params: { id } }));
  useTitle(template.data?.name);
  if (template.error) return <FailurePage error={template.error} onRetry={() => void template.refetch()} />;
  return template.data ? <TemplateEditor key={template.data.id} template={template.data} /> : null;
}
