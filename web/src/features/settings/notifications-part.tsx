import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';
import type { NoticeTopic } from '#contracts/identity/schemas';
import { languages } from '#contracts/languages';

import { mutationOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { useRefreshSession, useSession } from '../../app/session.tsx';
import { byLanguageName, languageName } from '../../ui/language-name.ts';
import { Link } from '../../ui/link.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { Notice, Segments } from '../../ui/small.tsx';

interface Topic {
  readonly id: NoticeTopic;
  readonly label: string;
  readonly hint: string;
  /** Shown to people of the desk alone. */
  readonly desk?: boolean;
}

const topics: readonly Topic[] = [
  {
    id: 'progress',
    label: 'My orders move on',
    hint: 'Received, approved, ready to use, rejected, closed, opened again',
  },
  { id: 'messages', label: 'Somebody writes to me', hint: 'Messages about my orders that ask nothing' },
  {
    id: 'ratings',
    label: 'How was it',
    hint: 'For each order 5 working days after access, and once more after 90 days',
  },
  {
    id: 'desk',
    label: 'Orders assigned to me',
    hint: 'The customer writes or cancels, a provider answers or is late',
    desk: true,
  },
];

const always: readonly string[] = [
  'Questions that wait for your answer: the order stands still until then',
  'Agreements to sign, with the link by which you sign',
  'Requests to your resource centre, and what has to be delivered',
];

/** Which news comes by mail; what waits for the reader always does. */
export function NotificationsPart() {
  const { person, roles } = useSession();
  const refresh = useRefreshSession();
  const change = useMutation({ ...mutationOf(identityEndpoints.changePreferences), onSettled: refresh });
  const here = globalThis.location.hash.slice(1);
  useEffect(() => {
    if (here !== '') document.getElementById(here)?.scrollIntoView({ block: 'center' });
  }, [here]);
  if (!person) return null;
  const isDesk = roles.some(({ role }) => role === 'shifter' || role === 'sla-coordinator');
  const kept = person.preferences.notifications;
  return (
    <>
      {change.error && <Notice tone="red">{change.error.detail}</Notice>}
      <Section title={t('What you choose')}>
        <p className="pt-muted pt-settings-lead">
          {t(
            'By mail to {mail} at once, as one mail at 8:00 of the order desk on working days, or only in the portal: then you find it on the order itself.',
            {
              mail: person.email ?? t('your address'),
            },
          )}
        </p>
        <ul className="pt-settings-rows">
          {topics
            .filter(({ desk }) => desk !== true || isDesk)
            .map(({ id, label, hint }) => (
              <li key={id} id={id} data-here={here === id || undefined}>
                <div className="pt-grow">
                  <span className="pt-row-title">{t(label)}</span>
                  <span className="pt-second">{t(hint)}</span>
                </div>
                <Segments
                  label={t(label)}
                  value={kept[id]}
                  options={[
                    { value: 'mail', label: t('At once') },
                    ...(id === 'ratings' ? [] : [{ value: 'digest' as const, label: t('Daily') }]),
                    { value: 'page', label: t('Only here') },
                  ]}
                  onChange={(way) => change.mutate({ input: { body: { notifications: { [id]: way } } } })}
                />
              </li>
            ))}
        </ul>
      </Section>
      <Section title={t('Language of mails')}>
        <p className="pt-muted pt-settings-lead">
          {t('Mails come in it as far as somebody has written them; the others in the language of the federation.')}
        </p>
        <select
          className="pt-input pt-settings-language"
          aria-label={t('Language of mails')}
          value={person.preferences.language ?? ''}
          onChange={({ target }) => {
            const language = languages.find((one) => one === target.value) ?? null;
            change.mutate({ input: { body: { language } } });
          }}
        >
          <option value="">{t('As the federation writes')}</option>
          {byLanguageName.map((code) => (
            <option key={code} value={code}>
              {languageName(code)}
            </option>
          ))}
        </select>
      </Section>
      <div id="fixed" data-here={here === 'fixed' || undefined}>
        <Section title={t('Always by mail')}>
          <ul className="pt-settings-list">
            {always.map((text) => (
              <li key={text}>{t(text)}</li>
            ))}
            {isDesk && (
              <li>{t('New orders, to the address of your group: an administrator sets it under Administration')}</li>
            )}
          </ul>
          <p className="pt-settings-after">
            {t('Whatever comes by mail and waits for you also stands under')}{' '}
            <Link href="/notifications">{t('Notifications')}</Link>.
          </p>
        </Section>
      </div>
    </>
  );
}
