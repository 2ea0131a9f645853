import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';

import { t } from '../app/messages.ts';
import { Button } from './button.tsx';
import './issued-secret.css';

export interface IssuedSecretProps {
  /** What it is the secret of. */
  readonly name: string;
  readonly secret: string;
  readonly onDone: () => void;
}

/** The secret, once; gone with the next look at the page. */
export function IssuedSecret({ name, secret, onDone }: IssuedSecretProps) {
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(secret).then(() => setCopied(true));
  return (
    <section className="pt-secret" aria-label={t('Secret of {name}', { name })}>
      <p>
        <strong className="pt-strong">{t('Copy the secret of {name} now.', { name })}</strong>{' '}
        {t('It is not shown again.')}
      </p>
      <div className="pt-row">
        <code className="pt-secret-text">{secret}</code>
        <Button look="primary" icon={copied ? IconCheck : IconCopy} onClick={copy}>
          {copied ? t('Copied') : t('Copy')}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {t('I have it')}
        </Button>
      </div>
    </section>
  );
}
