import { IconUserPlus, IconX } from '@tabler/icons-react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Project, ProjectMember } from '#contracts/ordering/project-schemas';

import { call } from '../../api/call.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { Avatar } from '../../ui/small.tsx';
import { When } from '../../ui/time/when.tsx';
import { useProjectChanged } from './project-acts.tsx';
import { rightWord } from './project-words.ts';

/** The owner and everybody who was invited, with what they may do. */
export function Members({ project, onInvite }: { project: Project; onInvite: () => void }) {
  const { person } = useSession();
  const changed = useProjectChanged();
  const invite = project.actions.find(({ action }) => action === 'invite');
  const mayRemove = project.actions.some(({ action, refusal }) => action === 'remove_member' && refusal === null);
  const remove = (member: ProjectMember) => {
    const name = member.name ?? member.email;
    void confirm({
      title: t('Take {name} out of {project}?', { name, project: project.name }),
      body: t('They no longer see the project and its orders. Orders that they placed stay. Nobody gets a mail.'),
      verb: t('Take {name} out', { name }),
      keep: t('Keep them'),
      danger: true,
      run: async () => {
        changed(await call(orderingEndpoints.removeMember, { params: { number: project.number, member: member.id } }));
      },
    });
  };
  return (
    <Section
      title={t('People')}
      aside={
        invite?.refusal === null && (
          <Button size="small" icon={IconUserPlus} onClick={onInvite}>
            {t('Invite somebody')}
          </Button>
        )
      }
    >
      <ul className="pt-members">
        <li>
          <Avatar name={project.owner.name} own={project.owner.id === person?.id} size={28} />
          <div className="pt-grow">
            <span className="pt-row-title">{project.owner.name}</span>
            <span className="pt-second">{t('Owner')}</span>
          </div>
        </li>
        {project.members.map((member) => (
          <li key={member.id}>
            <Avatar name={member.joinedAt === null ? null : (member.name ?? member.email)} size={28} />
            <div className="pt-grow">
              <span className="pt-row-title pt-truncate">{member.name ?? member.email}</span>
              <span className="pt-second pt-truncate">
                {rightWord(member.right)}
                {member.name !== null && `, ${member.email}`}
                {member.joinedAt === null && (
                  <>
                    {t(', invited')} <When at={member.invitedAt} />
                  </>
                )}
              </span>
            </div>
            {mayRemove && (
              <IconButton
                icon={IconX}
                size="small"
                label={t('Take {name} out', { name: member.name ?? member.email })}
                onClick={() => remove(member)}
              />
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
