import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { kernelEndpoints } from '#contracts/kernel/endpoints';
import type { Mail } from '#contracts/kernel/schemas';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Link } from '../../ui/link.tsx';
import { Segments } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { linksIn, withOutsideLinks } from './mail-html.ts';

type Shown = 'html' | 'text';

/** One mail as its reader gets it, or its text part. */
export function MailView({ id, backHref }: { id: string; backHref: string }) {
  const client = useQueryClient();
  const [shown, setShown] = useState<Shown>('html');
  const found = useQuery({
    ...queryOf(kernelEndpoints.readMail, { params: { id } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const isRead = found.data !== undefined;
  useEffect(() => {
    // Reading marks it as read, which the list at the left shows.
    if (isRead)
      void client.invalidateQueries({ queryKey: [kernelEndpoints.listMails.tag, kernelEndpoints.listMails.id] });
  }, [isRead, client]);
  if (found.isError) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <div aria-busy="true" />;
  const mail = found.data;
  return (
    <article className="pt-mail">
      <header className="pt-mail-head">
        <Link href={backHref} replace className="pt-mail-back">
          {t('All mails')}
        </Link>
        <h2 className="pt-h1">{mail.subject}</h2>
        <p className="pt-muted">
          {t('From {from} to {to}', { from: mail.from, to: mail.to })}, <When at={mail.at} style="long" />
        </p>
        <Segments
          label={t('Show')}
          value={shown}
          options={[
            { value: 'html', label: t('As shown') },
            { value: 'text', label: t('Text part') },
          ]}
          onChange={setShown}
        />
      </header>
      {shown === 'html' ? <MailFrame mail={mail} /> : <MailText mail={mail} />}
    </article>
  );
}

/** The mail in a frame of its own that runs no script and knows nothing of this page. */
function MailFrame({ mail }: { mail: Mail }) {
  return (
    <iframe
      className="pt-mail-frame"
      title={t('Mail: {subject}', { subject: mail.subject })}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      srcDoc={withOutsideLinks(mail.html)}
    />
  );
}

function MailText({ mail }: { mail: Mail }) {
  return (
    <pre className="pt-mail-text">
      {linksIn(mail.text).map((part) =>
        part.href === undefined ? (
          part.text
        ) : (
          <a key={part.at} href={part.href} target="_blank" rel="noreferrer">
            {part.text}
          </a>
        ),
      )}
    </pre>
  );
}
