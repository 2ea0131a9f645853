import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { MessagingMember } from '#contracts/messaging/schemas';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { IssuedSecret } from '../../ui/issued-secret.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { ListTab } from './list-tab.tsx';
import { MemberDrawer } from './member-drawer.tsx';
import { NewMember } from './new-member.tsx';
import { Names } from './topics-tab.tsx';
import { useMessagingChanged } from './use-changed.ts';
import { roleWord } from './words.ts';

/** The programs that use a project, each with a token of its own. */
export function MembersTab({ project }: { project: string }) {
  const [isNew, setNew] = useState(false);
  const [opened, setOpened] = useState<string>();
  const [issued, setIssued] = useState<{ name: string; secret: string }>();
  const changed = useMessagingChanged();
  const found = useQuery(queryOf(messagingEndpoints.listMessagingMembers, { params: { project } }));
  const current = found.data?.items.find(({ name }) => name === opened);
  const show = ({ name, token }: { name: string; token: string }) => {
    setIssued({ name, secret: token });
    setNew(false);
    setOpened(undefined);
    void changed();
  };
  return (
    <>
      {issued && <IssuedSecret {...issued} onDone={() => setIssued(undefined)} />}
      <ListTab
        found={found}
        make={{
          label: t('New member'),
          about: t('Members are programs: each has a token of its own, which it sends as x-api-key.'),
          onClick: () => setNew(true),
        }}
        empty={{
          title: t('No member yet'),
          text: t('Make one for each program or site that publishes or consumes here.'),
        }}
      >
        {(items) => <Members items={items} onOpen={setOpened} />}
      </ListTab>
      {isNew && (
        <NewMember
          project={project}
          onClose={() => setNew(false)}
          onIssued={show}
          onAdded={() => {
            setNew(false);
            void changed();
          }}
        />
      )}
      {current && (
        <MemberDrawer
          key={current.name}
          project={project}
          member={current}
          onClose={() => setOpened(undefined)}
          onIssued={show}
        />
      )}
    </>
  );
}

interface MembersProps {
  readonly items: readonly MessagingMember[];
  readonly onOpen: (name: string) => void;
}

function Members({ items, onOpen }: MembersProps) {
  return (
    <SubTable label={t('Members')}>
      <thead>
        <tr>
          <th scope="col">{t('Member')}</th>
          <th scope="col">{t('Roles')}</th>
          <th scope="col" data-wide>
            {t('Publishes to')}
          </th>
          <th scope="col" data-wide>
            {t('Consumes')}
          </th>
          <th scope="col" data-align="right">
            <span className="pt-hidden">{t('Action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((member) => (
          <tr key={member.name}>
            <th scope="row">
              <span className="pt-row-title pt-ams-name">{member.name}</span>
              <div className="pt-second pt-wrap">
                {[member.description, member.email].filter((part) => part !== '').join(', ')}
              </div>
            </th>
            <td>
              {member.roles.length === 0 ? (
                <span className="pt-muted">{t('none')}</span>
              ) : (
                member.roles.map(roleWord).join(', ')
              )}
            </td>
            <td data-wide>
              <Names names={member.topics} none="–" />
            </td>
            <td data-wide>
              <Names names={member.subscriptions} none="–" />
            </td>
            <td data-align="right">
              <Button
                size="small"
                aria-label={t('Open {name}', { name: member.name })}
                onClick={() => onOpen(member.name)}
              >
                {t('Open')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}
