import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { mailTextEndpoints } from '#contracts/kernel/mail-texts';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { useRouteParam, useRouteSearch, useTitle } from '../../app/route-hooks.ts';
import { mailText } from './index.ts';
import { MailTextEditor } from './mail-text-editor.tsx';

/** The text of one mail in one language, and beside it the mail that it gives. */
export function MailTextPage(): ReactNode {
  const id = useRouteParam('id');
  const { language = 'en', special = '' } = useRouteSearch(mailText);
  const answer = useQuery(queryOf(mailTextEndpoints.readMailText, { params: { id }, query: { language, special } }));
  useTitle(answer.data?.title);
  if (answer.error && !answer.data) return <FailurePage error={answer.error} onRetry={() => void answer.refetch()} />;
  const record = answer.data;
  // Another text is another draft.
  return record ? <MailTextEditor key={`${id} ${language} ${special}`} record={record} language={language} /> : null;
}
