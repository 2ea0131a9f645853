import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { orderRelations } from '#contracts/ordering/link-schemas';
import type { OrderInTree, OrderRelationName } from '#contracts/ordering/link-schemas';

import { call } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { SelectField, TextField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { Link } from '../../../ui/link.tsx';
import { Mark } from '../../../ui/marks/state.tsx';
import { lookOf } from '../../../ui/marks/states.ts';
import { Section } from '../../../ui/record/record-page.tsx';
import { JoinedConversation } from './joined-conversation.tsx';

const relationWords: Readonly<Record<OrderRelationName, string>> = {
  part_of: 'part of',
  depends_on: 'depends on',
  duplicate_of: 'duplicate of',
  continues: 'continues',
};

export interface LinkedOrdersProps {
  readonly number: number;
  readonly tree: readonly OrderInTree[];
}

/** The tree of orders in which this one stands, and how to link another. */
export function LinkedOrders({ number, tree }: LinkedOrdersProps) {
  const client = useQueryClient();
  const [linking, setLinking] = useState(false);
  const [reading, setReading] = useState(false);
  const hasSame = tree.some(
    (order) => order.relation === 'duplicate_of' && (order.number === number || order.above === number),
  );
  const unlink = (order: OrderInTree) =>
    void call(orderingEndpoints.unlinkOrder, {
      params: { number, other: order.number === number ? (order.above ?? 0) : order.number },
    }).finally(() => void client.invalidateQueries({ queryKey: ['ordering'] }));
  return (
    <Section
      title={t('Linked orders')}
      aside={
        <Button size="small" look="link" onClick={() => setLinking(true)}>
          {t('Link')}
        </Button>
      }
    >
      {tree.length === 0 && <p className="pt-muted">{t('None.')}</p>}
      <ul className="pt-side-list">
        {tree.map((order) => {
          const look = lookOf('order', order.state);
          const isNear = order.number === number ? order.above !== null : order.above === number;
          return (
            <li key={order.number} style={{ paddingLeft: `${order.depth * 12}px` }}>
              <Mark name={look.mark} tone={look.tone} size={14} />
              {order.number === number ? (
                <strong className="pt-strong">{order.number}</strong>
              ) : (
                <Link href={`/orders/${order.number}`} className="pt-strong">
                  {order.number}
                </Link>
              )}
              <span className="pt-truncate" title={`${order.service}, ${t(look.word)}`}>
                {order.relation === null ? order.service : `${t(relationWords[order.relation])} ${order.above ?? ''}`}
                <span className="pt-hidden">, {t(look.word)}</span>
              </span>
              {isNear && (
                <Button
                  size="small"
                  look="quiet"
                  aria-label={t('Unlink order {n}', { n: order.number })}
                  onClick={() => unlink(order)}
                >
                  {t('Unlink')}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {hasSame && (
        <Button size="small" look="link" onClick={() => setReading(true)}>
          {t('Read the conversations as one')}
        </Button>
      )}
      {linking && <LinkForm number={number} onClose={() => setLinking(false)} />}
      {reading && <JoinedConversation number={number} onClose={() => setReading(false)} />}
    </Section>
  );
}

const Draft = z.object({
  relation: z.enum(orderRelations),
  order: z.string().regex(/^\d+$/, 'Type the number of an order'),
});

function LinkForm({ number, onClose }: { readonly number: number; readonly onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    schema: Draft,
    initial: { relation: 'part_of', order: '' },
    onSubmit: async ({ relation, order }) => {
      await call(orderingEndpoints.linkOrder, { params: { number }, body: { relation, order: Number(order) } });
      await client.invalidateQueries({ queryKey: ['ordering'] });
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Link order {n}', { n: number })}
      form={form}
      submit={t('Link order')}
      note={t('Only the desk sees it. Nobody gets a mail.')}
      onClose={onClose}
    >
      <SelectField
        field={form.field('relation')}
        label={t('This order')}
        options={[
          { value: 'part_of', label: t('is part of') },
          { value: 'depends_on', label: t('depends on') },
          { value: 'duplicate_of', label: t('is a duplicate of') },
          { value: 'continues', label: t('continues') },
        ]}
      />
      <TextField field={form.field('order')} label={t('Order')} hint={t('Its number')} />
    </SideForm>
  );
}
