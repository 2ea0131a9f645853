import type { RetryPolicy } from '#contracts/messaging/delivery-schemas';
import type { SchemaType } from '#contracts/messaging/message-schemas';
import type { MemberRole } from '#contracts/messaging/schemas';

import { formatNumber, t } from '../../app/messages.ts';

const roles: Readonly<Record<MemberRole, { readonly label: string; readonly hint: string }>> = {
  publisher: { label: 'Publisher', hint: 'Publishes to topics whose list names it' },
  consumer: { label: 'Consumer', hint: 'Consumes subscriptions whose list names it' },
  project_admin: { label: 'Project admin', hint: 'Makes and changes everything in the project through the API' },
};

/** A role as people call it; one of upstream that has no word here stays as it is. */
export const roleWord = (role: string): string => t(roles[role as MemberRole]?.label ?? role);

export const roleOptions = () =>
  (Object.keys(roles) as MemberRole[]).map((value) => ({
    value,
    label: t(roles[value].label),
    hint: t(roles[value].hint),
  }));

/** How long is waited between two requests. */
export const paceWords = (retry: RetryPolicy): string =>
  retry.type === 'linear'
    ? t('linear, {n} s between requests', { n: formatNumber(retry.periodMilliseconds / 1000) })
    : t('slow start');

const schemaForms: Readonly<Record<SchemaType, string>> = { json: 'JSON Schema', avro: 'Avro' };
/** What the form of a schema is called; names stay as they are in every language. */
export const schemaTypeWord = (type: SchemaType): string => schemaForms[type];

const day = 24 * 60;
/** `3 days`, `2 hours`, `90 minutes`: the largest unit that says it whole. */
export function minutesInWords(minutes: number): string {
  if (minutes % day === 0) return t({ one: '1 day', other: '{n} days' }, { n: minutes / day });
  if (minutes % 60 === 0) return t({ one: '1 hour', other: '{n} hours' }, { n: minutes / 60 });
  return t({ one: '1 minute', other: '{n} minutes' }, { n: minutes });
}
