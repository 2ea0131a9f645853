import type { ReactNode } from 'react';

import { useAddress } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { useSession } from '../../app/session.tsx';
import { Link } from '../../ui/link.tsx';
import { EmptyState } from '../../ui/small.tsx';
import '../../ui/data-table/data-table.css';
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
      <div className="pt-views">
        <nav aria-label={t('Rota and groups')} className="pt-views-tabs">
          {parts.map(({ href, label }) => (
            <Link key={href} href={href} className="pt-view" aria-current={pathname === href ? 'page' : undefined}>
              {t(label)}
            </Link>
          ))}
        </nav>
      </div>
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
