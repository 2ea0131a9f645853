import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { kernelEndpoints } from '#contracts/kernel/endpoints';
import type { MailSummary } from '#contracts/kernel/schemas';

import { queryOf } from '../../api/query.ts';
import { useAddress, useGo, writeSearch } from '../../app/address.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteSearch } from '../../app/route-hooks.ts';
import { Link } from '../../ui/link.tsx';
import { EmptyState, Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { mailboxRoute } from './index.ts';
import { MailView } from './mail-view.tsx';
import '../../ui/form/form.css';
import './mailbox.css';

const everyMs = 4_000;

/** What the portal would have sent: whom to at the left, the mail at the right. */
export function MailboxPage() {
  const { to, q, mail } = useRouteSearch(mailboxRoute);
  const { search } = useAddress();
  const go = useGo();
  const found = useQuery({
    ...queryOf(kernelEndpoints.listMails, { query: { to, q: q === '' ? undefined : q, limit: 100 } }),
    refetchInterval: everyMs,
    placeholderData: keepPreviousData,
  });
  const change = (more: Readonly<Record<string, unknown>>) =>
    go(`/mailbox${writeSearch({ ...search, ...more })}`, { replace: true, keepScroll: true });
  if (found.isError && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const mails = found.data?.items ?? [];
  const recipients = found.data?.recipients ?? [];

  return (
    <div className="pt-mailbox" data-open={mail !== undefined || undefined}>
      <section className="pt-mailbox-left" aria-label={t('Mails')}>
        <header className="pt-mailbox-head">
          <h1 className="pt-h1">{t('Mailbox')}</h1>
          <span className="pt-second">{t('No mail leaves this portal: what would be sent is kept here.')}</span>
        </header>
        <div className="pt-mailbox-filter">
          <select
            className="pt-input"
            aria-label={t('Mails to')}
            value={to ?? ''}
            onChange={(event) => change({ to: event.target.value, mail: undefined })}
          >
            <option value="">{t('Everybody')}</option>
            {recipients.map(({ address, unread }) => (
              <option key={address} value={address}>
                {unread > 0 ? t('{address} ({n} unread)', { address, n: unread }) : address}
              </option>
            ))}
          </select>
          <Find text={q} onFind={(text) => change({ q: text })} />
        </div>
        {found.isError && <Notice tone="amber">{found.error.detail}</Notice>}
        {found.data && mails.length === 0 && (
          <EmptyState title={q === '' && to === undefined ? t('No mail yet') : t('No mail matches')}>
            {t('Mails appear here when somebody orders, asks, answers or signs.')}
          </EmptyState>
        )}
        <ul className="pt-mails">
          {mails.map((one) => (
            <MailRow
              key={one.id}
              mail={one}
              isCurrent={one.id === mail}
              href={`/mailbox${writeSearch({ to, q, mail: one.id })}`}
            />
          ))}
        </ul>
      </section>
      <section className="pt-mailbox-right" aria-label={t('Mail')}>
        {mail === undefined ? (
          <EmptyState title={t('Choose a mail')}>
            {t('Links in a mail open in a new tab, as they would from a mail program.')}
          </EmptyState>
        ) : (
          <MailView key={mail} id={mail} backHref={`/mailbox${writeSearch({ to, q })}`} />
        )}
      </section>
    </div>
  );
}

function Find({ text, onFind }: { text: string; onFind: (text: string) => void }) {
  const [typed, setTyped] = useState(text);
  return (
    <form
      className="pt-mailbox-find"
      onSubmit={(event) => {
        event.preventDefault();
        onFind(typed.trim());
      }}
    >
      <IconSearch size={15} stroke={1.7} aria-hidden />
      <input
        type="search"
        className="pt-input"
        aria-label={t('Find in mails')}
        placeholder={t('Find')}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          if (event.target.value === '') onFind('');
        }}
      />
    </form>
  );
}

function MailRow({ mail, isCurrent, href }: { mail: MailSummary; isCurrent: boolean; href: string }) {
  return (
    <li>
      <Link
        href={href}
        replace
        className="pt-mail-row"
        aria-current={isCurrent || undefined}
        data-unread={!mail.read || undefined}
      >
        <span className="pt-mail-subject" title={mail.subject}>
          {mail.subject}
        </span>
        <span className="pt-second">
          <When at={mail.at} />
        </span>
        <span className="pt-second pt-truncate">{mail.to}</span>
        {!mail.read && <span className="pt-hidden">{t('unread')}</span>}
      </Link>
    </li>
  );
}
