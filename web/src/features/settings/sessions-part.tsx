import { useQuery } from '@tanstack/react-query';

import { identityEndpoints } from '#contracts/identity/endpoints';
import type { SessionInfo } from '#contracts/identity/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { When } from '../../ui/time/when.tsx';
import { deviceOf } from './device.ts';

/** The browsers in which somebody is signed in. */
export function SessionsPart() {
  const found = useQuery(queryOf(identityEndpoints.listMySessions, {}));
  const end = (session: SessionInfo) =>
    void confirm({
      title: t('Sign {device} out?', { device: deviceOf(session.device) }),
      body: t('Whoever uses that browser has to sign in again.'),
      verb: t('Sign it out'),
      keep: t('Leave it'),
      run: async () => {
        await call(identityEndpoints.revokeSession, { params: { id: session.id } });
        await found.refetch();
      },
    });
  return (
    <Section title={t('Where you are signed in')}>
      <ul className="pt-settings-rows">
        {(found.data?.items ?? []).map((session) => (
          <li key={session.id}>
            <div className="pt-grow">
              <span className="pt-row-title" title={session.device}>
                {deviceOf(session.device)}
              </span>
              <span className="pt-second">
                {t('since')} <When at={session.createdAt} style="long" />, {t('last seen')}{' '}
                <When at={session.lastSeenAt} style="long" />
              </span>
            </div>
            {session.current ? (
              <span className="pt-muted">{t('this browser')}</span>
            ) : (
              <Button size="small" onClick={() => end(session)}>
                {t('Sign out')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
