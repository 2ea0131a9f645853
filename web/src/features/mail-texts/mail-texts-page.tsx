import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { mailTextEndpoints } from '#contracts/kernel/mail-texts';
import type { MailMomentSummary } from '#contracts/kernel/mail-texts';

import { queryOf } from '../../api/query.ts';
import { writeSearch } from '../../app/address.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { languageName } from '../../ui/language-name.ts';
import { Link } from '../../ui/link.tsx';
import { Page } from '../../ui/page/page.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState, Segments } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import '../../ui/form/form.css';
import './mail-texts.css';

type Shown = 'all' | 'changed';

/** Every moment at which somebody gets a mail, by who reads it, with the texts that were changed. */
export function MailTextsPage() {
  const answer = useQuery(queryOf(mailTextEndpoints.listMailTexts, {}));
  const [sought, setSought] = useState('');
  const [shown, setShown] = useState<Shown>('all');
  if (answer.error && !answer.data) return <FailurePage error={answer.error} onRetry={() => void answer.refetch()} />;
  const { items = [], siteLanguage = 'en' } = answer.data ?? {};
  const words = sought.trim().toLowerCase();
  const found = items.filter(
    ({ title, reader, id, changed }) =>
      (shown === 'all' || changed.length > 0) && `${title} ${reader} ${id}`.toLowerCase().includes(words),
  );
  const readers = [...new Set(found.map(({ reader }) => reader))];
  return (
    <Page title={t('Mail texts')}>
      <p className="pt-muted">
        {t(
          'The words of every mail. Who gets one, its facts and its links stay as they are. Readers without a language of their own get {language}.',
          { language: languageName(siteLanguage) },
        )}
      </p>
      <div className="pt-row pt-mail-texts-filter">
        <input
          className="pt-input"
          type="search"
          aria-label={t('Find a mail')}
          placeholder={t('Find a mail')}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
        />
        <Segments
          label={t('Show')}
          value={shown}
          options={[
            { value: 'all', label: t('All'), count: items.length },
            { value: 'changed', label: t('Changed'), count: items.filter(({ changed }) => changed.length > 0).length },
          ]}
          onChange={setShown}
        />
      </div>
      {answer.data && found.length === 0 && (
        <EmptyState title={shown === 'changed' && words === '' ? t('No text was changed yet') : t('No such mail')}>
          {t('All mails go out with the texts that come with Portolan until somebody writes others.')}
        </EmptyState>
      )}
      {readers.map((reader) => (
        <Section key={reader} title={t('To: {reader}', { reader })}>
          <Moments reader={reader} moments={found.filter((moment) => moment.reader === reader)} />
        </Section>
      ))}
    </Page>
  );
}

function Moments({ reader, moments }: { reader: string; moments: readonly MailMomentSummary[] }) {
  return (
    <SubTable label={t('Mails to: {reader}', { reader })}>
      <thead>
        <tr>
          <th scope="col">{t('When')}</th>
          <th scope="col">{t('Own texts')}</th>
          <th scope="col">{t('Changed')}</th>
        </tr>
      </thead>
      <tbody>
        {moments.map(({ id, title, changed }) => {
          const last = changed.toSorted((one, other) => one.at.localeCompare(other.at)).at(-1);
          return (
            <tr key={id}>
              <th scope="row" className="pt-mail-texts-title">
                <Link href={`/templates/mails/${id}`} className="pt-row-title">
                  {title}
                </Link>
              </th>
              <td>
                {changed.length === 0 && <span className="pt-muted">{t('as shipped')}</span>}
                {changed.map(({ language, special, specialLabel }) => (
                  <span key={`${language} ${special}`} className="pt-mail-texts-own">
                    <Link href={`/templates/mails/${id}${writeSearch({ language, special })}`}>
                      {languageName(language)}
                    </Link>
                    {special !== '' && <span className="pt-second"> {specialLabel}</span>}
                  </span>
                ))}
              </td>
              <td>
                {last && (
                  <>
                    <When at={last.at} /> <span className="pt-muted">{last.by}</span>
                  </>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </SubTable>
  );
}
