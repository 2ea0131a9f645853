import type { ReactNode } from 'react';

import { t } from '../../../app/messages.ts';
import { AreaField, FieldFrame, NumberField, SelectField, TextField, TickField } from '../../../ui/form/fields.tsx';
import type { Form } from '../../../ui/form/use-form.ts';
import type { ProcedureInput } from '#contracts/catalogue/procedure';
import type { DraftStep } from './new-step.ts';
import { Rows } from './rows.tsx';

type ProcedureForm = Form<typeof ProcedureInput>;

interface Given {
  readonly form: ProcedureForm;
  readonly place: number;
  readonly step: DraftStep;
  readonly hasSecret: boolean;
}

const options = (entries: Readonly<Record<string, string>>) =>
  Object.entries(entries).map(([value, label]) => ({ value, label: t(label) }));

/** The form of one step, by its kind. */
export function StepFields({ form, place, step, hasSecret }: Given) {
  const field = (name: string) => form.field(`steps.${place}.${name}`);
  const waits =
    step.kind === 'task' || step.kind === 'approval' || (step.kind === 'webhook' && step.answer === 'callback');
  return (
    <div className="pt-procedure-fields">
      <TextField field={field('name')} label={t('Name')} />
      <TextField field={field('key')} label={t('Key')} hint={t('Later steps name its results by it.')} />
      {step.kind === 'mail' && (
        <>
          <SelectField
            field={field('to')}
            label={t('To')}
            options={options({ customer: 'The customer', desk: 'The order desk', address: 'An address' })}
          />
          {step.to === 'address' && <TextField field={field('address')} label={t('Address')} type="email" />}
          <Wide>
            <TextField field={field('subject')} label={t('Subject')} />
            <AreaField field={field('text')} label={t('Text')} />
          </Wide>
        </>
      )}
      {step.kind === 'webhook' && (
        <>
          <SelectField
            field={field('method')}
            label={t('Method')}
            options={['POST', 'PUT', 'PATCH', 'DELETE', 'GET'].map((value) => ({ value, label: value }))}
          />
          <TextField field={field('url')} label={t('Address')} />
          <TextField field={field('secretHeader')} label={t('Header with the secret')} optional />
          <SecretField form={form} place={place} step={step} hasSecret={hasSecret} />
          <Wide>
            <AreaField
              field={field('body')}
              label={t('Body')}
              hint={t('JSON; {{ value | json }} puts a value in.')}
              rows={5}
            />
            <Rows
              form={form}
              path={`steps.${place}.headers`}
              label={t('Headers')}
              columns={{ name: t('Header'), value: t('Value') }}
            />
          </Wide>
          <SelectField
            field={field('answer')}
            label={t('The answer')}
            options={options({ response: 'Comes with the response', callback: 'Is called back to {{ callback.url }}' })}
          />
          <NumberField field={field('seconds')} label={t('Time for one call')} unit={t('seconds')} min={1} max={60} />
          <Wide>
            <Rows
              form={form}
              path={`steps.${place}.results`}
              label={t('Results taken from the answer')}
              columns={{ name: t('Name'), pointer: t('JSON pointer') }}
              hasSecret
            />
          </Wide>
        </>
      )}
      {(step.kind === 'task' || step.kind === 'approval') && (
        <>
          <DoerFields form={form} place={place} step={step} />
          <Wide>
            <AreaField field={field('text')} label={step.kind === 'task' ? t('What to do') : t('What to decide')} />
            {step.kind === 'task' && (
              <Rows
                form={form}
                path={`steps.${place}.asks`}
                label={t('Values to give when it is done')}
                columns={{ name: t('Name') }}
                hasSecret
              />
            )}
          </Wide>
        </>
      )}
      {step.kind === 'access' && (
        <Wide>
          <AreaField field={field('text')} label={t('Text')} optional />
          <TextField field={field('url')} label={t('Address')} optional />
          <Rows
            form={form}
            path={`steps.${place}.secrets`}
            label={t('Secrets')}
            columns={{ name: t('Name'), value: t('Value') }}
          />
          <TickField field={field('ready')} label={t('Report the order ready')} hint={t('Only as the last step.')} />
        </Wide>
      )}
      {waits && (
        <NumberField field={field('limitHours')} label={t('Time to answer')} unit={t('hours')} min={1} max={2160} />
      )}
    </div>
  );
}

const Wide = ({ children }: { children: ReactNode }) => (
  <div className="pt-stack" data-wide>
    {children}
  </div>
);

function DoerFields({ form, place, step }: Omit<Given, 'hasSecret'>) {
  if (!('doer' in step)) return null;
  const path = `steps.${place}.doer`;
  const who = form.field(`${path}.who`);
  const fresh: Readonly<Record<string, object>> = {
    desk: { who: 'desk' },
    group: { who: 'group', group: '' },
    role: { who: 'role', role: 'sla-coordinator' },
    provider: { who: 'provider' },
    person: { who: 'person', email: '' },
  };
  return (
    <>
      <SelectField
        field={{ ...who, onChange: (value) => form.set(path, fresh[String(value)]) }}
        label={t('Who is asked')}
        options={options({
          desk: 'The group of the order',
          group: 'Another group of shifters',
          role: 'Holders of a role',
          provider: 'The contacts of the provider',
          person: 'One person',
        })}
      />
      {step.doer.who === 'group' && <TextField field={form.field(`${path}.group`)} label={t('Id of the group')} />}
      {step.doer.who === 'person' && (
        <TextField field={form.field(`${path}.email`)} label={t('Mail address')} type="email" />
      )}
      {step.doer.who === 'role' && (
        <SelectField
          field={form.field(`${path}.role`)}
          label={t('Role')}
          options={options({ 'sla-coordinator': 'SLA coordinator', administrator: 'Portal administrator' })}
        />
      )}
    </>
  );
}

function SecretField({ form, place, step, hasSecret }: Given) {
  const id = `secret-${place}`;
  const value = form.values.secrets?.[step.key];
  const { error } = form.field(`steps.${place}.secret`);
  return (
    <FieldFrame
      id={id}
      label={t('Secret')}
      hint={
        hasSecret
          ? t('One is kept and never shown. Write another to replace it.')
          : t('Kept apart and never shown again.')
      }
      error={error}
      optional
    >
      <input
        id={id}
        type="password"
        className="pt-input"
        autoComplete="new-password"
        value={value ?? ''}
        onChange={({ target }) => {
          const { [step.key]: _former, ...others } = form.values.secrets ?? {};
          form.set('secrets', target.value === '' ? others : { ...others, [step.key]: target.value });
        }}
      />
    </FieldFrame>
  );
}
