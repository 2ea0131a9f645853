import type { Webhook, WebhookChoices } from '#contracts/kernel/webhooks';

import { t } from '../../app/messages.ts';

const shown = 3;

/** Kinds to choose from, those of each part after one that stands for all of them. */
export function kindOptions({ kinds }: WebhookChoices): { value: string; label: string }[] {
  const options: { value: string; label: string }[] = [];
  for (const { type, label, part } of kinds) {
    const whole = `${type.split('.')[0]}.*`;
    if (!options.some(({ value }) => value === whole))
      options.push({ value: whole, label: t('Anything happens in {part}', { part }) });
    options.push({ value: type, label: t(label) });
  }
  return options;
}

/** `An order was approved, An order is ready to use and 2 more, in Cloud compute`. */
export function kindsInWords({ kinds, scope }: Pick<Webhook, 'kinds' | 'scope'>, choices: WebhookChoices): string {
  const labels = new Map(kindOptions(choices).map(({ value, label }) => [value, label]));
  const words = kinds.slice(0, shown).map((kind) => labels.get(kind) ?? kind);
  const rest = kinds.length - words.length;
  const text = words.join(', ') + (rest > 0 ? ` ${t('and {n} more', { n: rest })}` : '');
  if (scope === null) return text;
  return `${text}, ${t('in {scope}', { scope: choices.scopes.find(({ id }) => id === scope)?.label ?? scope })}`;
}

/** What a call tells: `order 1015: An order was approved` for `order 1015: ordering.order_approved`. */
export function aboutInWords(about: string, { kinds }: WebhookChoices): string {
  const found = kinds.find(({ type }) => about.endsWith(`: ${type}`));
  return found ? `${about.slice(0, -found.type.length)}${t(found.label)}` : about;
}
