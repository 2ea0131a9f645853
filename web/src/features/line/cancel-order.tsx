import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Order } from '#contracts/ordering/order-schemas';

import { call } from '../../api/call.ts';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField } from '../../ui/form/fields.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { useAllLines } from '../bundles/all-lines.tsx';
import './line.css';

interface CancelProps {
  readonly order: Order;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** What happens when the order is cancelled, by how far it has come. */
export function consequences({
  state,
  kind,
  agreement,
}: Pick<Order, 'state' | 'kind' | 'agreement'>): readonly string[] {
  if (kind !== 'order') return ['The link leaves your project. The service itself does not change.'];
  const told = 'The order desk gets your reason.';
  const paper =
    agreement === null
      ? []
      : agreement.state === 'proposed'
        ? ['The agreement is withdrawn, and links to sign it stop working.']
        : ['The signed agreement ends with it.'];
  if (state === 'ready')
    return [
      told,
      'The providers are told to release the resources. What you keep there can be deleted, so copy it first.',
      ...paper,
    ];
  if (state === 'approved')
    return [told, 'The providers are told to stop setting it up.', 'Nothing is kept for you any longer.', ...paper];
  return [told, 'Resource centres that were asked hear that their answer is no longer needed.', ...paper];
}

/** Asks why, says what happens, cancels. */
export function CancelOrder({ order, onClose, onDone }: CancelProps) {
  const isOrder = order.kind === 'order';
  const all = useAllLines(order, 'cancel');
  const form = useForm({
    schema: z.object({ reason: z.string().trim().min(1, 'Say why in a few words').max(2000) }),
    initial: { reason: '' },
    onSubmit: async ({ reason }) => {
      await call(
        orderingEndpoints.transitionOrder,
        { params: { number: order.number }, body: { action: 'cancel', reason, ...all.given } },
        { ifMatch: order.version },
      );
      onDone();
    },
  });
  const title = isOrder
    ? t('Cancel order {number}?', { number: String(order.number) })
    : t('Take {service} out of the project?', { service: order.service.name });
  return (
    <Dialog label={title} canClose={!form.busy} onClose={onClose}>
      <form className="pt-dialog-body" noValidate onSubmit={form.submit}>
        <h2 className="pt-h1">{title}</h2>
        <ErrorSummary form={form} />
        <ul className="pt-consequences">
          {consequences(order).map((text) => (
            <li key={text}>{t(text)}</li>
          ))}
        </ul>
        <AreaField label={t('Why')} field={form.field('reason')} rows={3} />
        {all.field}
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{isOrder ? t('Keep order') : t('Keep it')}</Button>
          <Button type="submit" look="danger" busy={form.busy}>
            {isOrder ? t('Cancel order {number}', { number: String(order.number) }) : t('Take it out')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
