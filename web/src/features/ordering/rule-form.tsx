import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import { identityEndpoints } from '#contracts/identity/endpoints';
import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { RoutingRuleInput } from '#contracts/ordering/desk-schemas';
import type { RoutingRule } from '#contracts/ordering/desk-schemas';
import { customerTypologies } from '#contracts/ordering/project-schemas';
import { OrderClass, Priority } from '#contracts/ordering/schemas';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { AreaField, ChoiceField, SelectField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { classWords, priorities, priorityWords, typologyWord } from '../desk/words.ts';
import { draftOf, LevelDraft, levelOf } from './level-drafts.ts';
import { LevelsField } from './levels-field.tsx';
import { listOf, orderTypeWords, parametersOf } from './routing-words.ts';

const Draft = z.object({
  name: RoutingRuleInput.shape.name,
  group: RoutingRuleInput.shape.group,
  priority: z.union([Priority, z.literal('')]),
  category: z.array(z.string()),
  class: z.array(OrderClass),
  orderType: z.array(z.enum(['order', 'open', 'external'])),
  typology: z.array(z.enum(customerTypologies)),
  service: z.string(),
  offer: z.string(),
  provider: z.string(),
  country: z.string(),
  levels: z.array(LevelDraft),
  parameters: z
    .string()
    .refine((text) => parametersOf(text).every(({ label, value }) => label !== '' && value !== ''), {
      message: t('Write each line as label = value'),
    }),
});

export interface RuleFormProps {
  readonly rule?: RoutingRule;
  readonly onSave: (rule: RoutingRuleInput) => Promise<void>;
  readonly onClose: () => void;
}

/** One routing rule: what an order must be, and where it goes then. */
export function RuleForm({ rule, onSave, onClose }: RuleFormProps) {
  const groups = useQuery(queryOf(orderingEndpoints.listGroups, {}));
  const catalogue = useQuery(queryOf(catalogueEndpoints.browseCatalogue, { query: { limit: 1 } }));
  const people = useQuery({ ...queryOf(identityEndpoints.findPeople, { query: { limit: 100 } }), retry: false });
  const known = new Map([
    ...(groups.data?.groups ?? []).flatMap(({ members }) => members).map(({ id, name }) => [id, name] as const),
    ...(people.data?.items ?? []).map(({ id, name }) => [id, name] as const),
  ]);
  const conditions = rule?.conditions;
  const form = useForm({
    schema: Draft,
    initial: {
      name: rule?.name ?? '',
      group: rule?.group ?? '',
      priority: rule?.priority ?? '',
      category: conditions?.category ?? [],
      class: conditions?.class ?? [],
      orderType: conditions?.orderType ?? [],
      typology: conditions?.typology ?? [],
      service: conditions?.service.join(', ') ?? '',
      offer: conditions?.offer.join(', ') ?? '',
      provider: conditions?.provider.join('\n') ?? '',
      country: conditions?.country.join(', ') ?? '',
      levels: rule?.levels.map(draftOf) ?? [],
      parameters: conditions?.parameters.map(({ label, value }) => `${label} = ${value}`).join('\n') ?? '',
    },
    onSubmit: async ({ name, group, priority, service, offer, provider, country, parameters, levels, ...chosen }) => {
      await onSave({
        ...(rule ? { id: rule.id } : {}),
        name,
        group,
        priority: priority === '' ? null : priority,
        levels: levels.map(levelOf),
        conditions: {
          ...chosen,
          service: listOf(service),
          offer: listOf(offer),
          provider: provider
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
          country: listOf(country),
          parameters: parametersOf(parameters),
        },
      });
      onClose();
    },
  });
  const categories = [
    ...new Set([
      ...(catalogue.data?.facets.find(({ name }) => name === 'category')?.values.map(({ label }) => label) ?? []),
      ...(conditions?.category ?? []),
    ]),
  ].toSorted();
  return (
    <SideForm
      title={rule ? t('Change {rule}', { rule: rule.name }) : t('New routing rule')}
      form={form}
      submit={rule ? t('Change rule') : t('Add rule')}
      note={t('Counts for orders that come from now on. What is left empty does not matter.')}
      onClose={onClose}
    >
      <TextField field={form.field('name')} label={t('Name')} hint={t('Stands on the orders as the reason.')} />
      <SelectField
        field={form.field('group')}
        label={t('Group that takes these orders')}
        placeholder={t('Choose a group')}
        options={(groups.data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SelectField
        field={form.field('priority')}
        label={t('Priority')}
        optional
        placeholder={t('As it is')}
        options={priorities.map((value) => ({ value, label: t(priorityWords[value]) }))}
      />
      <ChoiceField
        field={form.field('category')}
        label={t('Categories')}
        optional
        several
        options={categories.map((value) => ({ value, label: value }))}
      />
      <TextField
        field={form.field('service')}
        label={t('Services')}
        optional
        hint={t('Names or short names, with commas between.')}
      />
      <TextField
        field={form.field('offer')}
        label={t('Offers')}
        optional
        hint={t('As in the address: egi-cloud-compute/1')}
      />
      <AreaField field={form.field('provider')} label={t('Providers')} optional rows={2} hint={t('One a line.')} />
      <TextField
        field={form.field('country')}
        label={t('Countries')}
        optional
        hint={t('Of the project, else of the customer.')}
      />
      <ChoiceField
        field={form.field('class')}
        label={t('Class')}
        optional
        several
        options={OrderClass.options.map((value) => ({ value, label: t(classWords[value]) }))}
      />
      <ChoiceField
        field={form.field('typology')}
        label={t('Customer')}
        optional
        several
        options={customerTypologies.map((value) => ({ value, label: typologyWord(value) }))}
      />
      <ChoiceField
        field={form.field('orderType')}
        label={t('Order type')}
        optional
        several
        options={(['order', 'open', 'external'] as const).map((value) => ({ value, label: t(orderTypeWords[value]) }))}
      />
      <AreaField
        field={form.field('parameters')}
        label={t('Parameters')}
        optional
        rows={3}
        hint={t('One a line: Access type = reserved')}
      />
      <LevelsField
        levels={form.values.levels}
        field={form.field}
        onChange={(levels) => form.set('levels', levels)}
        people={[...known].map(([value, label]) => ({ value, label }))}
        groups={(groups.data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
    </SideForm>
  );
}
