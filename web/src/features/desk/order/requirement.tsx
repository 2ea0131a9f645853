import { IconCopy } from '@tabler/icons-react';
import { useState } from 'react';

import type { Order, OrderDesk } from '#contracts/ordering/order-schemas';

import { Dialog } from '../../../app/dialog.tsx';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { FactStrip, Section } from '../../../ui/record/record-page.tsx';
import type { Fact } from '../../../ui/record/record-page.tsx';
import { formatDay } from '../../../ui/time/format.ts';
import { amountText, inMetricOrder } from '../words.ts';

const dayShape = /^\d{4}-\d{2}-\d{2}$/;

function shownOf({ value, shown }: Order['parameters'][number]): string {
  return typeof value === 'string' && dayShape.test(value) ? formatDay(value) : shown;
}

/** `VM instances` for `Number of VM instances`: the number stands under it. */
function shortLabel(label: string): string {
  const short = label.replace(/^(?:number|amount) o[fd] /i, '');
  return short.slice(0, 1).toUpperCase() + short.slice(1);
}

/** Parameters, period and price, each with its short name. */
export function factsOf(order: Order): readonly Fact[] {
  const { startsOn, endsOn } = order.period;
  const shown = new Set(order.parameters.map(shownOf));
  const ends = [
    [t('From'), startsOn],
    [t('Until'), endsOn],
  ] as const;
  return [
    ...order.parameters.map((parameter): Fact => [shortLabel(parameter.label), shownOf(parameter)]),
    ...ends.flatMap(([label, day]): Fact[] =>
      day === null || shown.has(formatDay(day)) ? [] : [[label, formatDay(day)]],
    ),
    ...(order.price ? [[t('Price'), `${order.price.amount} ${order.price.currency}`] as const] : []),
    ...(order.voucher ? [[t('Voucher'), order.voucher.id ?? t('asked for')] as const] : []),
  ];
}

/** What was ordered: the parameters side by side, what they come to, and the order as older tools write it. */
export function Requirement({ order, desk }: { order: Order; desk: OrderDesk | null }) {
  const [raw, setRaw] = useState(false);
  const facts = factsOf(order);
  const totals = inMetricOrder(order.requested)
    .filter(({ metric }) => metric !== 'service')
    .map(amountText);
  return (
    <Section
      title={t('Technical requirement')}
      aside={
        desk && (
          <Button look="link" size="small" onClick={() => setRaw(true)}>
            {t('Show raw order')}
          </Button>
        )
      }
    >
      {facts.length > 0 ? (
        <FactStrip facts={facts} />
      ) : (
        <p className="pt-muted">{t('This offer has no parameters.')}</p>
      )}
      {totals.length > 0 && (
        <p className="pt-totals">
          <span className="pt-muted">{t('Altogether')}</span> {totals.join(', ')}
        </p>
      )}
      {desk && raw && <RawOrder number={order.number} raw={desk.raw} onClose={() => setRaw(false)} />}
    </Section>
  );
}

function RawOrder({ number, raw, onClose }: { number: number; raw: OrderDesk['raw']; onClose: () => void }) {
  return (
    <Dialog label={t('Raw order {number}', { number: String(number) })} className="pt-wide-dialog" onClose={onClose}>
      <div className="pt-dialog-body">
        <h2 className="pt-h1">{t('Raw order {number}', { number: String(number) })}</h2>
        <Raw title={t('SO-1')} text={indented(raw.so1)} />
        <Raw title={t('Legacy line')} text={raw.legacyLine} />
        <div className="pt-dialog-foot">
          <Button onClick={onClose}>{t('Close')}</Button>
        </div>
      </div>
    </Dialog>
  );
}

function Raw({ title, text }: { title: string; text: string }) {
  return (
    <section className="pt-raw">
      <div className="pt-row">
        <h3 className="pt-h2 pt-grow">{title}</h3>
        <Button look="link" size="small" icon={IconCopy} onClick={() => void navigator.clipboard.writeText(text)}>
          {t('Copy')}
        </Button>
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by key */}
      <pre tabIndex={0}>{text}</pre>
    </section>
  );
}

function indented(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
