import { t } from '../../app/messages.ts';
import '../data-table/data-table.css';
import './page.css';

const widths = ['60%', '90%', '75%', '85%', '40%'];

/** Lines of text that are not there yet. */
export function Bones({ rows }: { rows: number }) {
  return (
    <div className="pt-stack" aria-hidden="true">
      {Array.from({ length: rows }, (_, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- identical placeholders
        <span key={index} className="pt-bone" style={{ width: widths[index % widths.length] }} />
      ))}
    </div>
  );
}

/** The frame of a page while it loads. */
export function PageBones() {
  return (
    <div aria-busy="true">
      <header className="pt-page-head">
        <h1 className="pt-h1 pt-hidden">{t('Loading')}</h1>
      </header>
      <div className="pt-page-bones">
        <Bones rows={9} />
      </div>
    </div>
  );
}
