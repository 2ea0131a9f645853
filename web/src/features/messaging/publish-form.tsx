import { useState } from 'react';
import { z } from 'zod';

import { messagingEndpoints } from '#contracts/messaging/endpoints';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField, ChoiceField, FieldFrame } from '../../ui/form/fields.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { Link } from '../../ui/link.tsx';
import { Notice } from '../../ui/small.tsx';
import { formatBytes } from '../../ui/time/format.ts';
import { attributesOf } from './attribute-lines.ts';
import { messageHref } from './hrefs.ts';
import { base64Of } from './payload.ts';
import { useMessagingChanged } from './use-changed.ts';

const mostBytes = 7_500_000;

const Draft = z.object({
  kind: z.enum(['text', 'file']),
  text: z.string(),
  attributes: z.string().superRefine((lines, context) => {
    const { fault } = attributesOf(lines);
    if (fault !== null) context.addIssue(fault);
  }),
});

/** One message from the portal, to see whether it arrives: a text or a file, made base64 on the way. */
export function PublishForm({ project, topic }: { project: string; topic: string }) {
  const changed = useMessagingChanged();
  const [file, setFile] = useState<File>();
  const [published, setPublished] = useState<number>();
  const [fault, setFault] = useState<string>();
  const form = useForm({
    schema: Draft,
    initial: { kind: 'text', text: '', attributes: '' },
    onSubmit: async ({ kind, text, attributes }) => {
      setPublished(undefined);
      setFault(undefined);
      if (kind === 'file' && file === undefined) return setFault(t('Choose a file'));
      const bytes = kind === 'file' && file ? new Uint8Array(await file.arrayBuffer()) : new TextEncoder().encode(text);
      if (bytes.length > mostBytes) return setFault(t('At most {size}', { size: formatBytes(mostBytes) }));
      const { message } = await call(messagingEndpoints.publishTestMessage, {
        params: { project, topic },
        body: { data: base64Of(bytes), attributes: attributesOf(attributes).attributes },
      });
      setPublished(message);
      await changed();
    },
  });
  return (
    <form className="pt-ams-form pt-stack" noValidate onSubmit={form.submit}>
      <p className="pt-reading">
        {t(
          'The message goes to every subscription of this topic, like any other. It is recorded that you published it.',
        )}
      </p>
      <ErrorSummary form={form} />
      {published !== undefined && (
        <Notice tone="green">
          {t('Published as message {id}.', { id: String(published) })}{' '}
          <Link href={messageHref(project, topic, published)} className="pt-ams-link">
            {t('Show it')}
          </Link>
        </Notice>
      )}
      <ChoiceField
        field={form.field('kind')}
        label={t('What')}
        inline
        options={[
          { value: 'text', label: t('A text') },
          { value: 'file', label: t('A file') },
        ]}
      />
      {form.values.kind === 'text' ? (
        <AreaField field={form.field('text')} label={t('Text')} hint={t('It is sent as base64')} rows={8} />
      ) : (
        <FieldFrame
          id="test-file"
          label={t('File')}
          hint={t('At most {size}; it is sent as base64', { size: formatBytes(mostBytes) })}
          error={fault}
          optional={false}
        >
          <input id="test-file" type="file" onChange={(event) => setFile(event.target.files?.[0])} />
        </FieldFrame>
      )}
      {form.values.kind === 'text' && fault !== undefined && <Notice tone="red">{fault}</Notice>}
      <AreaField
        field={form.field('attributes')}
        label={t('Attributes')}
        hint={t('One a line, such as type: metric_data')}
        rows={3}
        optional
      />
      <div className="pt-row">
        <Button type="submit" look="primary" busy={form.busy}>
          {t('Publish message')}
        </Button>
      </div>
    </form>
  );
}
