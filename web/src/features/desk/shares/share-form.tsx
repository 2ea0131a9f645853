import { useQuery } from '@tanstack/react-query';
import { useEffect, useId, useRef, useState } from 'react';
import { z } from 'zod';

import { registryEndpoints } from '#contracts/registry/endpoints';
import type { Site } from '#contracts/registry/schemas';
import type { Order, OrderDesk } from '#contracts/ordering/order-schemas';
import type { Share } from '#contracts/ordering/share-schemas';

import { queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { AreaField, DayField, FieldFrame, NumberField, TextField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import type { OrderWork } from '../order/use-order-work.ts';
import { inMetricOrder } from '../words.ts';
import { inProportion, leftOf } from './share-words.ts';

const quantity = z.union([z.number().nonnegative('Give 0 or more'), z.literal('').transform(() => 0)]);
const percent = z
  .number({ error: 'Give a number from 0 to 100' })
  .min(0, 'Give a number from 0 to 100')
  .max(100, 'Give a number from 0 to 100');
const ShareDraft = z
  .object({
    site: z.string().trim().min(1, 'Choose a resource centre').max(255),
    contactName: z.string().trim().max(255),
    contactEmail: z.union([z.literal(''), z.email('Type a mail address, such as grid@site.example').max(255)]),
    resources: z.array(z.object({ metric: z.string(), quantity })),
    startsOn: z.union([z.literal(''), z.iso.date('Choose a day')]),
    endsOn: z.union([z.literal(''), z.iso.date('Choose a day')]),
    availability: percent,
    reliability: percent,
    note: z.string().trim().max(2000),
  })
  .superRefine((share, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (!share.resources.some(({ quantity: amount }) => amount > 0))
      refuse(['resources', 0, 'quantity'], 'Give at least one amount');
    if (share.startsOn !== '' && share.endsOn !== '' && share.endsOn < share.startsOn)
      refuse(['endsOn'], 'End is before start. Choose a later day.');
  });

interface Metric {
  readonly metric: string;
  readonly label: string;
  readonly unit: string | null;
  readonly requested: number;
  /** What the other shares leave. */
  readonly left: number;
}

function metricsOf(order: Order, desk: OrderDesk, share: Share | undefined): readonly Metric[] {
  return inMetricOrder(order.requested).map(({ metric, label, unit, quantity: requested }) => ({
    metric,
    label,
    unit,
    requested,
    left: leftOf(metric, requested, desk.shares, share),
  }));
}

export interface ShareFormProps {
  readonly work: OrderWork;
  readonly desk: OrderDesk;
  /** The draft that is edited; absent for a new share. */
  readonly share?: Share;
  readonly onClose: () => void;
}

/** A share for a resource centre: who, how much of what is left, when, with which targets. */
export function ShareForm({ work, desk, share, onClose }: ShareFormProps) {
  const { order } = work;
  const metrics = metricsOf(order, desk, share);
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const form = useForm({
    schema: ShareDraft,
    initial: {
      site: share?.site.name ?? '',
      contactName: share?.contact.name ?? '',
      contactEmail: share?.contact.email ?? '',
      resources: metrics.map(({ metric, left }) => ({
        metric,
        quantity: share ? (share.resources.find((one) => one.metric === metric)?.quantity ?? 0) : left,
      })),
      startsOn: share?.startsOn ?? order.period.startsOn ?? '',
      endsOn: share?.endsOn ?? order.period.endsOn ?? '',
      availability: share?.availability ?? 90,
      reliability: share?.reliability ?? 95,
      note: share?.note ?? '',
    },
    onSubmit: async ({ contactName, contactEmail, startsOn, endsOn, ...rest }) => {
      const body = {
        ...rest,
        ...(contactEmail === '' ? {} : { contact: { name: contactName, email: contactEmail } }),
        ...(startsOn === '' ? {} : { startsOn }),
        ...(endsOn === '' ? {} : { endsOn }),
      };
      await (share ? work.changeShare(share.number, share.version, body) : work.addShare(body));
      onClose();
    },
  });
  const amountAt = (index: number) => form.values.resources[index]?.quantity;
  const write = (index: number, value: unknown) => {
    const metric = metrics[index]?.metric ?? '';
    const proportion =
      typeof value === 'number'
        ? inProportion(
            metrics.map((one) => ({ metric: one.metric, quantity: one.requested })),
            metric,
            value,
          )
        : new Map<string, number>();
    const next = form.values.resources.map((one, at) =>
      at === index
        ? { ...one, quantity: typeof value === 'number' ? value : ('' as const) }
        : { ...one, quantity: touched.has(one.metric) ? one.quantity : (proportion.get(one.metric) ?? one.quantity) },
    );
    setTouched((before) => new Set([...before, metric]));
    form.set('resources', next);
  };
  const choose = (site: Site) => {
    const [contact] = site.contacts ?? [];
    form.replace({
      ...form.values,
      site: site.name,
      contactName: contact?.name ?? '',
      contactEmail: contact?.email ?? '',
    });
  };

  return (
    <SideForm
      title={share ? t('Change the share of {site}', { site: share.site.name }) : t('Add a resource centre')}
      form={form}
      submit={share ? t('Change share') : t('Add share')}
      note={t('Nobody gets a mail until it is sent.')}
      onClose={onClose}
    >
      <SiteField field={form.field('site')} onChoose={choose} />
      <TextField field={form.field('contactName')} label={t('Contact')} optional />
      <TextField
        field={form.field('contactEmail')}
        label={t('Mail address')}
        type="email"
        hint={t('Gets the question with a link to answer, no account needed.')}
        optional
      />
      <fieldset className="pt-share-amounts">
        <legend className="pt-field-label">{t('Resources')}</legend>
        {metrics.map((metric, index) => (
          <NumberField
            key={metric.metric}
            field={{ ...form.field(`resources.${index}.quantity`), onChange: (value) => write(index, value) }}
            label={t(metric.label)}
            min={0}
            {...(metric.unit === null ? {} : { unit: metric.unit })}
            aside={<Remaining metric={metric} amount={amountAt(index)} />}
          />
        ))}
      </fieldset>
      <div className="pt-pair">
        <DayField field={form.field('startsOn')} label={t('Start')} />
        <DayField field={form.field('endsOn')} label={t('End')} />
      </div>
      <div className="pt-pair">
        <NumberField field={form.field('availability')} label={t('Availability')} unit="%" min={0} max={100} />
        <NumberField field={form.field('reliability')} label={t('Reliability')} unit="%" min={0} max={100} />
      </div>
      <AreaField field={form.field('note')} label={t('Note to the provider')} rows={3} optional />
    </SideForm>
  );
}

/** What is left of a metric with this amount: counted while it is typed. */
function Remaining({ metric, amount }: { metric: Metric; amount: unknown }) {
  const taken = typeof amount === 'number' && Number.isFinite(amount) ? amount : 0;
  const left = Math.round((metric.left - taken) * 100) / 100;
  if (left < 0) return <output className="pt-fg-red">{t('{n} more than is left', { n: -left })}</output>;
  return <output>{t('{left} of {total} left', { left, total: metric.requested })}</output>;
}

function SiteField({
  field,
  onChoose,
}: {
  field: Parameters<typeof TextField>[0]['field'];
  onChoose: (site: Site) => void;
}) {
  const listId = useId();
  const typed = typeof field.value === 'string' ? field.value : '';
  const sites = useQuery({
    ...queryOf(registryEndpoints.listSites, { query: { q: typed === '' ? undefined : typed, limit: 20 } }),
    placeholderData: (before) => before,
  });
  const found = sites.data?.items ?? [];
  const chosen = found.find(({ name }) => name === typed);
  // A name can be whole before the list that knows it has come.
  const filledFor = useRef(typed);
  useEffect(() => {
    if (!chosen || chosen.name === filledFor.current) return;
    filledFor.current = chosen.name;
    onChoose(chosen);
  }, [chosen, onChoose]);
  return (
    <FieldFrame
      id={field.id}
      label={t('Resource centre')}
      hint={
        chosen
          ? [chosen.country.name, chosen.capacityNote].filter((part) => part !== '').join(', ')
          : t('Type a name or a country.')
      }
      error={field.error}
      optional={false}
    >
      <input
        id={field.id}
        className="pt-input"
        list={listId}
        autoComplete="off"
        value={typed}
        aria-describedby={`${field.id}-hint`}
        onChange={(event) => field.onChange(event.target.value)}
        onBlur={field.onLeave}
      />
      <datalist id={listId}>
        {found.map((site) => (
          <option key={site.name} value={site.name}>
            {`${site.country.name}, ${t(site.certification)}`}
          </option>
        ))}
      </datalist>
    </FieldFrame>
  );
}
