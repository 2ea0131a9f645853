import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react';
import { useState } from 'react';

import { jiraEndpoints } from '#contracts/ordering/jira';
import type { JiraConnection } from '#contracts/ordering/jira';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/small.tsx';
import { settingsBlock } from './jira-words.ts';

export interface JiraSettingsProps {
  readonly connection: JiraConnection;
  /** Of the webhook that was just made; empty otherwise. */
  readonly webhookSecret: string;
}

/** The environment of the marketplace, ready to be copied; a token and a secret made here stand in it until the page is left. */
export function JiraSettings({ connection, webhookSecret }: JiraSettingsProps) {
  const [token, setToken] = useState('');
  const [failure, setFailure] = useState<string>();
  const [copied, setCopied] = useState<string>();
  const block = settingsBlock(connection.settings, {
    MP_JIRA_PASSWORD: token,
    MP_JIRA_WEBHOOK_SECRET: webhookSecret,
  });
  const make = () => {
    setFailure(undefined);
    void call(jiraEndpoints.makeJiraToken, {})
      .then((made) => setToken(made.token))
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      );
  };
  const copy = () => void navigator.clipboard.writeText(block).then(() => setCopied(block));
  const isCopied = copied === block;
  return (
    <section className="pt-section pt-stack" aria-label={t('Settings of the marketplace')}>
      <div className="pt-row">
        <h2 className="pt-h2 pt-grow">{t('Settings of the marketplace')}</h2>
        <Button size="small" icon={IconKey} onClick={make}>
          {t('Make a token')}
        </Button>
        <Button size="small" icon={isCopied ? IconCheck : IconCopy} onClick={copy}>
          {isCopied ? t('Copied') : t('Copy')}
        </Button>
      </div>
      {failure !== undefined && <Notice tone="red">{failure}</Notice>}
      {(token !== '' || webhookSecret !== '') && (
        <Notice tone="amber">{t('Copy the settings now: what was just made in them is not shown again.')}</Notice>
      )}
      <p className="pt-muted">
        {connection.hasPassword
          ? t('Its password is JIRA_PASSWORD of this installation, or a token made here.')
          : t('Its password is a token made here: this installation has no JIRA_PASSWORD.')}
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the block scrolls and must be reached by keys */}
      <pre className="pt-jira-settings" tabIndex={0} aria-label={t('Environment')}>
        {block}
      </pre>
    </section>
  );
}
