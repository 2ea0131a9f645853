import { IconArrowUpRight, IconCopy, IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';

import type { Order } from '#contracts/ordering/order-schemas';

import { t } from '../../app/messages.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import './line.css';

/** How the customer gets in: words, a link, secrets that stay covered until they are asked for. */
export function Access({ order }: { order: Order }) {
  if (order.access.length === 0) return null;
  return (
    <Section title={t('How you get in')}>
      <ul className="pt-access">
        {order.access.map((access) => (
          <li key={`${access.from} ${access.url} ${access.text}`}>
            <div className="pt-access-head">
              <strong className="pt-strong">{access.from}</strong>
              {access.url !== '' && (
                <LinkButton
                  look={order.state === 'ready' && order.access.length === 1 ? 'primary' : 'default'}
                  icon={IconArrowUpRight}
                  href={access.url}
                  target="_blank"
                  rel="noreferrer"
                >
                  {t('Open {host}', { host: hostOf(access.url) })}
                </LinkButton>
              )}
            </div>
            {access.text !== '' && <p className="pt-access-text">{access.text}</p>}
            {access.secrets.map((secret) => (
              <Secret key={secret.name} name={secret.name} value={secret.value} />
            ))}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function Secret({ name, value }: { name: string; value: string | null }) {
  const [shown, setShown] = useState(false);
  const [copied, setCopied] = useState(false);
  if (value === null) {
    return (
      <p className="pt-secret-row">
        <span className="pt-muted">{name}</span>
        <span className="pt-muted">{t('only for those who may order in this project')}</span>
      </p>
    );
  }
  return (
    <p className="pt-secret-row">
      <span className="pt-muted">{name}</span>
      <code className="pt-grow">{shown ? value : '••••••••••••'}</code>
      <Button
        size="small"
        icon={shown ? IconEyeOff : IconEye}
        onClick={() => setShown(!shown)}
        aria-label={shown ? t('Hide {name}', { name }) : t('Show {name}', { name })}
      >
        {shown ? t('Hide') : t('Show')}
      </Button>
      <Button
        size="small"
        icon={IconCopy}
        onClick={() => void navigator.clipboard.writeText(value).then(() => setCopied(true))}
        aria-label={t('Copy {name}', { name })}
      >
        {copied ? t('Copied') : t('Copy')}
      </Button>
    </p>
  );
}
