import { t } from '../../app/messages.ts';
import { AreaField, NumberField, SelectField, TextField, TickField } from '../../ui/form/fields.tsx';
import type { FormField } from '../../ui/form/use-form.ts';
import type { ParameterDraft } from './parameter-draft.ts';

interface Given {
  readonly draft: ParameterDraft;
  readonly field: (name: keyof ParameterDraft) => FormField;
}

/** What one parameter asks and how, by its type. */
export function ParameterFields({ draft, field }: Given) {
  return (
    <>
      <TextField label={t('Question')} hint={t('As the customer reads it.')} field={field('label')} />
      <TextField label={t('Explanation')} field={field('description')} optional />
      <OfType draft={draft} field={field} />
      {draft.type !== 'date' && (
        <TextField label={t('Unit')} hint={t('Stands beside the value, such as GB.')} field={field('unit')} optional />
      )}
      <BehindIt draft={draft} field={field} />
    </>
  );
}

/** What customers do not read: seldom changed, so folded until it is wrong. */
function BehindIt({ draft, field }: Given) {
  const counts = draft.type === 'range' || draft.type === 'quantity_price' || draft.valueType === 'integer';
  const isWrong = field('id').error !== undefined || field('metric').error !== undefined;
  return (
    <details className="pt-parameter-behind" {...(isWrong ? { open: true } : {})}>
      <summary>{t('For the order desk and for programs')}</summary>
      <TextField
        label={t('Id')}
        hint={t('Programs name the answer by it. Orders that are there keep the one they were placed with.')}
        field={field('id')}
      />
      {counts && draft.type !== 'date' && (
        <TextField
          label={t('Metric')}
          hint={t(
            'What the number counts when the desk splits an order: vm, cores, memory, gpu, disk, storage, users or one of your own. Left empty, the question says it.',
          )}
          field={field('metric')}
          optional
        />
      )}
    </details>
  );
}

function OfType({ draft, field }: Given) {
  switch (draft.type) {
    case 'attribute':
      return (
        <>
          <ValueType field={field('valueType')} />
          <TextField label={t('Value')} hint={t('The same for everybody.')} field={field('value')} />
        </>
      );
    case 'input':
      return (
        <>
          <ValueType field={field('valueType')} />
          <TextField label={t('Value at first')} field={field('value')} optional />
          <TickField label={t('It is a secret: nobody reads it over the shoulder')} field={field('sensitive')} />
        </>
      );
    case 'select':
      return (
        <>
          <ValueType field={field('valueType')} />
          <AreaField label={t('Values')} hint={t('One a line.')} field={field('values')} />
          <SelectField
            label={t('Shown as')}
            field={field('mode')}
            options={[
              { value: 'buttons', label: t('Buttons side by side') },
              { value: 'dropdown', label: t('A list to open') },
            ]}
          />
        </>
      );
    case 'multiselect':
      return (
        <>
          <ValueType field={field('valueType')} />
          <AreaField label={t('Values')} hint={t('One a line.')} field={field('values')} />
          <NumberField label={t('At least')} field={field('minItems')} min={0} step={1} optional />
          <NumberField label={t('At most')} field={field('maxItems')} min={1} step={1} optional />
        </>
      );
    case 'date':
      return (
        <>
          <TextField
            label={t('Not before')}
            hint={t('A day such as 2026-12-01, or now for the day of the order.')}
            field={field('min')}
            optional
          />
          <TextField label={t('Not after')} field={field('max')} optional />
        </>
      );
    case 'range':
      return (
        <>
          <NumberField label={t('From')} field={field('minimum')} step={1} />
          <NumberField label={t('To')} field={field('maximum')} step={1} />
          <TickField label={t('Without the smallest number itself')} field={field('exclusiveMinimum')} />
          <TickField label={t('Without the largest number itself')} field={field('exclusiveMaximum')} />
        </>
      );
    case 'quantity_price':
      return (
        <>
          <NumberField label={t('Price of the first')} field={field('startPrice')} min={0} />
          <NumberField label={t('Price of each further one')} field={field('stepPrice')} min={0} />
          <TextField label={t('Currency')} field={field('currency')} />
          <NumberField label={t('At most')} field={field('most')} min={1} step={1} optional />
        </>
      );
  }
}

function ValueType({ field }: { field: FormField }) {
  return (
    <SelectField
      label={t('It is')}
      field={field}
      options={[
        { value: 'string', label: t('a text') },
        { value: 'integer', label: t('a number') },
      ]}
    />
  );
}
