import type { Template } from '#contracts/agreements/schemas';

import { t } from '../../../app/messages.ts';
import { useMedia } from '../../../app/use-media.ts';
import { Mark } from '../../../ui/marks/state.tsx';
import { sectionName } from '../words.ts';

export interface SectionChoiceProps {
  readonly sections: Template['sections'];
  readonly chosen: string;
  readonly isWrong: (section: string) => boolean;
  readonly isChanged: (section: string) => boolean;
  readonly onChoose: (section: string) => void;
}

/** The section to write: a list at the left, one field on a narrow screen. */
export function SectionChoice(props: SectionChoiceProps) {
  const { sections, chosen, isWrong, isChanged, onChoose } = props;
  const narrow = useMedia('(max-width: 1179px)');
  const wordsOf = (key: string) =>
    [isWrong(key) ? t('has a problem') : '', isChanged(key) ? t('not saved') : '']
      .filter((word) => word !== '')
      .join(', ');

  if (narrow) {
    return (
      <label className="pt-template-sections pt-row">
        <span className="pt-muted">{t('Section')}</span>
        <select className="pt-input" value={chosen} onChange={(event) => onChoose(event.target.value)}>
          {sections.map((section) => {
            const words = wordsOf(section.key);
            return (
              <option key={section.key} value={section.key}>
                {words === '' ? sectionName(section) : `${sectionName(section)}, ${words}`}
              </option>
            );
          })}
        </select>
      </label>
    );
  }
  return (
    <nav className="pt-template-sections pt-section-list" aria-label={t('Sections')}>
      <ol>
        {sections.map(({ key, number, title }) => {
          const words = wordsOf(key);
          return (
            <li key={key}>
              <button
                type="button"
                aria-current={key === chosen ? 'true' : undefined}
                data-changed={isChanged(key) || undefined}
                title={words === '' ? undefined : words}
                onClick={() => onChoose(key)}
              >
                <Mark name={isWrong(key) ? 'octagon' : 'tick'} tone={isWrong(key) ? 'red' : 'neutral'} size={14} />
                <span className="pt-section-list-number">{number}</span>
                <span className="pt-section-list-title">{title}</span>
                {words !== '' && <span className="pt-hidden">, {words}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
