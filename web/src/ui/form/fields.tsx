import { IconAlertCircle } from '@tabler/icons-react';
import { useId, type InputHTMLAttributes, type ReactNode } from 'react';

import { t } from '../../app/messages.ts';
import { formatDay } from '../time/format.ts';
import './form.css';
import type { FormField } from './use-form.ts';

interface Common {
  readonly field: FormField;
  readonly label: string;
  readonly hint?: ReactNode;
  /** Marked as such; what is required is not marked. */
  readonly optional?: boolean;
}

function describedBy(
  id: string,
  hint: ReactNode,
  error: string | undefined,
): { 'aria-describedby'?: string; 'aria-invalid'?: true } {
  const ids = [hint === undefined ? '' : `${id}-hint`, error === undefined ? '' : `${id}-error`]
    .filter((part) => part !== '')
    .join(' ');
  return {
    ...(ids === '' ? {} : { 'aria-describedby': ids }),
    ...(error === undefined ? {} : { 'aria-invalid': true as const }),
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

interface FrameProps {
  readonly id: string;
  readonly label: string;
  readonly hint: ReactNode;
  readonly error: string | undefined;
  readonly optional: boolean | undefined;
  readonly children: ReactNode;
}

/** Label above, hint under it, error under the hint, then the control. */
export function FieldFrame({ id, label, hint, error, optional, children }: FrameProps) {
  return (
    <div className="pt-field">
      <label htmlFor={id} className="pt-field-label">
        {label} {optional && <span className="pt-field-optional">{t('optional')}</span>}
      </label>
      <HintAndError id={id} hint={hint} error={error} />
      {children}
    </div>
  );
}

function HintAndError({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  return (
    <>
      {hint !== undefined && (
        <span id={`${id}-hint`} className="pt-field-hint">
          {hint}
        </span>
      )}
      {error !== undefined && (
        <span id={`${id}-error`} className="pt-field-error">
          <IconAlertCircle size={15} stroke={1.7} aria-hidden />
          {error}
        </span>
      )}
    </>
  );
}

export interface TextFieldProps extends Common {
  readonly type?: 'text' | 'email' | 'url' | 'tel' | 'search' | 'password';
  /** Beside the field: `GB`. */
  readonly unit?: string;
  readonly input?: InputHTMLAttributes<HTMLInputElement>;
  /** What can be picked instead of typed; anything else may be typed as well. */
  readonly suggestions?: readonly { readonly value: string; readonly about?: string }[];
}

/** One line of text. */
export function TextField({ field, label, hint, optional, type = 'text', unit, input, suggestions }: TextFieldProps) {
  const listId = useId();
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={field.error} optional={optional}>
      <div className="pt-field-line">
        <input
          {...(suggestions ? { list: listId, autoComplete: 'off' } : {})}
          {...input}
          id={field.id}
          type={type}
          className="pt-input"
          value={textOf(field.value)}
          onChange={(event) => field.onChange(event.target.value)}
          onBlur={field.onLeave}
          {...describedBy(field.id, hint, field.error)}
        />
        {unit}
        {suggestions && (
          <datalist id={listId}>
            {suggestions.map(({ value, about }) => (
              <option key={value} value={value}>
                {about}
              </option>
            ))}
          </datalist>
        )}
      </div>
    </FieldFrame>
  );
}

export interface AreaFieldProps extends Common {
  readonly rows?: number;
}

/** Several lines of text. */
export function AreaField({ field, label, hint, optional, rows = 4 }: AreaFieldProps) {
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={field.error} optional={optional}>
      <textarea
        id={field.id}
        rows={rows}
        className="pt-input"
        value={textOf(field.value)}
        onChange={(event) => field.onChange(event.target.value)}
        onBlur={field.onLeave}
        {...describedBy(field.id, hint, field.error)}
      />
    </FieldFrame>
  );
}

export interface NumberFieldProps extends Common {
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  /** Right of the field: `asked: 20`. */
  readonly aside?: ReactNode;
}

/** A number with its unit beside it; what is no number is kept as typed, so that the schema can say so. */
export function NumberField({ field, label, hint, optional, unit, min, max, step, aside }: NumberFieldProps) {
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={field.error} optional={optional}>
      <div className="pt-field-line">
        <input
          id={field.id}
          type="number"
          inputMode="decimal"
          className="pt-input"
          min={min}
          max={max}
          step={step ?? 'any'}
          value={textOf(field.value)}
          onChange={(event) => field.onChange(event.target.value === '' ? '' : event.target.valueAsNumber)}
          onBlur={field.onLeave}
          {...describedBy(field.id, hint, field.error)}
        />
        {unit}
        {aside}
      </div>
    </FieldFrame>
  );
}

