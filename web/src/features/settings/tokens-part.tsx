import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { NewApiToken, tokenScopes } from '#contracts/identity/schemas';
import type { ApiToken } from '#contracts/identity/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField, SelectField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { IssuedSecret } from '../../ui/issued-secret.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { When } from '../../ui/time/when.tsx';

interface Issued {
  readonly name: string;
  readonly secret: string;
}

/** Secrets with which programs act for a person. */
export function TokensPart() {
  const found = useQuery(queryOf(identityEndpoints.listMyTokens, {}));
  const [isNew, setNew] = useState(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const tokens = found.data?.items ?? [];
  const revoke = (token: ApiToken) =>
    void confirm({
      title: t('Revoke {name}?', { name: token.name }),
      body: t('Programs that use it are refused from now on. This cannot be undone.'),
      verb: t('Revoke {name}', { name: token.name }),
      keep: t('Keep token'),
      danger: true,
      run: async () => {
        await call(identityEndpoints.revokeToken, { params: { id: token.id } });
        await found.refetch();
      },
    });
  return (
    <>
      <p className="pt-reading pt-settings-lead">
        {t('A token lets a program act for you, within the scopes you give it.')}{' '}
        <a href="/api/docs">{t('Read about the API')}</a>
      </p>
      {issued && <IssuedSecret {...issued} onDone={() => setIssued(null)} />}
      <Section
        title={t('Your tokens')}
        aside={
          <Button size="small" icon={IconPlus} onClick={() => setNew(true)}>
            {t('New token')}
          </Button>
        }
      >
        {tokens.length === 0 ? (
          <p className="pt-muted">{t('You have no token. Programs can do nothing in your name.')}</p>
        ) : (
          <SubTable label={t('Your tokens')}>
            <thead>
              <tr>
                <th scope="col">{t('Name')}</th>
                <th scope="col">{t('May')}</th>
                <th scope="col" data-align="right" data-wide>
                  {t('Last used')}
                </th>
                <th scope="col" data-align="right">
                  {t('Ends')}
                </th>
                <th scope="col">
                  <span className="pt-hidden">{t('Revoke')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <tr key={token.id}>
                  <th scope="row">
                    <span className="pt-row-title">{token.name}</span>
                    <span className="pt-second pt-settings-second">
                      {t('ends with')} <code>{token.hint}</code>
                    </span>
                  </th>
                  <td>{token.scopes.map(scopeWord).join(', ')}</td>
                  <td data-align="right" data-wide>
                    {token.lastUsedAt === null ? (
                      <span className="pt-muted">{t('never')}</span>
                    ) : (
                      <When at={token.lastUsedAt} />
                    )}
                  </td>
                  <td data-align="right">
                    <When at={token.expiresAt} />
                  </td>
                  <td data-align="right">
                    <Button
                      size="small"
                      look="danger"
                      onClick={() => revoke(token)}
                      aria-label={t('Revoke {name}', { name: token.name })}
                    >
                      {t('Revoke')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </SubTable>
        )}
      </Section>
      {isNew && (
        <NewToken
          onClose={() => setNew(false)}
          onIssued={(next) => {
            setIssued(next);
            setNew(false);
            void found.refetch();
          }}
        />
      )}
    </>
  );
}

function scopeWord(scope: string): string {
  const words: Readonly<Record<string, string>> = tokenScopes;
  return t(words[scope] ?? scope);
}

const lifetimes = [7, 30, 90, 180, 366] as const;

function NewToken({ onClose, onIssued }: { onClose: () => void; onIssued: (issued: Issued) => void }) {
  const form = useForm({
    schema: NewApiToken,
    initial: { name: '', scopes: [], expiresInDays: 90 },
    onSubmit: async (body) => {
      const { token, secret } = await call(identityEndpoints.createToken, { body });
      onIssued({ name: token.name, secret });
    },
  });
  const days = form.field('expiresInDays');
  return (
    <SideForm
      title={t('New API token')}
      lead={t('Its secret is shown once, right after.')}
      form={form}
      submit={t('Make token')}
      onClose={onClose}
    >
      <TextField label={t('Name')} hint={t('What will use it, such as nightly export')} field={form.field('name')} />
      <ChoiceField
        label={t('What it may do')}
        field={form.field('scopes')}
        several
        options={Object.entries(tokenScopes).map(([value, label]) => ({ value, label: t(label) }))}
      />
      <SelectField
        label={t('How long')}
        field={{ ...days, value: String(days.value), onChange: (value) => days.onChange(Number(value)) }}
        options={lifetimes.map((value) => ({
          value: String(value),
          label: t({ one: '1 day', other: '{n} days' }, { n: value }),
        }))}
      />
    </SideForm>
  );
}
