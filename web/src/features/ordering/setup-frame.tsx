import type { ReactNode } from 'react';

import { useAddress } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { useSession } from '../../app/session.tsx';
import { PageTabs } from '../../ui/page/page.tsx';
import { EmptyState } from '../../ui/small.tsx';
import '../../ui/form/form.css';
import './setup.css';

const parts = [
  { href: '/rota', label: 'Rota' },
  { href: '/rota/routing', label: 'Routing rules' },
  { href: '/rota/hours', label: 'Working hours' },
] as const;

const deskRoles = ['shifter', 'sla-coordinator', 'administrator'];

export interface SetupFrameProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Head and parts of how the desk works; for everybody else it says who may be here. */
export function SetupFrame({ title, actions, children }: SetupFrameProps) {
  const { pathname } = useAddress();
  const { roles } = useSession();
  const allowed = roles.some(({ role }) => deskRoles.includes(role));
  useTitle(`${title}, ${t('Order desk')}`);
  return (
    <>
      <header className="pt-page-head">
        <h1 className="pt-h1">{title}</h1>
        <div className="pt-row pt-setup-actions">{allowed && actions}</div>
      </header>
      <PageTabs
        label={t('Rota and groups')}
        tabs={parts.map(({ href, label }) => ({ href, label: t(label), current: pathname === href }))}
      />
      {allowed ? (
        <div className="pt-setup">{children}</div>
      ) : (
        <EmptyState title={t('Only the order desk can be here')}>
          {t('Ask a portal administrator for the role of a shifter.')}
        </EmptyState>
      )}
    </>
  );
}
