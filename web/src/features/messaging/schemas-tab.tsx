import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { SchemaSummary } from '#contracts/messaging/message-schemas';

import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { ListTab } from './list-tab.tsx';
import { SchemaDrawer } from './schema-drawer.tsx';
import { NewSchemaForm } from './schema-form.tsx';
import { Names } from './topics-tab.tsx';
import { schemaTypeWord } from './words.ts';

/** The schemas of a project, by which messages of topics are checked. */
export function SchemasTab({ project }: { project: string }) {
  const [isNew, setNew] = useState(false);
  const [opened, setOpened] = useState<string>();
  const found = useQuery(queryOf(messagingEndpoints.listMessagingSchemas, { params: { project } }));
  return (
    <>
      <ListTab
        found={found}
        make={{
          label: t('New schema'),
          about: t('A topic that has a schema refuses messages which do not fit. Give it one on its overview.'),
          onClick: () => setNew(true),
        }}
        empty={{
          title: t('No schema yet'),
          text: t(
            'A schema in JSON Schema or Avro says what messages look like. A topic that has one refuses all others.',
          ),
        }}
      >
        {(items) => <Schemas items={items} onOpen={setOpened} />}
      </ListTab>
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