/** A calendar day, typed or picked; said again in words beside it. */
export function DayField({
  field,
  label,
  hint,
  optional,
  min,
  max,
}: Common & { readonly min?: string; readonly max?: string }) {
  const value = textOf(field.value);
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={field.error} optional={optional}>
      <div className="pt-field-line">
        <input
          id={field.id}
          type="date"
          className="pt-input"
          min={min}
          max={max}
          value={value}
          onChange={(event) => field.onChange(event.target.value)}
          onBlur={field.onLeave}
          {...describedBy(field.id, hint, field.error)}
        />
        {value !== '' && formatDay(value)}
      </div>
    </FieldFrame>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export interface SelectFieldProps extends Common {
  readonly options: readonly Option[];
  /** First entry, which stands for nothing chosen: `Choose a country`. */
  readonly placeholder?: string;
}

/** One of many, from a list. */
export function SelectField({ field, label, hint, optional, options, placeholder }: SelectFieldProps) {
  return (
    <FieldFrame id={field.id} label={label} hint={hint} error={field.error} optional={optional}>
      <select
        id={field.id}
        className="pt-input"
        value={textOf(field.value)}
        onChange={(event) => field.onChange(event.target.value)}
        onBlur={field.onLeave}
        {...describedBy(field.id, hint, field.error)}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

export interface ChoiceFieldProps extends Common {
  readonly options: readonly Option[];
  /** Side by side, for short words. */
  readonly inline?: boolean;
  /** Several may be chosen; the value is then a list. */
  readonly several?: boolean;
}

/** One of few, or several, all in sight. Nothing is chosen beforehand unless the form says so. */
export function ChoiceField({
  field,
  label,
  hint,
  optional,
  options,
  inline = false,
  several = false,
}: ChoiceFieldProps) {
  const chosen = Array.isArray(field.value) ? field.value.map(textOf) : [textOf(field.value)];
  const choose = (value: string, on: boolean) => {
    if (several)
      field.onChange(on ? [...chosen.filter((item) => item !== ''), value] : chosen.filter((item) => item !== value));
    else field.onChange(value);
  };
  return (
    <fieldset className="pt-field" id={field.id} tabIndex={-1} {...describedBy(field.id, hint, field.error)}>
      <legend className="pt-field-label">
        {label} {optional && <span className="pt-field-optional">{t('optional')}</span>}
      </legend>
      <HintAndError id={field.id} hint={hint} error={field.error} />
      <div className="pt-choices" data-inline={inline || undefined}>
        {options.map((option) => (
          <label key={option.value} className="pt-choice">
            <input
              type={several ? 'checkbox' : 'radio'}
              className="pt-check"
              name={field.id}
              value={option.value}
              checked={chosen.includes(option.value)}
              onChange={(event) => choose(option.value, event.target.checked)}
            />
            <span className="pt-choice-label">{option.label}</span>
            {option.hint && <span className="pt-field-hint">{option.hint}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Yes or no. */
export function TickField({ field, label, hint }: Common) {
  return (
    <div className="pt-field">
      <label className="pt-tick">
        <input
          id={field.id}
          type="checkbox"
          className="pt-check"
          checked={field.value === true}
          onChange={(event) => field.onChange(event.target.checked)}
          {...describedBy(field.id, hint, field.error)}
        />
        <span>{label}</span>
      </label>
      <HintAndError id={field.id} hint={hint} error={field.error} />
    </div>
  );
}
