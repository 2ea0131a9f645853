import { IconCheck, IconPlugConnected, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { jiraEndpoints } from '#contracts/ordering/jira';
import type { JiraCheck } from '#contracts/ordering/jira';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';

/** What a marketplace checks before it works with tickets, gone through here. */
export function JiraCheckList() {
  const [items, setItems] = useState<readonly JiraCheck[]>();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const run = () => {
    setBusy(true);
    setFailure(undefined);
    void call(jiraEndpoints.checkJira, {})
      .then((answer) => setItems(answer.items))
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      )
      .finally(() => setBusy(false));
  };
  const failed = items?.filter(({ ok }) => !ok).length ?? 0;
  return (
    <section className="pt-section pt-stack" aria-label={t('Check')}>
      <div className="pt-row">
        <h2 className="pt-h2 pt-grow">{t('Check')}</h2>
        <Button size="small" icon={IconPlugConnected} busy={isBusy} onClick={run}>
          {t('Check the connection')}
        </Button>
      </div>
      <p className="pt-muted">
        {t('Goes through what the connector of a marketplace checks. It leaves one closed order with the tag test.')}
      </p>
      {failure !== undefined && <Notice tone="red">{failure}</Notice>}
      {items && (
        <output className={failed === 0 ? 'pt-fg-green' : 'pt-fg-red'}>
          {failed === 0
            ? t('All {n} checks hold.', { n: items.length })
            : t('{failed} of {n} checks failed.', { failed, n: items.length })}
        </output>
      )}
      {items && (
        <ul className="pt-jira-checks">
          {items
            .toSorted((one, other) => Number(one.ok) - Number(other.ok))
            .map(({ name, ok, detail }) => (
              <li key={name}>
                <span className={ok ? 'pt-fg-green' : 'pt-fg-red'}>
                  {ok ? <IconCheck size={16} aria-hidden /> : <IconX size={16} aria-hidden />}
                  <span className="pt-hidden">{ok ? t('ok') : t('failed')}</span>
                </span>{' '}
                {name}
                {detail !== '' && <span className="pt-muted">: {detail}</span>}
              </li>
            ))}
        </ul>
      )}
    </section>
  );
}
