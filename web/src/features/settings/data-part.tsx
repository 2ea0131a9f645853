import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';

import { identityEndpoints } from '#contracts/identity/endpoints';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { confirm } from '../../app/confirm.tsx';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { Notice } from '../../ui/small.tsx';

/** A copy of everything that is kept about a person, and the way out. */
export function DataPart() {
  const { person } = useSession();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  if (!person) return null;

  const download = async () => {
    setBusy(true);
    setFailure(null);
    try {
      saveAs('portolan-my-data.json', await call(identityEndpoints.exportMe, {}));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(error.detail);
    } finally {
      setBusy(false);
    }
  };
  const confirmation = person.email ?? person.name;
  const erase = () =>
    void confirm({
      title: t('Erase your account?'),
      body: (
        <>
          <p>
            {t(
              'Your name, mail address, identities, tokens and settings are erased, and you are signed out. This cannot be undone.',
            )}
          </p>
          <p>
            {t(
              'Orders and messages stay without your name, as does the record of who decided what. Agreements that were signed keep who signed them.',
            )}
          </p>
          <p>
            {t(
              'A project of yours goes to the member who may order and joined first; without one it is archived, and the order desk is told of its open orders.',
            )}
          </p>
        </>
      ),
      verb: t('Erase my account'),
      keep: t('Keep my account'),
      danger: true,
      typeName: confirmation,
      run: async () => {
        await call(identityEndpoints.eraseMe, { body: { email: confirmation } });
        window.location.assign('/');
      },
    });

  return (
    <>
      <Section title={t('A copy of everything')}>
        <p className="pt-reading pt-settings-lead">
          {t('One JSON file with all that is kept about you: profile, roles, projects, orders, messages and sessions.')}
        </p>
        {failure !== null && <Notice tone="red">{failure}</Notice>}
        <Button icon={IconDownload} busy={busy} onClick={() => void download()}>
          {t('Download my data')}
        </Button>
      </Section>
      <Section title={t('Erase my account')}>
        <p className="pt-reading pt-settings-lead">
          {t('Your personal data goes for good. What must stay, stays without your name.')}
        </p>
        <Button look="danger" onClick={erase}>
          {t('Erase my account')}
        </Button>
      </Section>
    </>
  );
}

function saveAs(name: string, content: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
