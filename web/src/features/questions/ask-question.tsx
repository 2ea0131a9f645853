import { useState } from 'react';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';

import { call } from '../../api/call.ts';
import { useGo } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { AreaField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { now } from '../../ui/time/now.ts';
import './questions.css';

const aDay = 86_400;

interface AskProps {
  readonly service: { readonly slug: string; readonly name: string };
  readonly onClose: () => void;
}

/** Asks the order desk about a service, beside its page. */
export function AskQuestion({ service, onClose }: AskProps) {
  const go = useGo();
  const [since] = useState(now);
  const [hidden, setHidden] = useState('');
  const form = useForm({
    schema: z.object({ text: z.string().trim().min(1, 'Write your question').max(10_000) }),
    initial: { text: '' },
    onSubmit: async ({ text }) => {
      const seconds = Math.min(Math.round((now() - since) / 1000), aDay);
      const { number } = await call(orderingEndpoints.askQuestion, {
        params: { slug: service.slug },
        body: { text, form: { seconds, website: hidden } },
      });
      go(`/questions/${number}`);
    },
  });
  return (
    <SideForm
      title={t('Ask about {service}', { service: service.name })}
      lead={t('The order desk answers by mail and under "My questions". No order comes of it.')}
      form={form}
      submit={t('Send question')}
      onClose={onClose}
    >
      <AreaField label={t('Your question')} field={form.field('text')} rows={7} />
      <div className="pt-question-trap" aria-hidden="true">
        <label>
          Website
          <input
            tabIndex={-1}
            autoComplete="off"
            name="website"
            value={hidden}
            onChange={(event) => setHidden(event.target.value)}
          />
        </label>
      </div>
    </SideForm>
  );
}
