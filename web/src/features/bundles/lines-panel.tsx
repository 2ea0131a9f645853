import type { Order } from '#contracts/ordering/order-schemas';
import type { OrderBundle, OrderLine } from '#contracts/ordering/bundles';

import { t } from '../../app/messages.ts';
import { TwoLine } from '../../ui/data-table/cells.tsx';
import '../../ui/data-table/data-table.css';
import { Link } from '../../ui/link.tsx';
import { State } from '../../ui/marks/state.tsx';
import { Section } from '../../ui/record/record-page.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { Tag } from '../../ui/small.tsx';

interface LinesPanelProps {
  readonly order: Order;
  readonly bundle: OrderBundle;
  readonly reader: 'desk' | 'customer';
}

/** The lines of a bundle, this one marked: what is ordered of whom, how far it is, and the way to each. */
export function LinesPanel({ order, bundle, reader }: LinesPanelProps) {
  const hrefOf = (line: OrderLine) =>
    reader === 'desk' ? `/orders/${line.number}` : `/projects/${order.project.number}/lines/${line.iid}`;
  return (
    <Section title={t('Lines of {bundle}', { bundle: bundle.name })} aside={<Tag>{t(bundle.word)}</Tag>}>
      <SubTable label={t('Lines of {bundle}', { bundle: bundle.name })}>
        <thead>
          <tr>
            <th scope="col">{t('Service and offer')}</th>
            <th scope="col">{t('State')}</th>
            {reader === 'desk' && (
              <>
                <th scope="col" data-wide>
                  {t('Waiting for')}
                </th>
                <th scope="col" data-align="right" data-wide>
                  {t('Shares')}
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {bundle.lines.map((line) => (
            <tr key={line.number} aria-current={line.number === order.number ? 'true' : undefined}>
              <th scope="row">
                <TwoLine
                  strong
                  first={line.number === order.number ? line.service : <Link href={hrefOf(line)}>{line.service}</Link>}
                  second={`${line.number}, ${line.offer}, ${line.provider}`}
                  mark={line.number === order.number && <span className="pt-second">{t('this page')}</span>}
                />
              </th>
              <td>
                <State thing="order" state={line.state} reader={reader} detail={line.value} />
              </td>
              {reader === 'desk' && (
                <>
                  <td data-wide>{line.waiting === '' ? <span className="pt-muted">—</span> : t(line.waiting)}</td>
                  <td data-align="right" data-wide>
                    {sharesInWords(line)}
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </SubTable>
    </Section>
  );
}

function sharesInWords({ shares }: OrderLine): string {
  if (!shares || shares.live === 0) return t('none');
  return t('{n} of {all} validated', { n: shares.validated, all: shares.live });
}
