import { IconPlus, IconTrash } from '@tabler/icons-react';

import type { ProcedureInput } from '#contracts/catalogue/procedure';

import { t } from '../../../app/messages.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField, TickField } from '../../../ui/form/fields.tsx';
import type { Form } from '../../../ui/form/use-form.ts';

/** A short list of named texts inside a step, each row with its columns. */
export function Rows({
  form,
  path,
  label,
  columns,
  hasSecret = false,
}: {
  form: Form<typeof ProcedureInput>;
  path: string;
  label: string;
  columns: Readonly<Record<string, string>>;
  hasSecret?: boolean;
}) {
  const held = form.field(path).value;
  const rows: readonly unknown[] = Array.isArray(held) ? held : [];
  const empty = Object.fromEntries(Object.keys(columns).map((name) => [name, '']));
  return (
    <fieldset className="pt-stack">
      <legend className="pt-field-label">{label}</legend>
      {rows.map((_row, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- the rows have nothing but their place
        <div className="pt-procedure-row" key={at}>
          {Object.entries(columns).map(([name, word]) => (
            <TextField key={name} field={form.field(`${path}.${at}.${name}`)} label={word} />
          ))}
          {hasSecret && <TickField field={form.field(`${path}.${at}.secret`)} label={t('Secret')} />}
          <IconButton
            icon={IconTrash}
            label={t('Remove row {n}', { n: at + 1 })}
            onClick={() =>
              form.set(
                path,
                rows.filter((_other, place) => place !== at),
              )
            }
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={IconPlus}
          onClick={() => form.set(path, [...rows, { ...empty, ...(hasSecret ? { secret: false } : {}) }])}
        >
          {t('Add')}
        </Button>
      </div>
    </fieldset>
  );
}
