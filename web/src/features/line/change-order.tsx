import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';

import { catalogueEndpoints } from '#contracts/catalogue/endpoints';
import type { Offer } from '#contracts/catalogue/schemas';
import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Order } from '#contracts/ordering/order-schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { AreaField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import type { FormField } from '../../ui/form/use-form.ts';
import { useNow } from '../../ui/time/now.ts';
import { Button } from '../../ui/button.tsx';
import { problemAt } from '../wizard/answers.ts';
import { ParameterField } from '../wizard/parameter-field.tsx';
import { dayOf } from '../wizard/today.ts';
import { changeableOf, differences, runningValues } from './change-values.ts';
import type { Changed } from './change-values.ts';
import './line.css';

/** Asks for more or less of a running order, or a longer end: what runs beside what is wanted, then only the difference. */
export function ChangeOrder({ order, onClose }: { order: Order; onClose: () => void }) {
  const [slug = '', iid = '0'] = order.offer.ref.split('/');
  const offer = useQuery(queryOf(catalogueEndpoints.readOffer, { params: { slug, iid: Number(iid) } }));
  if (offer.isPending) return null;
  return <ChangeForm order={order} offer={offer.data} onClose={onClose} />;
}

function ChangeForm({ order, offer, onClose }: { order: Order; offer: Offer | undefined; onClose: () => void }) {
  const base = useId();
  const client = useQueryClient();
  const go = useGo();
  const today = dayOf(useNow());
  const parameters = changeableOf(order, offer?.parameters ?? []);
  const [values, setValues] = useState(() => runningValues(order, parameters));
  const [comment, setComment] = useState('');
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<ApiError | null>(null);
  const [attempts, setAttempts] = useState(0);
  const [busy, setBusy] = useState(false);
  const [isChecking, setChecking] = useState(false);
  const changed = differences(order, parameters, values);
  const idOf = (id: string) => `${base}-${id}`;

  const field = (id: string): FormField => ({
    id: idOf(id),
    path: id,
    value: values[id],
    error: errors[id],
    onChange: (value) => {
      setValues((before) => ({ ...before, [id]: value }));
      setErrors(({ [id]: _gone, ...rest }) => rest);
    },
    onLeave: () => {
      const parameter = parameters.find((one) => one.id === id);
      const problem = parameter && problemAt(parameter, values[id], today);
      if (problem !== undefined) setErrors((before) => ({ ...before, [id]: problem }));
    },
  });
  const refuse = (found: Readonly<Record<string, string>>) => {
    setErrors(found);
    setAttempts((before) => before + 1);
    setChecking(false);
  };
  const send = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const change = await call(orderingEndpoints.changeOrder, {
        params: { number: order.number },
        body: { parameters: Object.fromEntries(changed.map(({ id }) => [id, values[id]])), comment },
      });
      void client.invalidateQueries({ queryKey: ['ordering'] });
      onClose();
      go(`/projects/${change.project.number}/lines/${change.iid}`);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error.errors.length === 0 ? error : null);
      refuse(Object.fromEntries(error.errors.map(({ path, message }) => [path.replace(/^parameters\./, ''), message])));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    if (isChecking) {
      void send();
      return;
    }
    const found = Object.fromEntries(
      changed.flatMap(({ id }) => {
        const parameter = parameters.find((one) => one.id === id);
        const problem = parameter && problemAt(parameter, values[id], today);
        return problem === undefined ? [] : [[id, problem]];
      }),
    );
    const [first] = parameters;
    if (Object.keys(found).length > 0) refuse(found);
    else if (changed.length === 0 && first) refuse({ [first.id]: t('Nothing differs yet. Change at least one value') });
    else {
      setErrors({});
      setChecking(true);
    }
  };
  const labelOf = (id: string) => parameters.find((parameter) => parameter.id === id)?.label;
  const summary = Object.entries(errors).map(([path, message]) => {
    const label = labelOf(path);
    return {
      path,
      id: idOf(path),
      message: label === undefined ? message : t('{label}: {message}', { label, message }),
    };
  });

  return (
    <SideForm
      title={t('Ask for a change')}
      lead={
        isChecking
          ? t('The change is a new order with only this difference. Order {number} keeps running.', {
              number: String(order.number),
            })
          : t('Say what you need instead. What runs now stands beside each field.')
      }
      form={{ summary: attempts > 0 ? summary : [], failure, attempts, busy, submit }}
      submit={isChecking ? t('Send change') : t('Check the change')}
      note={isChecking ? t('Mail to the order desk') : undefined}
      onClose={onClose}
    >
      {isChecking ? (
        <>
          <DifferenceTable changed={changed} />
          <div>
            <Button look="link" onClick={() => setChecking(false)}>
              {t('Back to the values')}
            </Button>
          </div>
        </>
      ) : (
        <>
          {parameters.map((parameter) => (
            <ParameterField
              key={parameter.id}
              parameter={parameter}
              field={field(parameter.id)}
              today={today}
              aside={
                <Before
                  shown={order.parameters.find(({ id }) => id === parameter.id)?.shown ?? ''}
                  differs={changed.some(({ id }) => id === parameter.id)}
                />
              }
            />
          ))}
          {parameters.length === 0 && (
            <p>{t('This offer has changed since. Write to the order desk what you need instead.')}</p>
          )}
        </>
      )}
      <AreaField
        label={t('Why')}
        field={{
          id: idOf('comment'),
          path: 'comment',
          value: comment,
          error: undefined,
          onChange: (value) => setComment(typeof value === 'string' ? value : ''),
          onLeave: () => undefined,
        }}
        rows={3}
        optional
      />
    </SideForm>
  );
}

function Before({ shown, differs }: { shown: string; differs: boolean }) {
  return (
    <span className="pt-before" data-differs={differs || undefined}>
      {differs ? t('now: {value}', { value: shown }) : t('as it is')}
    </span>
  );
}

function DifferenceTable({ changed }: { changed: readonly Changed[] }) {
  return (
    <table className="pt-sub-table">
      <thead>
        <tr>
          <th scope="col">{t('What changes')}</th>
          <th scope="col">{t('Now')}</th>
          <th scope="col">{t('Then')}</th>
        </tr>
      </thead>
      <tbody>
        {changed.map(({ id, label, before, after }) => (
          <tr key={id}>
            <th scope="row">{label}</th>
            <td className="pt-muted">{before}</td>
            <td className="pt-strong">{after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
