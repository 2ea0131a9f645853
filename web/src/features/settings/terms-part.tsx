import { IconCheck } from '@tabler/icons-react';

import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { TermsGate, TermsText } from './terms-gate.tsx';

/** The terms in force, and whether they were accepted. */
export function TermsPart() {
  const { terms } = useSession();
  if (!terms.accepted) return <TermsGate />;
  return (
    <>
      <p className="pt-row pt-settings-lead">
        <IconCheck size={16} stroke={1.7} aria-hidden />
        {t('You accepted version {version}.', { version: terms.version })}
      </p>
      <TermsText />
    </>
  );
}
