import { diffWords } from '#libs/diff';

import { t } from '../../app/messages.ts';
import './page.css';

/** Two versions of a text as one: what went is struck, what came is underlined. */
export function DiffText({ older, newer }: { older: string; newer: string }) {
  if (older === newer) return <p className="pt-muted">{t('No change.')}</p>;
  const places = new Map<string, number>();
  return (
    <p className="pt-diff">
      {diffWords(older, newer).map(({ kind, text }) => {
        const seen = (places.get(text) ?? 0) + 1;
        places.set(text, seen);
        const key = `${kind}-${seen}-${text}`;
        if (kind === 'added') return <ins key={key}>{text}</ins>;
        if (kind === 'removed') return <del key={key}>{text}</del>;
        return <span key={key}>{text}</span>;
      })}
    </p>
  );
}
