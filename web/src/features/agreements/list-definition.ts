import { AgreementQuery, agreementViewQuery, agreementViews } from '#contracts/agreements/endpoints';
import { agreementStates, agreementStateWords } from '#contracts/agreements/lifecycle';
import { agreementKinds, agreementTypes } from '#contracts/agreements/kinds';
import type { z } from 'zod';

import { t } from '../../app/messages.ts';
import type { ListDefinition } from '../../ui/data-table/list-address.ts';
import { typeWords } from './words.ts';

const viewLabels = {
  all: 'All',
  preparing: 'In preparation',
  unsigned: 'Waiting for a signature',
  standing: 'In force',
  ending: 'Ends in 60 days',
  violated: 'Violated',
} as const;

/** Filters and views of the list with their counts; `soon` is the day before which an end counts as near. */
export function listDefinition(soon: string, counts: Readonly<Record<string, number>> = {}): ListDefinition {
  return {
    filters: [
      {
        key: 'kind',
        label: t('Kind'),
        kind: 'choice',
        negatable: false,
        options: agreementKinds.map((kind) => ({ value: kind, label: kind })),
      },
      {
        key: 'type',
        label: t('Kind of agreement'),
        kind: 'choice',
        negatable: false,
        options: agreementTypes.map((type) => ({ value: type, label: t(typeWords[type]) })),
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
      { key: 'service', label: t('Service'), kind: 'text' },
      {
        key: 'violation',
        label: t('Violation'),
        kind: 'choice',
        negatable: false,
        options: [{ value: 'open', label: t('not settled') }],
      },
      { key: 'order', label: t('Order'), kind: 'number' },
      { key: 'endsBefore', label: t('Ends'), kind: 'day', operator: 'before' },
    ],
    views: agreementViews.map((id) => ({
      id,
      label: t(viewLabels[id]),
      query: agreementViewQuery(id, soon),
      owner: 'shipped' as const,
      ...(counts[id] === undefined ? {} : { count: counts[id] }),
      ...(id === 'violated' ? { attention: true } : {}),
    })),
    defaultSort: '',
  };
}

/** The question that the list puts to the server; what it cannot read is left out. */
export function agreementQuery(
  query: Readonly<Record<string, string | readonly string[]>>,
): Omit<z.input<typeof AgreementQuery>, 'limit' | 'after'> {
  const { sort: _sort, endsBefore, violation, ...filters } = query;
  const asked = {
    ...filters,
    ...(endsBefore === undefined ? {} : { endsBefore: [endsBefore].flat()[0] }),
    ...(violation === undefined ? {} : { violation: [violation].flat()[0] }),
  };
  const whole = AgreementQuery.safeParse(asked);
  const bad = new Set(whole.success ? [] : whole.error.issues.map((issue) => String(issue.path[0])));
  const { limit: _limit, ...read } = AgreementQuery.parse(
    Object.fromEntries(Object.entries(asked).filter(([key]) => !bad.has(key))),
  );
  return read;
}
