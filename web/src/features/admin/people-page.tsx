import { useMemo } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { RoleName } from '#contracts/identity/schemas';
import type { PersonCard } from '#contracts/identity/schemas';

import { useAddress, useGo, valueOf, writeSearch } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { countryName } from '../../ui/country-name.ts';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import type { Column } from '../../ui/data-table/columns.ts';
import { DataTable } from '../../ui/data-table/data-table.tsx';
import type { ListDefinition } from '../../ui/data-table/list-address.ts';
import { useContractList } from '../../ui/data-table/use-contract-list.ts';
import { useList } from '../../ui/data-table/use-list.ts';
import { Avatar, EmptyState } from '../../ui/small.tsx';
import { AdminFrame } from './admin-frame.tsx';
import { PersonDrawer } from './person-drawer.tsx';
import { roleOptions, roleText } from './role-words.ts';

function rolesText({ roles }: PersonCard): string {
  return roles.map(roleText).join('; ');
}

const columns: readonly Column<PersonCard>[] = [
  {
    id: 'avatar',
    header: 'Initials',
    headerMark: <span />,
    width: 60,
    align: 'center',
    cell: (person) => <Avatar name={person.name} />,
  },
  {
    id: 'name',
    header: 'Name',
    width: 200,
    grow: 1,
    rowHeader: true,
    value: (person) => person.name,
    cell: (person) => <TwoLine strong first={person.name} second={person.email ?? ''} />,
  },
  {
    id: 'institution',
    header: 'Institution',
    width: 180,
    grow: 1,
    priority: 2,
    value: (person) => person.institution,
    cell: (person) => <TwoLine first={person.institution ?? '—'} second={countryName(person.country ?? '')} />,
  },
  {
    id: 'roles',
    header: 'Roles',
    width: 240,
    grow: 1.6,
    priority: 1,
    value: rolesText,
    cell: (person) => (
      <TwoLine
        first={person.roles.length === 0 ? <span className="pt-muted">{t('Customer')}</span> : rolesText(person)}
      />
    ),
  },
];

const rowId = (person: PersonCard) => person.id;
const noun = { zero: 'Nobody matches', one: '1 person', other: '{n} people' };

/** Who is here with which roles; a person opens beside the list. */
export function PeoplePage() {
  const definition = useMemo<ListDefinition>(
    () => ({
      filters: [{ key: 'role', label: t('Role'), kind: 'choice', negatable: false, options: roleOptions() }],
      views: [],
      defaultSort: 'name',
    }),
    [],
  );
  return (
    <AdminFrame title={t('People and roles')} isList>
      <People definition={definition} />
    </AdminFrame>
  );
}

function People({ definition }: { definition: ListDefinition }) {
  const list = useList(definition);
  const { q, role } = list.query;
  const wanted = RoleName.safeParse(Array.isArray(role) ? role[0] : role);
  const rows = useContractList(identityEndpoints.findPeople, {
    query: { ...(typeof q === 'string' ? { q } : {}), ...(wanted.success ? { role: wanted.data } : {}) },
  });
  const { pathname, search } = useAddress();
  const go = useGo();
  const at = valueOf(search, 'at');
  const openAt = (id: string | undefined) => `${pathname}${writeSearch({ ...search, at: id })}`;
  return (
    <>
      <DataTable
        list={list}
        rows={rows}
        columns={columns}
        rowId={rowId}
        href={(person) => openAt(person.id)}
        noun={noun}
        caption={t('People')}
        placeholder={t('Filter by name, mail or institution')}
        small={(person) => ({
          title: person.name,
          state: <span className="pt-second">{person.institution}</span>,
          turn: rolesText(person),
        })}
        empty={
          <EmptyState title={t('Nobody has signed in yet')}>
            {t('People appear here when they sign in for the first time.')}
          </EmptyState>
        }
      />
      {at !== undefined && (
        <PersonDrawer key={at} id={at} onClose={() => go(openAt(undefined), { replace: true, keepScroll: true })} />
      )}
    </>
  );
}
