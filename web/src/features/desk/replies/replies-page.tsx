import { IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { replyTemplateEndpoints } from '#contracts/ordering/reply-templates';
import type { ReplyTemplate } from '#contracts/ordering/reply-templates';

import { call } from '../../../api/call.ts';
import { queryOf } from '../../../api/query.ts';
import { confirm } from '../../../app/confirm.tsx';
import { FailurePage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { languageName } from '../../../ui/language-name.ts';
import { Page } from '../../../ui/page/page.tsx';
import { SubTable } from '../../../ui/record/sub-table.tsx';
import { EmptyState } from '../../../ui/small.tsx';
import { When } from '../../../ui/time/when.tsx';
import { ReplyForm } from './reply-form.tsx';
import { wordsOfUse } from './reply-words.ts';

/** The replies that shifters choose from when they write, in every language they write in. */
export function RepliesPage() {
  const answer = useQuery(queryOf(replyTemplateEndpoints.listReplyTemplates, {}));
  const client = useQueryClient();
  const [editing, setEditing] = useState<ReplyTemplate | 'new'>();
  if (answer.error && !answer.data) return <FailurePage error={answer.error} onRetry={() => void answer.refetch()} />;
  const { items = [], placeholders = [] } = answer.data ?? {};
  const refresh = () => client.invalidateQueries({ queryKey: ['ordering'] });
  return (
    <Page
      title={t('Replies')}
      actions={
        <Button look="primary" icon={IconPlus} onClick={() => setEditing('new')}>
          {t('New reply')}
        </Button>
      }
      lead={t(
        'Texts to choose from when you write on an order. They are filled from the order and can be changed before they leave.',
      )}
    >
      {answer.data && items.length === 0 && (
        <EmptyState title={t('No reply yet')}>{t('Keep here what you write again and again.')}</EmptyState>
      )}
      {items.length > 0 && (
        <SubTable label={t('Replies')}>
          <thead>
            <tr>
              <th scope="col">{t('Reply')}</th>
              <th scope="col">{t('Language')}</th>
              <th scope="col" data-wide>
                {t('Offered for')}
              </th>
              <th scope="col" data-wide>
                {t('Changed')}
              </th>
              <th scope="col" data-align="right">
                <span className="pt-hidden">{t('Action')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((reply) => (
              <tr key={reply.id}>
                <th scope="row">
                  <strong className="pt-strong">{reply.name}</strong>
                </th>
                <td>{languageName(reply.language)}</td>
                <td data-wide>{wordsOfUse(reply.use)}</td>
                <td data-wide>
                  <When at={reply.changedAt} />, <span className="pt-muted">{reply.changedBy}</span>
                </td>
                <td data-align="right">
                  <Button
                    size="small"
                    aria-label={t('Change {reply}', { reply: reply.name })}
                    onClick={() => setEditing(reply)}
                  >
                    {t('Change')}
                  </Button>{' '}
                  <Button
                    size="small"
                    look="quiet"
                    aria-label={t('Archive {reply}', { reply: reply.name })}
                    onClick={() => void archive(reply).then((done) => (done ? refresh() : undefined))}
                  >
                    {t('Archive')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </SubTable>
      )}
      {editing && (
        <ReplyForm
          {...(editing === 'new' ? {} : { reply: editing })}
          placeholders={placeholders}
          onDone={refresh}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Page>
  );
}

const archive = ({ id, name }: ReplyTemplate) =>
  confirm({
    title: t('Archive the reply {name}?', { name }),
    body: t('It is no longer offered. What was written with it stays. Nobody gets a mail.'),
    verb: t('Archive reply'),
    keep: t('Keep reply'),
    danger: true,
    run: () => call(replyTemplateEndpoints.archiveReplyTemplate, { params: { id } }),
  });
