import { IconChevronDown, IconFolder, IconFolderPlus } from '@tabler/icons-react';

import { useGo } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { MenuButton } from '../../ui/menu-button.tsx';
import { orderFor, useOrderingFor } from './ordering-for.ts';

/** For which project the next order is meant; the wizard begins with it. */
export function OrderingForSwitch() {
  const { person } = useSession();
  const { projects, chosen, isLoading } = useOrderingFor();
  const go = useGo();
  if (!person || isLoading) return null;
  return (
    <MenuButton
      place="bottom-end"
      button={
        <button type="button" className="pt-button" data-look="quiet" data-size="small">
          <span className="pt-muted">{t('Ordering for')}</span>
          <span className="pt-truncate pt-market-project">{chosen?.name ?? t('no project yet')}</span>
          <IconChevronDown size={14} stroke={1.7} aria-hidden />
        </button>
      }
      parts={[
        {
          heading: t('Ordering for'),
          entries: [
            ...projects.map((project) => ({
              id: String(project.number),
              label: project.name,
              icon: IconFolder,
              chosen: project.number === chosen?.number,
              onRun: () => orderFor(project.number),
            })),
            {
              id: 'none',
              label: t('Decide when I order'),
              chosen: chosen === undefined,
              onRun: () => orderFor(null),
            },
          ],
        },
        {
          entries: [{ id: 'new', label: t('New project'), icon: IconFolderPlus, onRun: () => go('/projects/new') }],
        },
      ]}
    />
  );
}
