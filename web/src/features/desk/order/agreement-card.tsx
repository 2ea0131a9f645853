import { useState } from 'react';

import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Mark } from '../../../ui/marks/state.tsx';
import { lookOf } from '../../../ui/marks/states.ts';
import { Section } from '../../../ui/record/record-page.tsx';
import { ActDialog } from './act-dialog.tsx';
import type { OrderWork } from './use-order-work.ts';

/** The agreement that stands for the order, or the word that none is needed. */
export function AgreementCard({ work, mayWork }: { work: OrderWork; mayWork: boolean }) {
  const { order } = work;
  const { agreement, desk } = order;
  const [waiving, setWaiving] = useState(false);
  const isOpen = ['registered', 'in_progress', 'waiting_for_response', 'approved'].includes(order.state);
  if (order.kind !== 'order') return null;
  const look = lookOf('agreement', agreement?.state ?? 'draft');
  const waived = desk?.noAgreementReason ?? null;
  return (
    <Section title={t('Agreement')}>
      {agreement ? (
        <Link href={`/orders/${order.number}/agreement`} className="pt-agreement-card">
          <Mark name={look.mark} tone={look.tone} />
          <span>
            <strong className="pt-strong">
              {t('SLA {number}, version {version}', { number: String(agreement.number), version: agreement.version })}
            </strong>
            <span className="pt-second">{t(look.word)}</span>
          </span>
        </Link>
      ) : (
        <p className="pt-muted">
          {waived === null
            ? t('None yet. It is made from validated shares.')
            : t('None needed: {reason}', { reason: waived })}
        </p>
      )}
      {mayWork && isOpen && waived === null && !agreement && (
        <Button look="link" size="small" onClick={() => setWaiving(true)}>
          {t('State that none is needed')}
        </Button>
      )}
      {mayWork && isOpen && waived !== null && (
        <Button look="link" size="small" onClick={() => work.press(() => work.updateDesk({ noAgreement: false }))}>
          {t('One is needed after all')}
        </Button>
      )}
      {waiving && (
        <ActDialog
          title={t('Order {number} needs no agreement?', { number: String(order.number) })}
          effect={t('It can be approved without an SLA. The reason stays with the order')}
          needs={['reason']}
          verb={t('State that none is needed')}
          keep={t('Cancel')}
          onClose={() => setWaiving(false)}
          onSend={({ reason }) => work.updateDesk({ noAgreement: true, ...(reason === undefined ? {} : { reason }) })}
        />
      )}
    </Section>
  );
}
