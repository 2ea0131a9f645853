import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { t } from '../../app/messages.ts';
import { IconButton } from '../button.tsx';
import { Link } from '../link.tsx';
import './peek.css';

/** A record in short beside its list; J and K go on to the next one. */
export function Peek({ href, onClose, children }: { href: string; onClose: () => void; children: ReactNode }) {
  return (
    <aside className="pt-peek" aria-label={t('Beside the list')}>
      <div className="pt-peek-bar">
        <Link href={href}>{t('Open')}</Link>
        <IconButton icon={IconX} size="small" label={t('Close')} onClick={onClose} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by key */}
      <div className="pt-peek-matter" tabIndex={0}>
        {children}
      </div>
    </aside>
  );
}
