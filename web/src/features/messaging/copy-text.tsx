import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';

import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';

/** A text that is taken elsewhere as it is, such as a hash. */
export function CopyText({ label, text }: { label: string; text: string }) {
  const [copied, setCopied] = useState<string>();
  const isCopied = copied === text;
  return (
    <div className="pt-ams-copy">
      <code>{text}</code>
      <Button
        size="small"
        icon={isCopied ? IconCheck : IconCopy}
        aria-label={t('Copy: {label}', { label })}
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(text))}
      >
        {isCopied ? t('Copied') : t('Copy')}
      </Button>
    </div>
  );
}
