import type { ApprovalLevel } from '#contracts/ordering/level-schemas';

import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import './setup.css';

const stateWords: Readonly<Record<ApprovalLevel['state'], string>> = {
  waiting: 'not asked yet',
  asked: 'asked',
  approved: 'agreed',
  refused: 'refused',
  bypassed: 'passed over',
};

const tones: Partial<Record<ApprovalLevel['state'], string>> = {
  asked: 'pt-fg-amber',
  approved: 'pt-fg-green',
  refused: 'pt-fg-red',
};

export interface LevelListProps {
  readonly levels: readonly ApprovalLevel[];
  /** Offered at levels that have not agreed, to who may pass over them. */
  readonly onBypass?: (level: ApprovalLevel) => void;
}

/** Levels of approval in their order: who is asked, who answered what. */
export function LevelList({ levels, onBypass }: LevelListProps) {
  return (
    <ol className="pt-levels">
      {levels.map((level) => (
        <li key={level.position}>
          <strong className="pt-strong">{level.name}</strong>{' '}
          <span className={tones[level.state] ?? 'pt-muted'}>{t(stateWords[level.state])}</span>
          {level.approvers.length > 1 && (
            <span className="pt-second">
              , {level.needs === 'first' ? t('the first answer counts') : t('all have to answer')}
            </span>
          )}
          {onBypass && level.state !== 'approved' && level.state !== 'bypassed' && (
            <Button
              size="small"
              look="quiet"
              aria-label={t('Pass over {level}', { level: level.name })}
              onClick={() => onBypass(level)}
            >
              {t('Pass over')}
            </Button>
          )}
          {level.reason !== '' && <div className="pt-second">{level.reason}</div>}
          {level.approvers.map(({ name, deputies, answer }) => (
            <div key={name} className="pt-second">
              {answer ? <Answer name={name} answer={answer} /> : name}
              {!answer && deputies.length > 0 && ` (${t('deputies: {names}', { names: deputies.join(', ') })})`}
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}

function Answer({
  name,
  answer,
}: {
  readonly name: string;
  readonly answer: NonNullable<ApprovalLevel['approvers'][number]['answer']>;
}) {
  const who = answer.by === name ? name : `${answer.by} (${answer.asDeputy ? t('deputy of {name}', { name }) : name})`;
  return (
    <>
      {answer.answer === 'approve' ? t('{who} agreed', { who }) : t('{who} refused', { who })}
      {answer.comment !== '' && `: ${answer.comment}`}
    </>
  );
}
