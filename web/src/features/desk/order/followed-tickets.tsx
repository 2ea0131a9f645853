import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';

import { deskEndpoints } from '#contracts/ordering/desk-endpoints';
import type { FollowedTicket } from '#contracts/ordering/link-schemas';

import { call } from '../../../api/call.ts';
import { confirm } from '../../../app/confirm.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { Section } from '../../../ui/record/record-page.tsx';

export interface FollowedTicketsProps {
  readonly number: number;
  readonly tickets: readonly FollowedTicket[];
}

/** The tickets of other Jiras that this order follows, and how to link one or let it go. */
export function FollowedTickets({ number, tickets }: FollowedTicketsProps) {
  const client = useQueryClient();
  const [linking, setLinking] = useState(false);
  const unlink = ({ id, key }: FollowedTicket) =>
    void confirm({
      title: t('Unlink ticket {key}?', { key }),
      body: t('Order {n} hears nothing of it any more. What came from there stays. Nobody gets a mail.', { n: number }),
      verb: t('Unlink ticket {key}', { key }),
      keep: t('Keep it'),
      danger: true,
      run: async () => {
        await call(deskEndpoints.unlinkTicket, { params: { number, id } });
        await client.invalidateQueries({ queryKey: ['ordering'] });
      },
    });
  return (
    <Section
      title={t('Ticket elsewhere')}
      aside={
        <Button size="small" look="link" aria-label={t('Link a ticket')} onClick={() => setLinking(true)}>
          {t('Link')}
        </Button>
      }
    >
      {tickets.length === 0 && <p className="pt-muted">{t('None.')}</p>}
      <ul className="pt-side-list">
        {tickets.map((ticket) => (
          <li key={ticket.id}>
            <span className="pt-grow pt-ticket">
              <a href={ticket.url} target="_blank" rel="noreferrer" className="pt-strong">
                {ticket.key}
              </a>
              <span className="pt-second pt-truncate" title={ticket.source}>
                {ticket.source.replace(/^https?:\/\//, '')}
              </span>
            </span>
            <Button
              size="small"
              look="quiet"
              aria-label={t('Unlink ticket {key}', { key: ticket.key })}
              onClick={() => unlink(ticket)}
            >
              {t('Unlink')}
            </Button>
          </li>
        ))}
      </ul>
      {linking && <LinkTicket number={number} onClose={() => setLinking(false)} />}
    </Section>
  );
}

const Draft = z.object({ ticket: z.string().trim().min(1, 'Give the address or the key of the ticket').max(1000) });

function LinkTicket({ number, onClose }: { readonly number: number; readonly onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    schema: Draft,
    initial: { ticket: '' },
    onSubmit: async (body) => {
      await call(deskEndpoints.linkTicket, { params: { number }, body });
      await client.invalidateQueries({ queryKey: ['ordering'] });
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Link a ticket to order {n}', { n: number })}
      form={form}
      submit={t('Link ticket')}
      note={t('From now on the order follows its status, voucher and public comments.')}
      onClose={onClose}
    >
      <TextField
        field={form.field('ticket')}
        label={t('Ticket in another Jira')}
        hint={t('Its address, such as https://jira.example.org/browse/ABC-12, or its key')}
      />
    </SideForm>
  );
}
