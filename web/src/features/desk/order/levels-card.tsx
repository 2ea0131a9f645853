import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { ApprovalLevel } from '#contracts/ordering/level-schemas';
import type { Order, OrderDesk } from '#contracts/ordering/order-schemas';
import { useQueryClient } from '@tanstack/react-query';

import { call } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { Section } from '../../../ui/record/record-page.tsx';
import { LevelList } from '../../ordering/level-list.tsx';
import { ActDialog } from './act-dialog.tsx';

/** Levels of approval that the rule of the order demands, and passing over one. */
export function LevelsCard({ order, desk }: { readonly order: Order; readonly desk: OrderDesk }) {
  const client = useQueryClient();
  const [passing, setPassing] = useState<ApprovalLevel>();
  if (desk.levels.length === 0) return null;
  return (
    <Section title={t('Approvals')}>
      <LevelList levels={desk.levels} {...(desk.mayBypass ? { onBypass: setPassing } : {})} />
      {passing && (
        <ActDialog
          title={t('Pass over the approval of {level}?', { level: passing.name })}
          effect={t('The next level is asked, or the order can be approved. The reason stays on the desk')}
          needs={['reason']}
          verb={t('Pass over')}
          keep={t('Wait for the answer')}
          onClose={() => setPassing(undefined)}
          onSend={async ({ reason }) => {
            await call(orderingEndpoints.bypassApproval, {
              params: { number: order.number, level: passing.position },
              body: { reason: reason ?? '' },
            });
            await client.invalidateQueries({ queryKey: ['ordering'] });
          }}
        />
      )}
    </Section>
  );
}
