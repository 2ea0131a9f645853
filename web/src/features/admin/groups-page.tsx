import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { z } from 'zod';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { orderingEndpoints } from '#contracts/ordering/endpoints';
import { ShifterGroupInput } from '#contracts/ordering/work-schemas';
import type { ShifterGroup } from '#contracts/ordering/work-schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField, SelectField, TextField, TickField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { AdminFrame } from './admin-frame.tsx';

/** Groups of shifters: which orders come to whom. */
export function GroupsPage() {
  const [editing, setEditing] = useState<ShifterGroup | 'new'>();
  return (
    <AdminFrame
      title={t('Groups of shifters')}
      actions={
        <Button look="primary" icon={IconPlus} onClick={() => setEditing('new')}>
          {t('New group')}
        </Button>
      }
    >
      <Groups onEdit={setEditing} />
      {editing && (
        <GroupForm {...(editing === 'new' ? {} : { group: editing })} onClose={() => setEditing(undefined)} />
      )}
    </AdminFrame>
  );
}

function Groups({ onEdit }: { onEdit: (group: ShifterGroup) => void }) {
  const groups = useQuery(queryOf(orderingEndpoints.listGroups, {}));
  if (groups.error && !groups.data) return <FailurePage error={groups.error} onRetry={() => void groups.refetch()} />;
  const all = groups.data?.groups ?? [];
  if (groups.data && all.length === 0)
    return (
      <EmptyState title={t('No group yet')}>
        {t('Orders come to the group that the routing rules name, or to the default one.')}
      </EmptyState>
    );
  return (
    <SubTable label={t('Groups of shifters')}>
      <thead>
        <tr>
          <th scope="col">{t('Group')}</th>
          <th scope="col">{t('Routing rules')}</th>
          <th scope="col">{t('Members')}</th>
          <th scope="col" data-align="right">
            {t('Open orders')}
          </th>
          <th scope="col" data-align="right">
            <span className="pt-hidden">{t('Action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {all.map((group) => (
          <tr key={group.id}>
            <th scope="row">
              <strong className="pt-strong">{group.name}</strong>
              <div className="pt-second">
                {group.id}, {group.mail}
              </div>
            </th>
            <td>{[...group.rules, ...(group.isDefault ? [t('everything else')] : [])].join(', ')}</td>
            <td>
              {group.members.length === 0 ? (
                <span className="pt-muted">{t('Nobody: orders wait here')}</span>
              ) : (
                group.members.map(({ name }) => name).join(', ')
              )}
            </td>
            <td data-align="right">
              <Link href={`/orders?group=${group.id}&state=-closed&state=-rejected`}>
                {formatNumber(group.openOrders)}
              </Link>
            </td>
            <td data-align="right">
              <Button
                size="small"
                aria-label={t('Change {group}', { group: group.name })}
                onClick={() => onEdit(group)}
              >
                {t('Change')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

const Draft = ShifterGroupInput.extend({
  leader: z.string(),
  mail: z.email('Type a mail address, such as cloud-desk@federation.example').max(255),
});

function GroupForm({ group, onClose }: { group?: ShifterGroup; onClose: () => void }) {
  const client = useQueryClient();
  const people = useQuery(queryOf(identityEndpoints.findPeople, { query: { role: 'shifter', limit: 100 } }));
  const form = useForm({
    schema: Draft,
    initial: {
      id: group?.id ?? '',
      name: group?.name ?? '',
      mail: group?.mail ?? '',
      isDefault: group?.isDefault ?? false,
      leader: group?.leader ?? '',
      members: group?.members.map(({ id }) => id) ?? [],
    },
    onSubmit: async ({ leader, ...rest }) => {
      const body = { ...rest, leader: leader === '' ? null : leader };
      await call(orderingEndpoints.saveGroup, { params: { id: body.id }, body });
      await Promise.all([
        client.invalidateQueries({ queryKey: ['ordering'] }),
        client.invalidateQueries({ queryKey: ['identity'] }),
      ]);
      onClose();
    },
  });
  const known = new Map([
    ...(people.data?.items ?? []).map(({ id, name }) => [id, name] as const),
    ...(group?.members ?? []).map(({ id, name }) => [id, name] as const),
  ]);
  return (
    <SideForm
      title={group ? t('Change {group}', { group: group.name }) : t('New group of shifters')}
      form={form}
      submit={group ? t('Change group') : t('Make group')}
      note={t('Which orders come here is said by the routing rules, under Rota and groups.')}
      onClose={onClose}
    >
      {!group && (
        <TextField
          field={form.field('id')}
          label={t('Short name')}
          hint={t('Stands in addresses: cloud-compute. It cannot be changed later.')}
        />
      )}
      <TextField field={form.field('name')} label={t('Name')} />
      <TextField field={form.field('mail')} type="email" label={t('Mail address of the group')} />
      <TickField
        field={form.field('isDefault')}
        label={t('Takes every order that no routing rule gives away')}
        hint={t('There is one such group.')}
      />
      <ChoiceField
        field={form.field('members')}
        label={t('Members')}
        hint={t('People with the role of a shifter. Grant the role under People first.')}
        several
        options={[...known].map(([value, label]) => ({ value, label }))}
      />
      <SelectField
        field={form.field('leader')}
        label={t('Shift leader')}
        optional
        placeholder={t('Nobody')}
        hint={t('A member, who gets a mail when a deadline is missed.')}
        options={[...known].map(([value, label]) => ({ value, label }))}
      />
    </SideForm>
  );
}
