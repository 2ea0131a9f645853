import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { SchemaSummary } from '#contracts/messaging/message-schemas';

import { queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { Bones } from '../../ui/page/bones.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState } from '../../ui/small.tsx';
import { SchemaDrawer } from './schema-drawer.tsx';
import { NewSchemaForm } from './schema-form.tsx';
import { Names } from './topics-tab.tsx';
import { schemaTypeWord } from './words.ts';

/** The schemas of a project, by which messages of topics are checked. */
export function SchemasTab({ project }: { project: string }) {
  const [isNew, setNew] = useState(false);
  const [opened, setOpened] = useState<string>();
  const found = useQuery(queryOf(messagingEndpoints.listMessagingSchemas, { params: { project } }));
  if (found.error && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  const items = found.data?.items ?? [];
  const create = (
    <Button look="primary" icon={IconPlus} onClick={() => setNew(true)}>
      {t('New schema')}
    </Button>
  );
  return (
    <>
      {items.length > 0 && (
        <div className="pt-ams-bar">
          <p className="pt-muted pt-reading">
            {t('A topic that has a schema refuses messages which do not fit. Give it one on its overview.')}
          </p>
          {create}
        </div>
      )}
      {!found.data && <Bones rows={6} />}
      {found.data && items.length === 0 && (
        <EmptyState title={t('No schema yet')} action={create}>
          {t('A schema in JSON Schema or Avro says what messages look like. A topic that has one refuses all others.')}
        </EmptyState>
      )}
      {items.length > 0 && <Schemas items={items} onOpen={setOpened} />}
      {isNew && <NewSchemaForm project={project} onClose={() => setNew(false)} />}
      {opened !== undefined && (
        <SchemaDrawer key={opened} project={project} name={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  );
}

function Schemas({ items, onOpen }: { items: readonly SchemaSummary[]; onOpen: (name: string) => void }) {
  return (
    <SubTable label={t('Schemas')}>
      <thead>
        <tr>
          <th scope="col">{t('Schema')}</th>
          <th scope="col">{t('Form')}</th>
          <th scope="col" data-wide>
            {t('Checks')}
          </th>
          <th scope="col" data-align="right">
            <span className="pt-hidden">{t('Action')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map(({ name, type, topics }) => (
          <tr key={name}>
            <th scope="row">
              <span className="pt-row-title pt-ams-name">{name}</span>
            </th>
            <td>{schemaTypeWord(type)}</td>
            <td data-wide>
              <Names names={topics} none={t('no topic')} />
            </td>
            <td data-align="right">
              <Button size="small" aria-label={t('Open {name}', { name })} onClick={() => onOpen(name)}>
                {t('Open')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}
