import { t } from '../../app/messages.ts';
import { Bones } from '../page/bones.tsx';
import './record.css';

export interface RecordBonesProps {
  /** Where it was come from; stands over the title. */
  readonly trail: string;
  readonly number?: number | undefined;
}

/** The frame of a record while it loads, so that nothing jumps when it is there. */
export function RecordBones({ trail, number }: RecordBonesProps) {
  return (
    <article className="pt-record" aria-busy="true">
      <header className="pt-record-head">
        <div className="pt-record-trail">{trail}</div>
        <div className="pt-record-title">
          <h1 className="pt-h1">
            <span className="pt-record-number">{number === undefined || Number.isNaN(number) ? '' : number}</span>
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
