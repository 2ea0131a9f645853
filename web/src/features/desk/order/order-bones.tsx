import { t } from '../../../app/messages.ts';
import '../../../ui/data-table/data-table.css';
import { useNeighbourKeys } from '../../../ui/record/record-page.tsx';
import type { Neighbours } from '../../../ui/record/record-page.tsx';

const widths = ['60%', '90%', '75%', '85%', '40%'];

function Bones({ rows }: { rows: number }) {
  return (
    <div className="pt-stack" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- identical placeholders
        <span key={index} className="pt-bone" style={{ width: widths[index % widths.length] }} />
      ))}
    </div>
  );
}

/** The frame of an order while it loads, so that nothing jumps when it is there. */
export function OrderBones({ number, from }: { number: number; from: Neighbours }) {
  useNeighbourKeys(from);
  return (
    <article className="pt-record" aria-busy="true">
      <header className="pt-record-head">
        <div className="pt-record-trail">{from.list}</div>
        <div className="pt-record-title">
          <h1 className="pt-h1">
            <span className="pt-record-number">{Number.isNaN(number) ? '' : number}</span>
            <span className="pt-hidden">{t('Loading')}</span>
          </h1>
        </div>
        <div className="pt-route-bones" />
      </header>
      <div className="pt-record-body" data-columns={3}>
        <div className="pt-record-column pt-record-left pt-bones-column">
          <Bones rows={9} />
        </div>
        <div className="pt-record-column pt-record-middle pt-bones-column">
          <Bones rows={12} />
        </div>
        <div className="pt-record-column pt-record-right pt-bones-column">
          <Bones rows={8} />
        </div>
      </div>
    </article>
  );
}
