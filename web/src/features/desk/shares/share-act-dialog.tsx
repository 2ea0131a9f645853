import { z } from 'zod';

import type { Action } from '#contracts/kernel/schemas';
import type { Share, ShareAction, ShareActionInput } from '#contracts/ordering/share-schemas';

import { Dialog } from '../../../app/dialog.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { AreaField, DayField, NumberField } from '../../../ui/form/fields.tsx';
import { ErrorSummary } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { ActDialog } from '../order/act-dialog.tsx';

export type ShareBody = z.input<typeof ShareActionInput>;

export interface ShareActProps {
  readonly share: Share;
  readonly action: Action & { readonly action: ShareAction };
  readonly onClose: () => void;
  readonly onSend: (body: ShareBody) => Promise<unknown>;
}

/** Names an act on a share: `Withdraw: 20 VMs of IN2P3-IRES?` */
function titleOf({ share, action }: ShareActProps): string {
  return t('{label}: {site}', { label: t(action.label), site: share.site.name });
}

/** The small form before an action on a share, by what it needs. */
export function ShareActDialog(props: ShareActProps) {
  const { action, onClose, onSend } = props;
  if (action.needs.includes('counter')) return <CounterDialog {...props} />;
  const isDanger = action.action === 'withdraw' || action.action === 'reject';
  return (
    <ActDialog
      title={titleOf(props)}
      effect={action.effect}
      needs={action.needs}
      verb={t(action.label)}
      keep={t('Cancel')}
      isDanger={isDanger}
      onClose={onClose}
      onSend={({ comment, access }) =>
        onSend({ ...(comment === undefined ? {} : { comment }), ...(access === undefined ? {} : { access }) })
      }
    />
  );
}

const percent = z.number({ error: 'Give a number from 0 to 100' }).min(0).max(100);

function counterSchema(needsComment: boolean) {
  return z
    .object({
      resources: z.array(
        z.object({ metric: z.string(), quantity: z.number({ error: 'Give a number' }).nonnegative('Give 0 or more') }),
      ),
      startsOn: z.iso.date('Choose a day'),
      endsOn: z.iso.date('Choose a day'),
      availability: percent,
      reliability: percent,
      comment: needsComment
        ? z.string().trim().min(1, 'Say how the answer came').max(4000)
        : z.string().trim().max(4000),
    })
    .refine(({ startsOn, endsOn }) => endsOn >= startsOn, {
      path: ['endsOn'],
      message: 'End is before start. Choose a later day.',
    });
}

/** A counter: what was asked stands beside each field, and is what the field begins with. */
function CounterDialog(props: ShareActProps) {
  const { share, action, onClose, onSend } = props;
  const form = useForm({
    schema: counterSchema(action.needs.includes('comment')),
    initial: {
      resources: share.resources.map(({ metric, quantity }) => ({ metric, quantity })),
      startsOn: share.startsOn,
      endsOn: share.endsOn,
      availability: share.availability,
      reliability: share.reliability,
      comment: '',
    },
    onSubmit: async ({ comment, ...counter }) => {
      await onSend({ comment, counter });
      onClose();
    },
  });
  return (
    <Dialog label={titleOf(props)} onClose={onClose} canClose={!form.busy}>
      <form className="pt-dialog-body" noValidate onSubmit={form.submit}>
        <h2 className="pt-h1">{titleOf(props)}</h2>
        {action.effect && <p>{action.effect}.</p>}
        <ErrorSummary form={form} />
        {share.resources.map(({ metric, label, unit, quantity }, index) => (
          <NumberField
            key={metric}
            field={form.field(`resources.${index}.quantity`)}
            label={t(label)}
            min={0}
            {...(unit === null ? {} : { unit })}
            aside={<span>{t('asked: {n}', { n: quantity })}</span>}
          />
        ))}
        <div className="pt-pair">
          <DayField field={form.field('startsOn')} label={t('Start')} />
          <DayField field={form.field('endsOn')} label={t('End')} />
        </div>
        <div className="pt-pair">
          <NumberField field={form.field('availability')} label={t('Availability')} unit="%" min={0} max={100} />
          <NumberField field={form.field('reliability')} label={t('Reliability')} unit="%" min={0} max={100} />
        </div>
        <AreaField
          field={form.field('comment')}
          label={t('Comment')}
          rows={3}
          optional={!action.needs.includes('comment')}
        />
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look="primary" busy={form.busy}>
            {t(action.label)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
