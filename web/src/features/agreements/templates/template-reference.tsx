import type { Template } from '#contracts/agreements/schemas';

import { t } from '../../../app/messages.ts';
import { When } from '../../../ui/time/when.tsx';

export interface PlaceholderReferenceProps {
  readonly placeholders: Template['placeholders'];
  readonly onInsert: (name: string) => void;
}

/** What may stand between braces, with its meaning and an example; a click puts it into the text. */
export function PlaceholderReference({ placeholders, onInsert }: PlaceholderReferenceProps) {
  return (
    <details className="pt-template-reference" open>
      <summary>{t('Placeholders ({n})', { n: placeholders.length })}</summary>
      <dl>
        {placeholders.map(({ name, meaning, example }) => (
          <div key={name}>
            <dt>
              <button type="button" title={t('Put {name} into the text', { name })} onClick={() => onInsert(name)}>
                <code>{name}</code>
              </button>
            </dt>
            <dd>
              {meaning}
              {example !== '' && !example.includes('|') && (
                <span className="pt-second">{t('such as {example}', { example })}</span>
              )}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

/** Who saved which version, and what for. */
export function VersionHistory({ template }: { template: Template }) {
  if (template.history.length === 0) return null;
  return (
    <details className="pt-template-reference">
      <summary>{t('History ({n})', { n: template.history.length })}</summary>
      <ol className="pt-versions">
        {template.history
          .toSorted((one, other) => other.version - one.version)
          .map(({ version, at, by, note }) => (
            <li key={version}>
              <span className="pt-row">
                <span className="pt-row-title">{t('Version {version}', { version })}</span>
                <span className="pt-muted">{by}</span>
                <When at={at} style="long" />
              </span>
              {note !== '' && <span className="pt-second">{note}</span>}
            </li>
          ))}
      </ol>
    </details>
  );
}
