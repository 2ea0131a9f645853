import { messagingEndpoints } from '#contracts/messaging/endpoints';
import { NewSchema, SchemaChange, schemaTypes } from '#contracts/messaging/message-schemas';
import type { MessageSchema } from '#contracts/messaging/message-schemas';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { AreaField, ChoiceField, TextField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import type { FormField } from '../../ui/form/use-form.ts';
import { useMessagingChanged } from './use-changed.ts';
import { schemaTypeWord } from './words.ts';

/** Adds a schema from pasted text; what is wrong in it is said at the field. */
export function NewSchemaForm({ project, onClose }: { project: string; onClose: () => void }) {
  const changed = useMessagingChanged();
  const form = useForm({
    schema: NewSchema,
    initial: { name: '', type: 'json', schema: '' },
    onSubmit: async (body) => {
      await call(messagingEndpoints.createMessagingSchema, { params: { project }, body });
      await changed();
      onClose();
    },
  });
  return (
    <SideForm
      title={t('New schema')}
      lead={t('It checks nothing until a topic has it.')}
      form={form}
      submit={t('Add schema')}
      onClose={onClose}
    >
      <TextField field={form.field('name')} label={t('Name')} />
      <SchemaFields field={form.field} />
    </SideForm>
  );
}

interface ChangeSchemaProps {
  readonly project: string;
  readonly found: MessageSchema;
  readonly onClose: () => void;
}

/** Changes what a schema says. */
export function ChangeSchemaForm({ project, found: { name, type, schema, topics }, onClose }: ChangeSchemaProps) {
  const changed = useMessagingChanged();
  const form = useForm({
    schema: SchemaChange,
    initial: { type, schema },
    onSubmit: async (body) => {
      await call(messagingEndpoints.changeMessagingSchema, { params: { project, schema: name }, body });
      await changed();
      onClose();
    },
  });
  return (
    <SideForm
      title={t('Change {name}', { name })}
      lead={t('What was published before is not checked again.')}
      form={form}
      submit={t('Save schema')}
      note={t(
        { zero: 'No topic has it', one: '1 topic checks by it at once', other: '{n} topics check by it at once' },
        { n: topics.length },
      )}
      onClose={onClose}
    >
      <SchemaFields field={form.field} />
    </SideForm>
  );
}

function SchemaFields({ field }: { field: (path: string) => FormField }) {
  return (
    <>
      <ChoiceField
        field={field('type')}
        label={t('Form')}
        inline
        options={schemaTypes.map((value) => ({ value, label: schemaTypeWord(value) }))}
      />
      <div className="pt-ams-source">
        <AreaField
          field={field('schema')}
          label={t('Schema')}
          hint={t('Paste its text. Nothing is fetched: all it refers to has to stand in it.')}
          rows={16}
        />
      </div>
    </>
  );
}
