import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteSearch, useTitle } from '../../app/route-hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Page, PageTabs } from '../../ui/page/page.tsx';
import { CertificatesTab } from './certificates-tab.tsx';
import { serviceHref } from './hrefs.ts';
import { serviceRoute, serviceTabs } from './index.ts';
import './messaging.css';
import { NewProject, ProjectsTab } from './projects-tab.tsx';
import { RegistrationsTab } from './registrations-tab.tsx';

const labels: Readonly<Record<(typeof serviceTabs)[number], string>> = {
  projects: 'Projects',
  registrations: 'Registrations',
  certificates: 'Refused certificates',
};

const leads: Readonly<Record<(typeof serviceTabs)[number], string>> = {
  projects:
    'Programs of the federation publish messages to topics and read them through subscriptions. A project holds what belongs together.',
  registrations: 'Who asks for a user of the service, and waits for your answer. Each is told by mail.',
  certificates:
    'Sites may send a certificate instead of a token. These belong to no user; a binding at /v1/bindings gives one a user.',
};

/** The messaging service: its projects, and for portal administrators who waits for a user of it. */
export function ServicePage() {
  useTitle(t('Messaging'));
  const asked = useRouteSearch(serviceRoute).tab;
  const [isNew, setNew] = useState(false);
  const found = useQuery(queryOf(messagingEndpoints.listMessagingProjects, {}));
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const mayCreate = found.data?.mayCreate ?? false;
  const tab = mayCreate ? asked : 'projects';
  return (
    <Page
      title={t('Messaging')}
      actions={
        mayCreate &&
        tab === 'projects' && (
          <Button look="primary" icon={IconPlus} onClick={() => setNew(true)}>
            {t('New project')}
          </Button>
        )
      }
      lead={t(leads[tab])}
      tabs={
        mayCreate && (
          <PageTabs
            label={t('Parts of the service')}
            tabs={serviceTabs.map((key) => ({ href: serviceHref(key), label: t(labels[key]), current: key === tab }))}
          />
        )
      }
    >
      {tab === 'projects' && <ProjectsTab found={found} mayCreate={mayCreate} />}
      {tab === 'registrations' && <RegistrationsTab />}
      {tab === 'certificates' && <CertificatesTab />}
      {isNew && <NewProject onClose={() => setNew(false)} />}
    </Page>
  );
}
