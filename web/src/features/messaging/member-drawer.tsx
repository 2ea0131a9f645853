import { IconKey, IconTrash, IconX } from '@tabler/icons-react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { MemberRoles } from '#contracts/messaging/schemas';
import type { MessagingMember } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { confirm } from '../../app/confirm.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/form/fields.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { CodeLines, publishLines, pullLines } from './code-lines.tsx';
import { useMessagingChanged } from './use-changed.ts';
import { roleOptions } from './words.ts';

interface MemberDrawerProps {
  readonly project: string;
  readonly member: MessagingMember;
  readonly onClose: () => void;
  readonly onIssued: (issued: { name: string; token: string }) => void;
}

/** One program: its roles, its token, and lines by which it begins. */
export function MemberDrawer({ project, member, onClose, onIssued }: MemberDrawerProps) {
  const { name } = member;
  const params = { project, user: name };
  const changed = useMessagingChanged();
  const form = useForm({
    schema: MemberRoles,
    initial: { roles: [...member.roles] },
    onSubmit: async (body) => {
      await call(messagingEndpoints.setMessagingMember, { params, body });
      await changed();
      onClose();
    },
  });
  const renew = () =>
    void confirm({
      title: t('Give {name} a new token?', { name }),
      body: t('The old one is refused at once: the program fails until it has the new one.'),
      verb: t('Make a new token'),
      keep: t('Keep the token'),
      danger: true,
      run: async () => onIssued(await call(messagingEndpoints.renewMemberToken, { params, body: {} })),
    });
  const remove = () =>
    void confirm({
      title: t('Take {name} out of {project}?', { name, project }),
      body: t('It is taken off all lists here and refused from now on. It stays a user of the service.'),
      verb: t('Take {name} out', { name }),
      keep: t('Keep member'),
      danger: true,
      run: async () => {
        await call(messagingEndpoints.removeMessagingMember, { params });
        onClose();
        await changed();
      },
    });
  const [topic] = member.topics;
  const [subscription] = member.subscriptions;
  return (
    <Dialog label={name} className="pt-drawer" canClose={!form.busy} onClose={onClose}>
      <div className="pt-drawer-frame">
        <header className="pt-drawer-head">
          <h2 className="pt-h1 pt-truncate" title={name}>
            {name}
          </h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-drawer-body pt-stack">
          <form className="pt-stack" noValidate onSubmit={form.submit}>
            <ErrorSummary form={form} />
            <ChoiceField field={form.field('roles')} label={t('Roles')} several options={roleOptions()} />
            <div className="pt-row">
              <Button type="submit" look="primary" busy={form.busy}>
                {t('Save roles')}
              </Button>
            </div>
          </form>
          <div className="pt-row pt-ams-deeds">
            <Button size="small" icon={IconKey} refusal={member.renewRefusal} onClick={renew}>
              {t('New token')}
            </Button>
            <Button size="small" look="danger" icon={IconTrash} onClick={remove}>
              {t('Take out')}
            </Button>
          </div>
          {member.renewRefusal !== null && <p className="pt-second">{member.renewRefusal}</p>}
          {topic !== undefined && <CodeLines title={t('Publish')} lines={publishLines(project, topic)} />}
          {subscription !== undefined && <CodeLines title={t('Consume')} lines={pullLines(project, subscription)} />}
          {topic === undefined && subscription === undefined && (
            <p className="pt-muted">
              {t('It is on no list yet. Say on the page of a topic or subscription that it may use it.')}
            </p>
          )}
        </div>
      </div>
    </Dialog>
  );
}
