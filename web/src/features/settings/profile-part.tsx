import { IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { grantableRoles } from '#contracts/identity/schemas';
import type { LinkedIdentity } from '#contracts/identity/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { When } from '../../ui/time/when.tsx';

/** Who somebody is, as the identity provider says, and what they may do. */
export function ProfilePart() {
  const { person, roles } = useSession();
  if (!person) return null;
  return (
    <>
      <Section title={t('From your identity provider')}>
        <p className="pt-muted pt-settings-lead">{t('Read at every sign-in. Change it at your institution.')}</p>
        <DefinitionList
          facts={[
            [t('Name'), person.name],
            [t('Mail'), person.email],
            [t('Institute'), person.institution],
            [t('Country'), person.country],
          ]}
        />
      </Section>
      <Section title={t('What you may do')}>
        {roles.length === 0 ? (
          <p className="pt-muted">{t('You order and follow orders. Nobody has given you another role.')}</p>
        ) : (
          <ul className="pt-settings-rows">
            {roles.map(({ role, scope }) => (
              <li key={`${role} ${scope}`}>
                <span className="pt-row-title">{roleWord(role)}</span>
                <span className="pt-muted">{scope === '*' ? t('everywhere') : scope.replace(':', ' ')}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Identities />
    </>
  );
}

function roleWord(role: string): string {
  const known: Readonly<Record<string, { readonly label: string }>> = grantableRoles;
  return t(known[role]?.label ?? role);
}

function Identities() {
  const found = useQuery(queryOf(identityEndpoints.listMyIdentities, {}));
  const identities = found.data?.items ?? [];
  const unlink = (identity: LinkedIdentity) =>
    void confirm({
      title: t('Take this identity off your account?'),
      body: t('You can no longer sign in with {subject} of {issuer}.', {
        subject: identity.subject,
        issuer: hostOf(identity.issuer),
      }),
      verb: t('Take it off'),
      keep: t('Keep it'),
      danger: true,
      run: async () => {
        await call(identityEndpoints.unlinkIdentity, { params: { id: identity.id } });
        await found.refetch();
      },
    });
  return (
    <Section
      title={t('Identities you can sign in with')}
      aside={
        <LinkButton size="small" icon={IconLink} href="/login/start?link=1&to=/settings">
          {t('Link another')}
        </LinkButton>
      }
    >
      <ul className="pt-settings-rows">
        {identities.map((identity) => (
          <li key={identity.id}>
            <div className="pt-grow">
              <span className="pt-row-title">{hostOf(identity.issuer)}</span>
              <code className="pt-second pt-truncate" title={identity.subject}>
                {identity.subject}
              </code>
              <span className="pt-second">
                {t('last used')} <When at={identity.lastUsedAt} style="long" />
              </span>
            </div>
            <Button
              size="small"
              refusal={identities.length === 1 ? t('It is your only one. Link another first') : null}
              onClick={() => unlink(identity)}
            >
              {t('Take off')}
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function hostOf(issuer: string): string {
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}
