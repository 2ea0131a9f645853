import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { AccessList } from '#contracts/messaging/schemas';
import type { MemberRole } from '#contracts/messaging/schemas';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField, FieldFrame } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Section } from '../../ui/record/record-page.tsx';
import { useMessagingChanged } from './use-changed.ts';

export interface AccessEditorProps {
  readonly project: string;
  /** `Who may publish`. */
  readonly title: string;
  readonly users: readonly string[];
  /** The role that makes the list count for somebody. */
  readonly needs: MemberRole;
  readonly save: (users: readonly string[]) => Promise<unknown>;
}

/** Which members may use a topic or a subscription. */
export function AccessEditor(props: AccessEditorProps) {
  const { title, users } = props;
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={title}
      aside={
        <Button
          size="small"
          icon={IconPencil}
          aria-label={t('Change: {title}', { title })}
          onClick={() => setOpen(true)}
        >
          {t('Change')}
        </Button>
      }
    >
      {users.length === 0 ? (
        <p className="pt-muted">{t('Nobody is on the list. Project admins may, everybody else is refused.')}</p>
      ) : (
        <ul className="pt-ams-list">
          {users.map((name) => (
            <li key={name} className="pt-ams-name">
              {name}
            </li>
          ))}
        </ul>
      )}
      {isOpen && <AccessForm {...props} onClose={() => setOpen(false)} />}
    </Section>
  );
}

const filterFrom = 8;

function AccessForm({ project, title, users, needs, save, onClose }: AccessEditorProps & { onClose: () => void }) {
  const changed = useMessagingChanged();
  const [words, setWords] = useState('');
  const members = useQuery(queryOf(messagingEndpoints.listMessagingMembers, { params: { project } }));
  const form = useForm({
    schema: AccessList,
    initial: { users: [...users] },
    onSubmit: async (values) => {
      await save(values.users);
      await changed();
      onClose();
    },
  });
  const items = members.data?.items ?? [];
  const shown = items.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <SideForm
      title={title}
      lead={t('The list counts from the next call on. Nobody gets a mail.')}
      form={form}
      submit={t('Save list')}
      note={t({ zero: 'Nobody', one: '1 member', other: '{n} members' }, { n: form.values.users.length })}
      onClose={onClose}
    >
      {items.length > filterFrom && (
        <FieldFrame id="find-members" label={t('Find members')} hint={undefined} error={undefined} optional={false}>
          <input
            id="find-members"
            type="search"
            className="pt-input"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </FieldFrame>
      )}
      {members.data && items.length === 0 ? (
        <p className="pt-muted">{t('The project has no member yet. Make one under Members.')}</p>
      ) : (
        <ChoiceField
          field={form.field('users')}
          label={t('Members')}
          several
          options={shown.map(({ name, roles }) => ({
            value: name,
            label: name,
            ...(roles.includes(needs) ? {} : { hint: t('Does not have the role for it') }),
          }))}
        />
      )}
    </SideForm>
  );
}
