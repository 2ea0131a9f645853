import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Order } from '#contracts/ordering/order-schemas';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { AreaField, ChoiceField, TickField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { gradeWords } from './line-words.ts';

const Grade = z.enum(['1', '2', '3', '4', '5'], 'Choose a grade');
const Rating = z.object({ service: Grade, ordering: Grade, text: z.string().trim().max(4000), publish: z.boolean() });

interface RateProps {
  readonly order: Order;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Two grades and a text, which the order desk reads. */
export function RateOrder({ order, onClose, onDone }: RateProps) {
  const given = order.rating;
  const form = useForm({
    schema: Rating,
    initial: {
      // Nobody has chosen yet, which the schema then asks for.
      service: (given ? String(given.service) : '') as '1',
      ordering: (given ? String(given.ordering) : '') as '1',
      text: given?.text ?? '',
      publish: given?.publish ?? false,
    },
    onSubmit: async ({ service, ordering, text, publish }) => {
      await call(orderingEndpoints.rateOrder, {
        params: { number: order.number },
        body: { service: Number(service), ordering: Number(ordering), text, publish },
      });
      onDone();
    },
  });
  const grades = gradeWords.map((word, index) => ({ value: String(index + 1), label: t(word) }));
  return (
    <SideForm
      title={t('Rate {service}', { service: order.service.name })}
      lead={t('The order desk reads your rating. You can change it for 30 days.')}
      form={form}
      submit={given ? t('Change rating') : t('Send rating')}
      onClose={onClose}
    >
      <ChoiceField label={t('The service')} field={form.field('service')} options={grades} />
      <ChoiceField label={t('How the order was handled')} field={form.field('ordering')} options={grades} />
      <AreaField label={t('What should we know')} field={form.field('text')} optional />
      <TickField
        label={t('Show this text on the page of the service')}
        hint={t('Without your name. Your grade of the service counts in its average either way.')}
        field={form.field('publish')}
      />
    </SideForm>
  );
}
