import { IconPencil } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { TopicSchema as TopicSchemaBody } from '#contracts/messaging/message-schemas';
import type { Topic } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { queryOf } from '../../api/query.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { projectHref } from './hrefs.ts';
import { useMessagingChanged } from './use-changed.ts';

interface TopicSchemaProps {
  readonly project: string;
  readonly topic: Topic;
}

/** By which schema the messages of a topic are checked. */
export function TopicSchema({ project, topic }: TopicSchemaProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title={t('Schema')}
      aside={
        <Button
          size="small"
          icon={IconPencil}
          aria-label={t('Change: {title}', { title: t('Schema') })}
          onClick={() => setOpen(true)}
        >
          {t('Change')}
        </Button>
      }
    >
      {topic.schema === null ? (
        <p className="pt-muted">{t('None: every message is taken.')}</p>
      ) : (
        <p>
          <Link href={projectHref(project, 'schemas')} className="pt-ams-link pt-ams-name">
            {topic.schema}
          </Link>
          {t(': messages that do not fit are refused.')}
        </p>
      )}
      {isOpen && <TopicSchemaForm project={project} topic={topic} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function TopicSchemaForm({ project, topic, onClose }: TopicSchemaProps & { onClose: () => void }) {
  const changed = useMessagingChanged();
  const schemas = useQuery(queryOf(messagingEndpoints.listMessagingSchemas, { params: { project } }));
  const form = useForm({
    schema: TopicSchemaBody,
    initial: { schema: topic.schema },
    onSubmit: async (body) => {
      await call(messagingEndpoints.setTopicSchema, { params: { project, topic: topic.name }, body });
      await changed();
      onClose();
    },
  });
  const field = form.field('schema');
  return (
    <SideForm
      title={t('Schema of {name}', { name: topic.name })}
      lead={t('From the next publish on, a call is refused whole where one of its messages does not fit.')}
      form={form}
      submit={t('Save schema')}
      onClose={onClose}
    >
      <SelectField
        field={{ ...field, onChange: (name) => field.onChange(name === '' ? null : name) }}
        label={t('Schema')}
        placeholder={t('None: every message is taken')}
        options={(schemas.data?.items ?? []).map(({ name }) => ({ value: name, label: name }))}
      />
      {schemas.data?.items.length === 0 && (
        <p className="pt-muted">{t('The project has no schema yet. Add one under Schemas.')}</p>
      )}
    </SideForm>
  );
}
