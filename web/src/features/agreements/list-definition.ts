import { AgreementQuery } from '#contracts/agreements/endpoints';
import { agreementStates, agreementStateWords } from '#contracts/agreements/lifecycle';
import type { z } from 'zod';

import { t } from '../../app/messages.ts';
import type { ListDefinition } from '../../ui/data-table/list-address.ts';

/** Filters and views of the list; `soon` is the day before which an end counts as near. */
export function listDefinition(soon: string): ListDefinition {
  return {
    filters: [
      {
        key: 'kind',
        label: t('Kind'),
        kind: 'choice',
        negatable: false,
        options: [
          { value: 'SLA', label: t('SLA') },
          { value: 'OLA', label: t('OLA') },
        ],
      },
      {
        key: 'state',
        label: t('State'),
        kind: 'choice',
        negatable: false,
        options: agreementStates.map((state) => ({ value: state, label: t(agreementStateWords[state]).toLowerCase() })),
      },
      { key: 'customer', label: t('Customer'), kind: 'text' },
      { key: 'site', label: t('Resource centre'), kind: 'text' },
      { key: 'order', label: t('Order'), kind: 'number' },
      { key: 'endsBefore', label: t('Ends'), kind: 'day', operator: 'before' },
    ],
    views: [
      { id: 'all', label: t('All'), query: '', owner: 'shipped' },
      { id: 'preparing', label: t('In preparation'), query: 'state=draft&state=proposed', owner: 'shipped' },
      { id: 'unsigned', label: t('Waiting for a signature'), query: 'state=proposed', owner: 'shipped' },
      { id: 'standing', label: t('In force'), query: 'state=agreed&state=active&state=in_review', owner: 'shipped' },
      {
        id: 'ending',
        label: t('Ends in 60 days'),
        query: `state=agreed&state=active&state=in_review&endsBefore=${soon}`,
        owner: 'shipped',
      },
    ],
    defaultSort: '',
  };
}

/** The question that the list puts to the server; what it cannot read is left out. */
export function agreementQuery(
  query: Readonly<Record<string, string | readonly string[]>>,
): Omit<z.input<typeof AgreementQuery>, 'limit' | 'after'> {
  const { sort: _sort, endsBefore, ...filters } = query;
  const asked = { ...filters, ...(endsBefore === undefined ? {} : { endsBefore: [endsBefore].flat()[0] }) };
  const whole = AgreementQuery.safeParse(asked);
  const bad = new Set(whole.success ? [] : whole.error.issues.map((issue) => String(issue.path[0])));
  const { limit: _limit, ...read } = AgreementQuery.parse(
    Object.fromEntries(Object.entries(asked).filter(([key]) => !bad.has(key))),
  );
  return read;
}
