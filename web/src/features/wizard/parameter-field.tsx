import { IconAlertCircle, IconMinus, IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { isoDay } from '#contracts/catalogue/parameter-days';
import { priceOf, showParameterValue } from '#contracts/catalogue/parameter-rules';
import { highest, lowest } from '#contracts/catalogue/parameters';
import type { Parameter } from '#contracts/catalogue/parameters';

import { formatNumber, t } from '../../app/messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { AreaField, ChoiceField, DayField, FieldFrame, SelectField, TextField } from '../../ui/form/fields.tsx';
import type { FormField } from '../../ui/form/use-form.ts';
import { formatDay } from '../../ui/time/format.ts';
import './wizard.css';

type Of<Type extends Parameter['type']> = Extract<Parameter, { type: Type }>;

export interface ParameterFieldProps<P extends Parameter = Parameter> {
  readonly parameter: P;
  readonly field: FormField;
  /** ISO day that the limit `now` of a date stands for. */
  readonly today: string;
  /** Beside the field: what it was before. */
  readonly aside?: ReactNode;
}

/** One question of an offer as a control: each of the seven types has its own. */
export function ParameterField({ parameter, field, today, aside }: ParameterFieldProps) {
  return (
    <div className="pt-parameter">
      <Control parameter={parameter} field={field} today={today} />
      {aside}
    </div>
  );
}

function Control({ parameter, field, today }: Omit<ParameterFieldProps, 'aside'>) {
  switch (parameter.type) {
    case 'attribute':
      return <Constant parameter={parameter} />;
    case 'input':
      return <Input parameter={parameter} field={field} />;
    case 'select':
      return parameter.config.mode === 'buttons' && parameter.config.values.length <= 8 ? (
        <ButtonChoice parameter={parameter} field={field} />
      ) : (
        <SelectField
          {...wordsOf(parameter)}
          field={typed(parameter, field)}
          placeholder={t('Choose')}
          options={optionsOf(parameter)}
        />
      );
    case 'multiselect':
      return <Several parameter={parameter} field={field} />;
    case 'date':
      return <Day parameter={parameter} field={field} today={today} />;
    case 'range':
      return <Range parameter={parameter} field={field} />;
    case 'quantity_price':
      return <Quantity parameter={parameter} field={field} />;
  }
}

function wordsOf({ label, description }: Parameter): { label: string; hint?: string } {
  return description ? { label, hint: description } : { label };
}

function optionsOf(parameter: Of<'select' | 'multiselect'>) {
  return parameter.config.values.map((value) => ({
    value: String(value),
    label: parameter.unit ? `${value} ${parameter.unit}` : String(value),
  }));
}

/** Fields speak text; a value of the offer stays what it is there, a number or a text. */
function typed(parameter: Of<'select' | 'multiselect'>, field: FormField): FormField {
  const known = (text: unknown) => parameter.config.values.find((value) => String(value) === text) ?? text;
  return {
    ...field,
    onChange: (value) => field.onChange(Array.isArray(value) ? value.map(known) : known(value)),
  };
}

function Constant({ parameter }: { parameter: Of<'attribute'> }) {
  return (
    <div className="pt-field">
      <span className="pt-field-label">{parameter.label}</span>
      {parameter.description && <span className="pt-field-hint">{parameter.description}</span>}
      <span className="pt-constant">
        <strong>{showParameterValue(parameter, parameter.value)}</strong>
        <span className="pt-muted">{t('the same for everybody')}</span>
      </span>
    </div>
  );
}

function Input({ parameter, field }: { parameter: Of<'input'>; field: FormField }) {
  const words = wordsOf(parameter);
  if (parameter.value_type === 'integer') {
    return (
      <div className="pt-number-field">
        <TextField
          {...words}
          field={field}
          {...(parameter.unit ? { unit: parameter.unit } : {})}
          input={{ inputMode: 'numeric', autoComplete: 'off' }}
        />
      </div>
    );
  }
  if (parameter.sensitive) {
    return <TextField {...words} field={field} type="password" input={{ autoComplete: 'off' }} optional />;
  }
  return <AreaField {...words} field={field} rows={2} optional />;
}

/** Few values side by side, as buttons of one choice. */
function ButtonChoice({ parameter, field }: { parameter: Of<'select'>; field: FormField }) {
  const choose = typed(parameter, field).onChange;
  const described = field.error === undefined ? {} : { 'aria-describedby': `${field.id}-error` };
  return (
    <fieldset className="pt-field" id={field.id} tabIndex={-1} {...described}>
      <legend className="pt-field-label">{parameter.label}</legend>
      {parameter.description && <span className="pt-field-hint">{parameter.description}</span>}
      {field.error !== undefined && <FieldError id={field.id}>{field.error}</FieldError>}
      <div className="pt-button-choice">
        {optionsOf(parameter).map(({ value, label }) => (
          <label key={value}>
            <input
              type="radio"
              name={field.id}
              value={value}
              checked={String(field.value) === value}
              onChange={() => choose(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function FieldError({ id, children }: { id: string; children: string }) {
  return (
    <span id={`${id}-error`} className="pt-field-error">
      <IconAlertCircle size={15} stroke={1.7} aria-hidden />
      {children}
    </span>
  );
}

function Several({ parameter, field }: { parameter: Of<'multiselect'>; field: FormField }) {
  const { values, minItems, maxItems } = parameter.config;
  const [least, most] = [minItems ?? 1, maxItems ?? values.length];
  const howMany =
    most >= values.length
      ? least > 1
        ? t('Choose at least {least}', { least })
        : t('One or several')
      : least === most
        ? t('Choose {most}', { most })
        : t('Choose {least} to {most}', { least, most });
  return (
    <ChoiceField
      label={parameter.label}
      hint={parameter.description ? `${parameter.description}. ${howMany}` : howMany}
      field={typed(parameter, field)}
      options={optionsOf(parameter)}
      inline
      several
    />
  );
}

function Day({ parameter, field, today }: { parameter: Of<'date'>; field: FormField; today: string }) {
  const limit = (text: string | null | undefined) => (text === 'now' ? today : isoDay(text ?? ''));
  const [min, max] = [limit(parameter.config?.min), limit(parameter.config?.max)];
  const allowed =
    min !== undefined && max !== undefined
      ? t('From {min} to {max}', { min: formatDay(min), max: formatDay(max) })
      : min !== undefined && min !== today
        ? t('From {min} on', { min: formatDay(min) })
        : max !== undefined
          ? t('Until {max}', { max: formatDay(max) })
          : undefined;
  const hint = [parameter.description, allowed].filter((part) => part).join('. ');
  return (
    <DayField
      label={parameter.label}
      field={field}
      {...(hint === '' ? {} : { hint })}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
    />
  );
}

/** A number field for who knows the number, a slider for who tries; both say the same. */
function Range({ parameter, field }: { parameter: Of<'range'>; field: FormField }) {
  const [from, to] = [lowest(parameter.config), highest(parameter.config)];
  const limits = t('{from} to {to}', { from, to });
  const range = parameter.unit ? `${limits} ${parameter.unit}` : limits;
  const number = Number(field.value);
  const isSet = field.value !== '' && Number.isFinite(number);
  return (
    <FieldFrame
      id={field.id}
      label={parameter.label}
      hint={parameter.description ? `${parameter.description}. ${range}` : range}
      error={field.error}
      optional={false}
    >
      <div className="pt-field-line pt-range">
        <input
          id={field.id}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          className="pt-input pt-input-number"
          value={typeof field.value === 'string' || typeof field.value === 'number' ? String(field.value) : ''}
          onChange={(event) => field.onChange(event.target.value)}
          onBlur={field.onLeave}
          aria-describedby={field.error === undefined ? `${field.id}-hint` : `${field.id}-hint ${field.id}-error`}
          aria-invalid={field.error === undefined ? undefined : true}
        />
        {parameter.unit}
        <input
          type="range"
          min={from}
          max={to}
          step={1}
          value={isSet ? Math.min(to, Math.max(from, number)) : from}
          data-unset={!isSet || undefined}
          aria-label={t('{label}, slider', { label: parameter.label })}
          onChange={(event) => field.onChange(event.target.valueAsNumber)}
          onPointerUp={field.onLeave}
        />
      </div>
    </FieldFrame>
  );
}

/** How many, with the price of the first and of each further one. */
function Quantity({ parameter, field }: { parameter: Of<'quantity_price'>; field: FormField }) {
  const { start_price, step_price, currency, max } = parameter.config;
  const count = Number(field.value);
  const isNumber = field.value !== '' && Number.isSafeInteger(count);
  const price = isNumber ? priceOf(parameter, count) : null;
  const money = (amount: number) => `${formatNumber(amount)} ${currency}`;
  const prices =
    start_price === step_price
      ? t('{price} each', { price: money(start_price) })
      : t('{first} for the first, {next} for each further one', { first: money(start_price), next: money(step_price) });
  const limit = max === null || max === undefined ? '' : t('At most {max}', { max });
  const hint = [parameter.description, prices, limit].filter((part) => part).join('. ');
  const stepTo = (next: number) => {
    field.onChange(Math.max(0, max === null || max === undefined ? next : Math.min(max, next)));
  };
  return (
    <FieldFrame id={field.id} label={parameter.label} hint={hint} error={field.error} optional={false}>
      <div className="pt-field-line">
        <span className="pt-stepper">
          <IconButton
            icon={IconMinus}
            label={t('One less: {label}', { label: parameter.label })}
            onClick={() => stepTo((isNumber ? count : 0) - 1)}
          />
          <input
            id={field.id}
            type="text"
            inputMode="numeric"
            autoComplete="off"
            className="pt-input"
            value={typeof field.value === 'string' || typeof field.value === 'number' ? String(field.value) : ''}
            onChange={(event) => field.onChange(event.target.value)}
            onBlur={field.onLeave}
            aria-describedby={field.error === undefined ? `${field.id}-hint` : `${field.id}-hint ${field.id}-error`}
            aria-invalid={field.error === undefined ? undefined : true}
          />
          <IconButton
            icon={IconPlus}
            label={t('One more: {label}', { label: parameter.label })}
            onClick={() => stepTo((isNumber ? count : 0) + 1)}
          />
        </span>
        {parameter.unit}
        {price !== null && <output className="pt-strong pt-stepper-price">{money(price)}</output>}
      </div>
    </FieldFrame>
  );
}
