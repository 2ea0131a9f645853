import { IconPencil, IconTrash, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { MessageSchema } from '#contracts/messaging/message-schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { AreaField } from '../../ui/form/fields.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { Bones } from '../../ui/page/bones.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { Notice } from '../../ui/small.tsx';
import { topicHref } from './hrefs.ts';
import { base64Of } from './payload.ts';
import { ChangeSchemaForm } from './schema-form.tsx';
import { useMessagingChanged } from './use-changed.ts';
import { schemaTypeWord } from './words.ts';

interface SchemaDrawerProps {
  readonly project: string;
  readonly name: string;
  readonly onClose: () => void;
}

/** One schema: its text, which topics have it, and a field to try a message. */
export function SchemaDrawer({ project, name, onClose }: SchemaDrawerProps) {
  const [isChanging, setChanging] = useState(false);
  const found = useQuery(queryOf(messagingEndpoints.readMessagingSchema, { params: { project, schema: name } }));
  const schema = found.data;
  if (schema && isChanging)
    return <ChangeSchemaForm project={project} found={schema} onClose={() => setChanging(false)} />;
  return (
    <Dialog label={name} className="pt-drawer" onClose={onClose}>
      <div className="pt-drawer-frame">
        <header className="pt-drawer-head">
          <h2 className="pt-h1 pt-truncate" title={name}>
            {name}
          </h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-drawer-body pt-stack">
          {found.error && !schema && <Notice tone="red">{found.error.message}</Notice>}
          {found.isPending && <Bones rows={6} />}
          {schema && (
            <>
              <div className="pt-row pt-ams-wraps">
                <Button size="small" icon={IconPencil} onClick={() => setChanging(true)}>
                  {t('Change')}
                </Button>
                <DeleteSchema project={project} schema={schema} onGone={onClose} />
              </div>
              <Topics project={project} topics={schema.topics} />
              <Section title={schemaTypeWord(schema.type)}>
                <pre
                  className="pt-ams-code"
                  aria-label={t('Text of {name}', { name })}
                  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by key
                  tabIndex={0}
                >
                  {schema.schema}
                </pre>
              </Section>
              <TryMessage project={project} schema={schema} />
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}

function Topics({ project, topics }: { project: string; topics: readonly string[] }) {
  if (topics.length === 0) return <p className="pt-muted">{t('No topic has it. Give it to one on its overview.')}</p>;
  return (
    <p>
      {t('Checks the messages of')}{' '}
      {topics.map((topic, place) => (
        <span key={topic}>
          {place > 0 && ', '}
          <Link href={topicHref(project, topic, '?tab=overview')} className="pt-ams-link pt-ams-name">
            {topic}
          </Link>
        </span>
      ))}
    </p>
  );
}

function TryMessage({ project, schema: { name, type } }: { project: string; schema: MessageSchema }) {
  const [verdict, setVerdict] = useState<{ fits: boolean; words: string }>();
  const form = useForm({
    schema: z.object({ data: z.string().trim().min(1, 'Give a message').max(700_000, 'At most 700 kB') }),
    initial: { data: '' },
    onChange: () => setVerdict(undefined),
    onSubmit: async ({ data }) => {
      const body = { data: type === 'json' ? base64Of(new TextEncoder().encode(data)) : data };
      try {
        await call(messagingEndpoints.tryMessagingSchema, { params: { project, schema: name }, body });
        setVerdict({ fits: true, words: t('It fits.') });
      } catch (error) {
        if (!(error instanceof ApiError) || error.code !== 'message_unfit') throw error;
        setVerdict({ fits: false, words: error.detail });
      }
    },
  });
  return (
    <Section title={t('Try a message')}>
      <form className="pt-stack" noValidate onSubmit={form.submit}>
        <ErrorSummary form={form} />
        {verdict && <Notice tone={verdict.fits ? 'green' : 'red'}>{verdict.words}</Notice>}
        <AreaField
          field={form.field('data')}
          label={type === 'json' ? t('Message in JSON') : t('Message in Avro, as base64')}
          hint={t('It is checked and not published.')}
          rows={5}
        />
        <div className="pt-row">
          <Button type="submit" busy={form.busy}>
            {t('Check message')}
          </Button>
        </div>
      </form>
    </Section>
  );
}

interface DeleteSchemaProps {
  readonly project: string;
  readonly schema: MessageSchema;
  readonly onGone: () => void;
}

function DeleteSchema({ project, schema: { name, topics }, onGone }: DeleteSchemaProps) {
  const changed = useMessagingChanged();
  const ask = () =>
    void confirm({
      title: t('Delete schema {name}?', { name }),
      body: t(
        {
          zero: 'No topic has it.',
          one: '1 topic has it, and takes every message from then on.',
          other: '{n} topics have it, and take every message from then on.',
        },
        { n: topics.length },
      ),
      verb: t('Delete schema'),
      keep: t('Keep schema'),
      danger: true,
      run: async () => {
        await call(messagingEndpoints.deleteMessagingSchema, { params: { project, schema: name } });
        onGone();
        await changed();
      },
    });
  return (
    <Button size="small" look="danger" icon={IconTrash} onClick={ask}>
      {t('Delete schema')}
    </Button>
  );
}
