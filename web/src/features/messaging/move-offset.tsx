import { z } from 'zod';

import { messagingEndpoints } from '#contracts/messaging/endpoints';
import type { Subscription } from '#contracts/messaging/schemas';

import { call } from '../../api/call.ts';
import { t } from '../../app/messages.ts';
import { toast } from '../../app/toasts.tsx';
import { ChoiceField, FieldFrame, NumberField } from '../../ui/form/fields.tsx';
import { SideForm } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';
import { useMessagingChanged } from './use-changed.ts';

interface MoveOffsetProps {
  readonly project: string;
  readonly subscription: Subscription;
  readonly onClose: () => void;
}

/** Goes on from another message, by its number or by when it was published; can be undone. */
export function MoveOffset({ project, subscription, onClose }: MoveOffsetProps) {
  const { name, min, current, next } = subscription;
  const changed = useMessagingChanged();
  const moveTo = async (body: { offset: number } | { at: string }) => {
    const moved = await call(messagingEndpoints.moveSubscription, { params: { project, subscription: name }, body });
    await changed();
    return moved;
  };
  const form = useForm({
    schema: draftOf(min, next),
    initial: { by: 'number', offset: current, at: '' },
    onSubmit: async ({ by, offset, at }) => {
      const { before, after } = await moveTo(by === 'number' ? { offset } : { at: new Date(at).toISOString() });
      onClose();
      toast({
        text: t('{name} goes on from message {after}.', { name, after: String(after) }),
        seconds: 10,
        // What is kept no longer cannot be gone back to.
        ...(before >= min ? { undo: async () => void (await moveTo({ offset: before })) } : {}),
      });
    },
  });
  const at = form.field('at');
  return (
    <SideForm
      title={t('Move {name}', { name })}
      lead={t(
        'Back: consumers get messages again. Forward: they never get what is skipped. What is handed out now is forgotten.',
      )}
      form={form}
      submit={t('Move place')}
      note={t('You can undo it.')}
      onClose={onClose}
    >
      <ChoiceField
        field={form.field('by')}
        label={t('Go on from')}
        options={[
          { value: 'number', label: t('a message') },
          { value: 'time', label: t('an instant') },
        ]}
      />
      {form.values.by === 'number' ? (
        <NumberField
          field={form.field('offset')}
          label={t('Next message to hand out')}
          hint={t('From {min}, the first that is kept, to {next}, the next to come. Now it is {current}.', {
            min: String(min),
            next: String(next),
            current: String(current),
          })}
          min={min}
          max={next}
          step={1}
        />
      ) : (
        <FieldFrame
          id={at.id}
          label={t('Published at or after')}
          hint={t('In your zone. Where nothing was published since, it goes on from the end.')}
          error={at.error}
          optional={false}
        >
          <input
            id={at.id}
            type="datetime-local"
            className="pt-input"
            value={String(at.value)}
            onChange={(event) => at.onChange(event.target.value)}
            onBlur={at.onLeave}
          />
        </FieldFrame>
      )}
    </SideForm>
  );
}

const draftOf = (min: number, next: number) => {
  const bounds = `Give a number from ${min} to ${next}`;
  return z
    .object({
      by: z.enum(['number', 'time']),
      offset: z.number(bounds).int(bounds).min(min, bounds).max(next, bounds),
      at: z.string(),
    })
    .refine(({ by, at }) => by === 'number' || at !== '', { path: ['at'], error: 'Give a day and a time' });
};
