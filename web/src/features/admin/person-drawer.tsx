import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { z } from 'zod';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { GrantRole, RoleName } from '#contracts/identity/schemas';
import type { PersonRecord, RoleGrant } from '#contracts/identity/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/form/fields.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { countryName } from '../../ui/country-name.ts';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import { Notice } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { defaultScope, hasScope, roleOptions, roleText, scopeHint } from './role-words.ts';

/** A person beside the list: who it is, which roles with their source, grant and revoke, erase. */
export function PersonDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const person = useQuery(queryOf(identityEndpoints.getPerson, { params: { id } }));
  const name = person.data?.name ?? t('Person');
  return (
    <Dialog label={name} className="pt-drawer" onClose={onClose}>
      <div className="pt-drawer-frame">
        <header className="pt-drawer-head">
          <h2 className="pt-h1">{name}</h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-drawer-body">
          {person.error && <Notice tone="red">{person.error.detail}</Notice>}
          {person.data && <Person person={person.data} onClose={onClose} />}
        </div>
      </div>
    </Dialog>
  );
}

function Person({ person, onClose }: { person: PersonRecord; onClose: () => void }) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ['identity'] });
  const erase = () => {
    onClose();
    void confirm({
      title: t('Erase {name}?', { name: person.name }),
      body: t('Name, mail, identities and roles go for good. Orders stay without the name. It cannot be undone.'),
      verb: t('Erase {name}', { name: person.name }),
      keep: t('Keep the account'),
      danger: true,
      typeName: person.name,
      run: async () => {
        await call(identityEndpoints.erasePerson, { params: { id: person.id }, body: {} });
        await refresh();
      },
    });
  };
  return (
    <>
      <DefinitionList
        facts={[
          [t('Mail'), person.email],
          [t('Institution'), person.institution],
          [t('Country'), countryName(person.country ?? '')],
          [t('Assurance'), person.assurance.join(', ')],
          [t('Here since'), <When key="since" at={person.createdAt} style="long" />],
          [
            t('Last here'),
            person.lastSignInAt === null ? t('never') : <When key="last" at={person.lastSignInAt} style="long" />,
          ],
          [t('Terms'), person.termsVersion ?? t('not accepted')],
        ]}
      />
      <Section title={t('Roles')}>
        {person.roles.length === 0 && <p className="pt-muted">{t('None. Everybody can order as a customer.')}</p>}
        {person.roles.map((grant) => (
          <Grant key={grant.id} person={person} grant={grant} onDone={refresh} onLeave={onClose} />
        ))}
      </Section>
      {person.erasedAt === null && (
        <>
          <Section title={t('Grant a role')}>
            <GrantForm person={person} onDone={refresh} />
          </Section>
          <Section title={t('Identities')}>
            {person.identities.length === 0 && <p className="pt-muted">{t('None.')}</p>}
            {person.identities.map((identity) => (
              <div key={identity.id}>
                <span className="pt-mono pt-wrap">{identity.subject}</span>
                <div className="pt-second">
                  {identity.issuer}
                  {identity.entitlements.length > 0 &&
                    `, ${t({ one: '1 entitlement', other: '{n} entitlements' }, { n: identity.entitlements.length })}`}
                </div>
              </div>
            ))}
          </Section>
          <Section title={t('Erasure')}>
            <p className="pt-muted">{t('The audit keeps what must stay, without the name.')}</p>
            <Button look="danger" size="small" onClick={erase}>
              {t('Erase {name}', { name: person.name })}
            </Button>
          </Section>
        </>
      )}
    </>
  );
}

interface GrantProps {
  readonly person: PersonRecord;
  readonly grant: RoleGrant;
  readonly onDone: () => Promise<void>;
  readonly onLeave: () => void;
}

function Grant({ person, grant, onDone, onLeave }: GrantProps) {
  const role = roleText(grant);
  const revoke = () => {
    onLeave();
    void confirm({
      title: t('Revoke {role} of {name}?', { role, name: person.name }),
      body: t('It ends at once. The person gets no mail.'),
      verb: t('Revoke role'),
      keep: t('Keep role'),
      danger: true,
      run: async () => {
        await call(identityEndpoints.revokeRole, { params: { id: person.id, grantId: grant.id } });
        await onDone();
      },
    });
  };
  return (
    <div className="pt-grant-row">
      <div>
        <strong className="pt-strong">{role}</strong>
        <div className="pt-second">
          {grant.source === 'mapping'
            ? t('by a mapping rule, at sign-in')
            : t('granted by {who}', { who: grant.grantedBy?.name ?? t('Portolan') })}
        </div>
      </div>
      <Button
        size="small"
        refusal={grant.source === 'mapping' ? t('It comes from an entitlement: change the mapping rule') : null}
        aria-label={t('Revoke {role}', { role })}
        onClick={revoke}
      >
        {t('Revoke')}
      </Button>
    </div>
  );
}

/** Nothing is chosen beforehand: a role too wide is a costly slip. */
const Draft = GrantRole.extend({
  role: z.string().pipe(z.enum(RoleName.options, { error: 'Choose a role' })),
});

const nothingChosen = { role: '', scope: '*' };

function GrantForm({ person, onDone }: { person: PersonRecord; onDone: () => Promise<void> }) {
  const form = useForm({
    schema: Draft,
    initial: nothingChosen,
    onSubmit: async (body) => {
      await call(identityEndpoints.grantRole, { params: { id: person.id }, body });
      form.replace(nothingChosen);
      await onDone();
    },
  });
  const role = form.field('role');
  return (
    <form className="pt-stack" noValidate onSubmit={form.submit}>
      <ErrorSummary form={form} />
      <SelectField
        field={{
          ...role,
          onChange: (value) => {
            if (typeof value === 'string') form.replace({ role: value, scope: defaultScope(value) });
          },
        }}
        label={t('Role')}
        placeholder={t('Choose a role')}
        options={roleOptions()}
      />
      {hasScope(form.values.role) && (
        <TextField field={form.field('scope')} label={t('Where')} hint={scopeHint(form.values.role)} />
      )}
      <div>
        <Button type="submit" busy={form.busy}>
          {t('Grant role')}
        </Button>
      </div>
    </form>
  );
}
