import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { NewMappingRule } from '#contracts/identity/schemas';
import type { MappingRule, MappingTrialResult } from '#contracts/identity/schemas';
import type { z } from 'zod';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState, Notice, Tag } from '../../ui/small.tsx';
import { AdminFrame } from './admin-frame.tsx';
import { defaultScope, isGrantable, roleOptions, roleText, scopeHint } from './role-words.ts';

/** Which entitlements give which roles, and a tester for both. */
export function MappingsPage() {
  const [editing, setEditing] = useState<MappingRule | 'new'>();
  return (
    <AdminFrame
      title={t('Mapping rules')}
      actions={
        <Button look="primary" icon={IconPlus} onClick={() => setEditing('new')}>
          {t('New rule')}
        </Button>
      }
    >
      <p className="pt-reading">
        {t('Who signs in with one of these entitlements holds the role, as long as the identity provider says so.')}
      </p>
      <Rules onEdit={setEditing} />
      <Tester />
      {editing && <RuleForm {...(editing === 'new' ? {} : { rule: editing })} onClose={() => setEditing(undefined)} />}
    </AdminFrame>
  );
}

function Rules({ onEdit }: { onEdit: (rule: MappingRule) => void }) {
  const client = useQueryClient();
  const rules = useQuery(queryOf(identityEndpoints.listMappingRules, {}));
  if (rules.error && !rules.data) return <FailurePage error={rules.error} onRetry={() => void rules.refetch()} />;
  if (rules.data?.items.length === 0)
    return (
      <EmptyState title={t('No rule yet')}>{t('Without rules, roles are granted one by one under People.')}</EmptyState>
    );
  const remove = (rule: MappingRule) =>
    void confirm({
      title: t('Remove the rule for {role}?', { role: roleText(rule) }),
      body: t('Everybody who holds the role by this rule loses it at once.'),
      verb: t('Remove rule'),
      keep: t('Keep rule'),
      danger: true,
      run: async () => {
        await call(identityEndpoints.removeMappingRule, { params: { id: rule.id } });
        await client.invalidateQueries({ queryKey: ['identity'] });
      },
    });
  return (
    <SubTable label={t('Mapping rules')}>
      <thead>
        <tr>
          <th scope="col">{t('Entitlement')}</th>
          <th scope="col">{t('Gives')}</th>
          <th scope="col" data-align="right">
            <span className="pt-hidden">{t('Action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {(rules.data?.items ?? []).map((rule) => (
          <tr key={rule.id}>
            <th scope="row" className="pt-mono pt-wrap">
              {rule.entitlement}
            </th>
            <td>{roleText(rule)}</td>
            <td data-align="right">
              <span className="pt-admin-deeds">
                <Button
                  size="small"
                  aria-label={t('Change the rule for {role}', { role: roleText(rule) })}
                  onClick={() => onEdit(rule)}
                >
                  {t('Change')}
                </Button>
                <Button
                  size="small"
                  look="danger"
                  aria-label={t('Remove the rule for {role}', { role: roleText(rule) })}
                  onClick={() => remove(rule)}
                >
                  {t('Remove')}
                </Button>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

function RuleForm({ rule, onClose }: { rule?: MappingRule; onClose: () => void }) {
  const client = useQueryClient();
  const role = rule && isGrantable(rule.role) ? rule.role : 'shifter';
  const form = useForm({
    schema: NewMappingRule,
    initial: { entitlement: rule?.entitlement ?? '', role, scope: rule?.scope ?? defaultScope(role) },
    onSubmit: async (body) => {
      await (rule
        ? call(identityEndpoints.changeMappingRule, { params: { id: rule.id }, body })
        : call(identityEndpoints.createMappingRule, { body }));
      await client.invalidateQueries({ queryKey: ['identity'] });
      onClose();
    },
  });
  const roleField = form.field('role');
  return (
    <SideForm
      title={rule ? t('Change mapping rule') : t('New mapping rule')}
      form={form}
      submit={rule ? t('Change rule') : t('Add rule')}
      note={t('Counts from the next sign-in of each person.')}
      onClose={onClose}
    >
      <TextField
        field={form.field('entitlement')}
        label={t('Entitlement')}
        hint={t(
          'As AARC-G069 writes it: urn:mace:egi.eu:group:desk.example:role=shifter. Who holds a subgroup holds the group.',
        )}
      />
      <SelectField
        field={{
          ...roleField,
          onChange: (value) => {
            if (typeof value === 'string' && isGrantable(value))
              form.replace({ ...form.values, role: value, scope: defaultScope(value) });
          },
        }}
        label={t('Role')}
        options={roleOptions()}
      />
      <TextField
        field={form.field('scope')}
        label={t('Where')}
        hint={`${scopeHint(form.values.role)}. ${t('{group}, {subgroup} and {role} stand for what is held.')}`}
      />
    </SideForm>
  );
}

function Tester() {
  const [text, setText] = useState('');
  const [result, setResult] = useState<z.infer<typeof MappingTrialResult>>();
  const [failure, setFailure] = useState<string>();
  const entitlements = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const test = () => {
    setFailure(undefined);
    if (entitlements.length === 0) {
      setFailure(t('Type an entitlement.'));
      return;
    }
    void call(identityEndpoints.tryMapping, { body: { entitlements } }).then(setResult, (error: unknown) =>
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
    );
  };
  return (
    <section className="pt-two-panes" aria-labelledby="pt-tester">
      <form
        className="pt-stack"
        onSubmit={(event) => {
          event.preventDefault();
          test();
        }}
      >
        <h2 className="pt-h2" id="pt-tester">
          {t('Try entitlements out')}
        </h2>
        <label className="pt-field">
          <span className="pt-field-label">{t('Entitlements')}</span>
          <span className="pt-field-hint">
            {t('One a line, as the identity provider sends them. Nothing is kept.')}
          </span>
          <textarea
            className="pt-input pt-mono"
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {failure && <Notice tone="red">{failure}</Notice>}
        <div>
          <Button type="submit">{t('Show which roles they give')}</Button>
        </div>
      </form>
      <div className="pt-stack" aria-live="polite">
        {result?.items.map(({ entitlement, problem, gives }) => (
          <div key={entitlement}>
            <div className="pt-mono pt-wrap">{entitlement}</div>
            {problem !== null && <span className="pt-fg-red">{problem}</span>}
            {problem === null && gives.length === 0 && <span className="pt-muted">{t('gives no role')}</span>}
            <span className="pt-admin-roles">
              {gives.map((role) => (
                <Tag key={`${role.role} ${role.scope} ${role.ruleId}`}>{roleText(role)}</Tag>
              ))}
            </span>
          </div>
        ))}
      </div>
    </section>
  );
}
