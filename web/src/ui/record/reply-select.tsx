import { t } from '../../app/messages.ts';

/** A text that somebody may choose instead of writing it. */
export interface Reply {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** Offers texts to choose from; nothing where there is none. */
export function ReplySelect({
  replies,
  onChoose,
}: {
  readonly replies: readonly Reply[];
  readonly onChoose: (text: string) => void;
}) {
  if (replies.length === 0) return null;
  return (
    <select
      className="pt-input pt-reply-select"
      aria-label={t('Choose a reply')}
      value=""
      onChange={(event) => {
        const chosen = replies.find(({ id }) => id === event.target.value);
        if (chosen) onChoose(chosen.text);
      }}
    >
      <option value="">{t('Choose a reply')}</option>
      {replies.map(({ id, label }) => (
        <option key={id} value={id}>
          {label}
        </option>
      ))}
    </select>
  );
}
