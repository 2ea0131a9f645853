import { useState } from 'react';
import { z } from 'zod';

import { Button } from '../button.tsx';
import { AreaField, ChoiceField, DayField, NumberField, SelectField, TextField, TickField } from '../form/fields.tsx';
import { FormSection, PageForm, SideForm } from '../form/page-form.tsx';
import { useForm } from '../form/use-form.ts';

const Sample = z.object({
  name: z.string().trim().min(1, 'Give the project a name'),
  typology: z.enum(['research', 'private_company'], 'Choose who orders'),
  country: z.string().min(1, 'Choose a country'),
  machines: z
    .number('Give a number between 1 and 50')
    .int()
    .min(1, 'Give a number between 1 and 50')
    .max(50, 'Give a number between 1 and 50'),
  startsOn: z.string(),
  why: z.string(),
  terms: z.boolean(),
});

/** A page form with every kind of field; a button opens the same as a side form. */
export function FormSample() {
  const [side, setSide] = useState(false);
  const form = useForm({
    schema: Sample,
    initial: {
      name: '',
      typology: '' as 'research',
      country: '',
      machines: 50,
      startsOn: '2026-12-01',
      why: '',
      terms: false,
    },
    onSubmit: async () => undefined,
  });
  const fields = (
    <>
      <FormSection title="About the project">
        <TextField field={form.field('name')} label="Name" hint="Providers see it." />
        <ChoiceField
          field={form.field('typology')}
          label="Who orders"
          options={[
            { value: 'research', label: 'A research community', hint: 'Several institutes work together' },
            { value: 'private_company', label: 'A private company' },
          ]}
        />
        <SelectField
          field={form.field('country')}
          label="Country"
          placeholder="Choose a country"
          options={[{ value: 'GR', label: 'Greece' }]}
        />
      </FormSection>
      <FormSection title="What you need">
        <div className="pt-form-row">
          <NumberField field={form.field('machines')} label="Machines" hint="1 to 50" unit="VMs" min={1} max={50} />
          <DayField field={form.field('startsOn')} label="Start" />
        </div>
        <AreaField field={form.field('why')} label="Why" optional />
        <TickField field={form.field('terms')} label="My institute accepts the terms of use" />
        <Button onClick={() => setSide(true)}>Open as side form</Button>
      </FormSection>
    </>
  );
  return (
    <>
      <PageForm
        title="New project"
        lead="A project holds your orders and the people who may place them."
        form={form}
        submit="Create project"
        onCancel={() => undefined}
        note="Saved as draft 14:31"
      >
        {fields}
      </PageForm>
      {side && <SideSample onClose={() => setSide(false)} />}
    </>
  );
}

function SideSample({ onClose }: { onClose: () => void }) {
  const form = useForm({
    schema: Sample.pick({ name: true, machines: true }),
    initial: { name: '', machines: 20 },
    onSubmit: async () => onClose(),
  });
  return (
    <SideForm title="Add resource centre" form={form} submit="Add share" onClose={onClose}>
      <TextField field={form.field('name')} label="Resource centre" />
      <NumberField field={form.field('machines')} label="Machines" unit="VMs" />
    </SideForm>
  );
}
