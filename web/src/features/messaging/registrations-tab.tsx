import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { Declination } from '#contracts/messaging/registration-endpoints';
import type { Registration } from '#contracts/messaging/registration-endpoints';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { When } from '../../ui/time/when.tsx';
import { ListTab } from './list-tab.tsx';
import { useMessagingChanged } from './use-changed.ts';

/** Who waits for a user of the messaging service. */
export function RegistrationsTab() {
  const [declined, setDeclined] = useState<Registration>();
  const found = useQuery(queryOf(messagingEndpoints.listMessagingRegistrations, {}));
  return (
    <>
      <ListTab
        found={found}
        empty={{
          title: t('Nobody waits'),
          text: t('Whoever wants to use the service asks at /messaging/register.'),
        }}
      >
        {(items) => (
          <ol className="pt-ams-requests">
            {items.map((one) => (
              <Request key={one.id} registration={one} onDecline={() => setDeclined(one)} />
            ))}
          </ol>
        )}
      </ListTab>
      {declined && <DeclineForm registration={declined} onClose={() => setDeclined(undefined)} />}
    </>
  );
}

function Request({ registration, onDecline }: { registration: Registration; onDecline: () => void }) {
  const { id, name, firstName, lastName, email, organization, description, registeredAt } = registration;
  const changed = useMessagingChanged();
  const accept = () =>
    void confirm({
      title: t('Accept {name}?', { name }),
      body: t(
        'The user {name} is made, in no project yet. {email} gets a mail with a link to its token, which works for 14 days.',
        { name, email },
      ),
      verb: t('Accept {name}', { name }),
      keep: t('Not yet'),
      run: async () => {
        await call(messagingEndpoints.acceptMessagingRegistration, { params: { registration: id }, body: {} });
        await changed();
      },
    });
  return (
    <li>
      <div>
        <h2 className="pt-h2 pt-ams-name">{name}</h2>
        <p className="pt-second pt-wrap">
          {[`${firstName} ${lastName}`.trim(), organization, email].filter((part) => part !== '').join(', ')}
          {', '}
          <When at={registeredAt} style="long" />
        </p>
        {description !== '' && <p className="pt-reading pt-wrap">{description}</p>}
      </div>
      <div className="pt-row">
        <Button size="small" icon={IconCheck} aria-label={t('Accept {name}', { name })} onClick={accept}>
          {t('Accept')}
        </Button>
        <Button size="small" look="danger" icon={IconX} aria-label={t('Decline {name}', { name })} onClick={onDecline}>
          {t('Decline')}
        </Button>
      </div>
    </li>
  );
}

function DeclineForm({ registration, onClose }: { registration: Registration; onClose: () => void }) {
  const { id, name, email } = registration;
  const changed = useMessagingChanged();
  const form = useForm({
    schema: Declination,
    initial: { comment: '' },
    onSubmit: async (body) => {
      await call(messagingEndpoints.declineMessagingRegistration, { params: { registration: id }, body });
      await changed();
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Decline {name}', { name })}
      form={form}
      submit={t('Decline')}
      note={t('{email} gets a mail with your words.', { email })}
      onClose={onClose}
    >
      <AreaField
        field={form.field('comment')}
        label={t('Why')}
        hint={t('And what helps, such as the user of their site that they can use.')}
      />
    </SideForm>
  );
}
