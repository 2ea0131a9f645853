import { useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { ShareRow } from '#contracts/ordering/share-schemas';

import { call } from '../../../api/call.ts';
import { queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { toast } from '../../../app/toasts.tsx';
import { Button } from '../../../ui/button.tsx';
import { AreaField } from '../../../ui/form/fields.tsx';
import { ErrorSummary } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { FileLinks } from '../../../ui/record/attachments.tsx';
import { Section } from '../../../ui/record/record-page.tsx';
import { When } from '../../../ui/time/when.tsx';
import { fileHref } from '../../line/order-files.ts';

const Question = z.object({ body: z.string().trim().min(1, 'Write your question').max(10_000) });

/** What stands behind a share, as the page behind a link shows it: why it was ordered, what was said, and a way to ask. */
export function ShareBackground({ share }: { share: ShareRow }) {
  const client = useQueryClient();
  const params = { number: share.orderNumber };
  const { data: order } = useQuery(queryOf(orderingEndpoints.readOrder, { params }));
  const form = useForm({
    schema: Question,
    initial: { body: '' },
    onSubmit: async ({ body }) => {
      await call(orderingEndpoints.writeMessage, { params, body: { body, scope: 'internal' } });
      await client.invalidateQueries({ queryKey: ['ordering'] });
      form.replace({ body: '' });
      toast({ text: t('Sent. The order desk reads your question; the customer does not.') });
    },
  });
  if (!order) return null;
  const why = [order.project.overview, order.comment].filter((text) => text.trim() !== '');
  const messages = order.timeline.filter(({ kind }) => kind === 'message').toReversed();
  return (
    <>
      <Section title={t('Why')}>
        {why.length === 0 && <p className="pt-muted">{t('The customer gave no reason.')}</p>}
        {why.map((text) => (
          <p key={text} className="pt-share-words">
            {text}
          </p>
        ))}
      </Section>
      <Section title={t('Conversation so far')}>
        {messages.length === 0 && <p className="pt-muted">{t('Nobody has written anything yet.')}</p>}
        {messages.map((message) => (
          <div key={message.id}>
            <p className="pt-second">
              <strong>{message.by.name}</strong> <When at={message.at} style="long" />
            </p>
            <p className="pt-share-words">{message.text}</p>
            <FileLinks files={message.files} hrefOf={fileHref(order.number)} />
          </div>
        ))}
      </Section>
      {order.desk === null && (
        <Section title={t('Ask the order desk')}>
          <form noValidate onSubmit={form.submit}>
            <ErrorSummary form={form} />
            <AreaField
              field={form.field('body')}
              label={t('Your question')}
              hint={t('The order desk and your resource centre read it; the customer does not.')}
              rows={3}
            />
            <Button type="submit" busy={form.busy}>
              {t('Send the question')}
            </Button>
          </form>
        </Section>
      )}
    </>
  );
}
