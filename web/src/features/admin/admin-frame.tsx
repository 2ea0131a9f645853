import type { ReactNode } from 'react';

import { useAddress } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useTitle } from '../../app/route-hooks.ts';
import { useHasRole } from '../../app/session.tsx';
import { PageTabs } from '../../ui/page/page.tsx';
import { EmptyState } from '../../ui/small.tsx';
import '../../ui/form/form.css';
import './admin.css';

const parts = [
  { href: '/admin/people', label: 'People and roles' },
  { href: '/admin/groups', label: 'Groups of shifters' },
  { href: '/admin/mappings', label: 'Mapping rules' },
  { href: '/admin/order-systems', label: 'Order systems' },
  { href: '/admin/foreign-marketplaces', label: 'Foreign marketplaces' },
  { href: '/admin/webhooks', label: 'Webhooks' },
  { href: '/admin/jira', label: 'Jira' },
  { href: '/admin/jobs', label: 'Background work' },
  { href: '/admin/audit', label: 'Audit' },
] as const;

export interface AdminFrameProps {
  readonly title: string;
  readonly actions?: ReactNode;
  /** A list brings its own bars and scrolls by itself. */
  readonly isList?: boolean;
  readonly children: ReactNode;
}

/** Head and parts of the administration; for everybody else it says who may be here. */
export function AdminFrame({ title, actions, isList = false, children }: AdminFrameProps) {
  const { pathname } = useAddress();
  const allowed = useHasRole('administrator');
  useTitle(`${title}, ${t('Administration')}`);
  return (
    <>
      <header className="pt-page-head">
        <h1 className="pt-h1">{title}</h1>
        <div className="pt-row pt-admin-actions">{allowed && actions}</div>
      </header>
      <PageTabs
        label={t('Administration')}
        tabs={parts.map(({ href, label }) => ({ href, label: t(label), current: pathname === href }))}
      />
      {!allowed && (
        <EmptyState title={t('Only portal administrators can be here')}>
          {t('Ask one of them for the role, or for what you need.')}
        </EmptyState>
      )}
      {allowed && (isList ? children : <div className="pt-admin">{children}</div>)}
    </>
  );
}
