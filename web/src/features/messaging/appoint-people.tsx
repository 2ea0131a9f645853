import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';
import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { ProjectPeople } from '#contracts/messaging/schemas';
import type { MessagingProject } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { ChoiceField, FieldFrame } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { useRested } from '../../ui/use-rested.ts';
import { useMessagingChanged } from './use-changed.ts';

/** Which people of the portal administer a project. */
export function AppointPeople({ project, onClose }: { project: MessagingProject; onClose: () => void }) {
  const changed = useMessagingChanged();
  const [typed, setTyped] = useState('');
  const q = useRested(typed.trim());
  const found = useQuery(queryOf(identityEndpoints.findPeople, { query: { ...(q === '' ? {} : { q }), limit: 20 } }));
  const [seen, setSeen] = useState(() => new Map(project.people.map((person) => [person.id, person])));
  const form = useForm({
    schema: ProjectPeople,
    initial: { people: project.people.map(({ id }) => id) },
    onSubmit: async (body) => {
      await call(messagingEndpoints.setProjectPeople, { params: { project: project.name }, body });
      await changed();
      onClose();
    },
  });
  const field = form.field('people');
  const items = found.data?.items ?? [];
  const chosen = form.values.people.flatMap((id) => seen.get(id) ?? []);
  const offered = [...chosen, ...items.filter(({ id }) => !form.values.people.includes(id))];
  return (
    <SideForm
      title={t('Who administers {name}', { name: project.name })}
      lead={t('They see and change everything in the project, and read its messages. Nobody gets a mail.')}
      form={form}
      submit={t('Save people')}
      onClose={onClose}
    >
      <FieldFrame
        id="find-people"
        label={t('Find people')}
        hint={t('Name, mail address or institution')}
        error={undefined}
        optional={false}
      >
        <input
          id="find-people"
          type="search"
          className="pt-input"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </FieldFrame>
      <ChoiceField
        field={{
          ...field,
          onChange: (value) => {
            setSeen(new Map([...seen, ...items.map((person) => [person.id, person] as const)]));
            field.onChange(value);
          },
        }}
        label={t('People')}
        several
        options={offered.map(({ id, name, email }) => ({ value: id, label: name, ...(email ? { hint: email } : {}) }))}
      />
    </SideForm>
  );
}
