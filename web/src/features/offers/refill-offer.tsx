import { useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';

import { offerEndpoints } from '#contracts/catalogue/offers';
import type { OwnOffer } from '#contracts/catalogue/offers';

import { call } from '../../api/call.ts';
import { Dialog } from '../../app/dialog.tsx';
import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/form/fields.tsx';
import { ErrorSummary } from '../../ui/form/page-form.tsx';
import { useForm } from '../../ui/form/use-form.ts';

const Refill = z.object({
  more: z.coerce.number('Give a whole number').int('Give a whole number').min(1, 'Add 1 or more'),
});

/** Adds to what is left of a limited offer. What is there by now counts: an order may have taken one since the list was read. */
export function RefillOffer({ offer, onClose }: { offer: OwnOffer; onClose: () => void }) {
  const client = useQueryClient();
  const [slug = '', iid] = offer.ref.split('/');
  const params = { slug, iid: Number(iid) };
  const { count = 0, unit = '' } = offer.availability ?? {};
  const form = useForm({
    schema: Refill,
    initial: { more: '' },
    onSubmit: async ({ more }) => {
      const { entry, version } = await call(offerEndpoints.readKeptOffer, { params });
      const availability = { unit, ...entry.availability, count: (entry.availability?.count ?? 0) + more };
      await call(offerEndpoints.changeOffer, { params, body: { ...entry, availability } }, { ifMatch: version });
      await client.invalidateQueries();
      onClose();
    },
  });
  const title = t('Refill {offer}', { offer: offer.name });
  const told =
    count > 0
      ? t('No mail is sent.')
      : t(
          {
            zero: 'Nobody waits for it: no mail is sent.',
            one: '1 person who waits gets a mail.',
            other: '{n} people who wait get a mail.',
          },
          { n: offer.waiting },
        );
  return (
    <Dialog label={title} canClose={!form.busy} onClose={onClose}>
      <form className="pt-dialog-body" noValidate onSubmit={form.submit}>
        <h2 className="pt-h1">{title}</h2>
        <p className="pt-muted">{t('{count} {unit} are left. {told}', { count, unit, told })}</p>
        <ErrorSummary form={form} />
        <NumberField label={t('How many more')} unit={unit} field={form.field('more')} min={1} step={1} />
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button type="submit" look="primary" busy={form.busy}>
            {t('Add them')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
