import { IconMessage } from '@tabler/icons-react';

import type { AgreementSection } from '#contracts/agreements/schemas';

import { t } from '../../../app/messages.ts';
import { Mark } from '../../../ui/marks/state.tsx';

/** True where a section says nothing yet. */
export function isEmpty({ blocks, body }: AgreementSection): boolean {
  return blocks.length === 0 && body.trim() === '';
}

function marksOf(section: AgreementSection): string[] {
  return [
    isEmpty(section) ? t('needs a text') : '',
    section.changed ? t('changed in this version') : '',
    section.comments > 0 ? t({ one: '1 comment', other: '{n} comments' }, { n: section.comments }) : '',
  ].filter((part) => part !== '');
}

/** The sections of an agreement with what is to know of each: needs a text, changed in this version, comments. */
export function SectionList({
  sections,
  current,
}: {
  sections: readonly AgreementSection[];
  current: string | undefined;
}) {
  return (
    <nav aria-label={t('Sections')} className="pt-section-list">
      <ol>
        {sections.map((section) => {
          const marks = marksOf(section);
          return (
            <li key={section.key} data-sub={section.number.includes('.') || undefined}>
              <a
                href={`#${section.key}`}
                aria-current={section.key === current ? 'location' : undefined}
                data-changed={section.changed || undefined}
                title={marks.length === 0 ? undefined : marks.join(', ')}
                onClick={(event) => {
                  event.preventDefault();
                  showSection(section.key);
                }}
              >
                {isEmpty(section) ? (
                  <Mark name="triangle" tone="amber" size={14} />
                ) : (
                  <Mark name="tick" tone="neutral" size={14} />
                )}
                <span className="pt-section-list-number">{section.number}</span>
                <span className="pt-section-list-title">{section.title}</span>
                {section.comments > 0 && (
                  <span className="pt-section-list-comments" aria-hidden="true">
                    <IconMessage size={13} stroke={1.7} />
                    {section.comments}
                  </span>
                )}
                {marks.length > 0 && <span className="pt-hidden">, {marks.join(', ')}</span>}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

/** Brings a section into sight, puts the focus on its heading, and the section into the address. */
export function showSection(key: string): void {
  const section = document.getElementById(key);
  if (!section) return;
  const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  section.scrollIntoView({ behavior: calm ? 'instant' : 'smooth', block: 'start' });
  section.querySelector<HTMLElement>('[tabindex="-1"]')?.focus({ preventScroll: true });
  window.history.replaceState(window.history.state, '', `#${key}`);
}
