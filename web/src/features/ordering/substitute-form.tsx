import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { GroupRota, RotaWeek } from '#contracts/ordering/desk-schemas';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { DayField, SelectField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';

const Draft = z.object({ person: z.string(), from: z.string(), to: z.string() });

/** Who takes the place of the one on duty on some days of a week. */
export function SubstituteForm({
  rota,
  week,
  onClose,
}: {
  readonly rota: GroupRota;
  readonly week: RotaWeek;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const form = useForm({
    schema: Draft,
    initial: {
      person: week.substitute?.person.id ?? '',
      from: week.substitute?.from ?? week.startsOn,
      to: week.substitute?.to ?? week.endsOn,
    },
    onSubmit: async ({ person, from, to }) => {
      await call(orderingEndpoints.saveRotaWeek, {
        params: { id: rota.group.id, week: week.week },
        body: { person: week.person?.id ?? null, substitute: person === '' ? null : { person, from, to } },
      });
      await client.invalidateQueries({ queryKey: ['ordering', 'readRota'] });
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Stand-in for {group}, {week}', { group: rota.group.name, week: week.week })}
      form={form}
      submit={t('Save stand-in')}
      note={t('Orders that are with somebody stay with them.')}
      onClose={onClose}
    >
      <SelectField
        field={form.field('person')}
        label={t('Who stands in')}
        placeholder={t('Nobody')}
        options={rota.members.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <DayField field={form.field('from')} label={t('From')} min={week.startsOn} max={week.endsOn} />
      <DayField field={form.field('to')} label={t('To and with')} min={week.startsOn} max={week.endsOn} />
    </SideForm>
  );
}
