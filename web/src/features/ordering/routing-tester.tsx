import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { RoutingAnswer } from '#contracts/ordering/desk-schemas';
import { customerTypologies } from '#contracts/ordering/project-schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import { classWords, priorityWords, typologyWord } from '../desk/words.ts';
import { parametersOf } from './routing-words.ts';

/** Which group would this order get? For an order that is there, or for an offer with a customer and parameters. */
export function RoutingTester() {
  const [what, setWhat] = useState('');
  const [typology, setTypology] = useState<(typeof customerTypologies)[number]>('single_user');
  const [country, setCountry] = useState('');
  const [parameters, setParameters] = useState('');
  const [answer, setAnswer] = useState<RoutingAnswer>();
  const [failure, setFailure] = useState<string>();
  const isOrder = /^\d+$/.test(what.trim());
  const test = () => {
    setFailure(undefined);
    const body = isOrder
      ? { order: Number(what) }
      : {
          offer: what.trim(),
          typology,
          country,
          parameters: Object.fromEntries(parametersOf(parameters).map(({ label, value }) => [label, value])),
        };
    void call(orderingEndpoints.tryRouting, { body }).then(setAnswer, (error: unknown) => {
      setAnswer(undefined);
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
    });
  };
  return (
    <section className="pt-setup-panes" aria-labelledby="pt-routing-tester">
      <form
        className="pt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          test();
        }}
      >
        <h2 className="pt-h2" id="pt-routing-tester">
          {t('Which group would this order get?')}
        </h2>
        <label className="pt-field">
          <span className="pt-field-label">{t('Order or offer')}</span>
          <span className="pt-field-hint">{t('A number such as 1284, or an offer such as egi-cloud-compute/1')}</span>
          <input className="pt-input" value={what} onChange={(event) => setWhat(event.target.value)} />
        </label>
        {!isOrder && what !== '' && (
          <>
            <label className="pt-field">
              <span className="pt-field-label">{t('Customer')}</span>
              <select
                className="pt-input"
                value={typology}
                onChange={(event) =>
                  setTypology(customerTypologies.find((one) => one === event.target.value) ?? 'single_user')
                }
              >
                {customerTypologies.map((value) => (
                  <option key={value} value={value}>
                    {typologyWord(value)}
                  </option>
                ))}
              </select>
            </label>
            <label className="pt-field">
              <span className="pt-field-label">{t('Country')}</span>
              <input className="pt-input" value={country} onChange={(event) => setCountry(event.target.value)} />
            </label>
            <label className="pt-field">
              <span className="pt-field-label">{t('Parameters')}</span>
              <span className="pt-field-hint">{t('One a line: Number of CPU Cores = 4')}</span>
              <textarea
                className="pt-input"
                rows={3}
                value={parameters}
                onChange={(event) => setParameters(event.target.value)}
              />
            </label>
          </>
        )}
        {failure && <Notice tone="red">{failure}</Notice>}
        <div>
          <Button type="submit">{t('Show the group')}</Button>
        </div>
      </form>
      <div className="pt-stack" aria-live="polite">
        {answer && <Answer answer={answer} />}
      </div>
    </section>
  );
}

function Answer({ answer }: { readonly answer: RoutingAnswer }) {
  return (
    <>
      <h3 className="pt-h2">{answer.group.name}</h3>
      <p>{answer.because}.</p>
      <p className="pt-second">
        {t('{class}: {because}', { class: t(classWords[answer.class]), because: answer.classBecause })}
      </p>
      <p>
        {answer.assignee
          ? t('{person} is on duty there and would get it.', { person: answer.assignee.name })
          : t('Nobody is on duty there: the group would get the mail.')}
        {answer.priority !== null && ` ${t('Priority: {priority}.', { priority: t(priorityWords[answer.priority]) })}`}
        {answer.copyTo !== null && ` ${t('A copy of the mail goes to {address}.', { address: answer.copyTo })}`}
      </p>
      {answer.tried.length > 0 && (
        <ol className="pt-tried">
          {answer.tried.map(({ name, fails }) => (
            <li key={name}>
              {name}: <span className="pt-muted">{fails === null ? t('holds') : fails}</span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
