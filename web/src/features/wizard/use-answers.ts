import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Offer, Service } from '#contracts/catalogue/schemas';
import type { Order } from '#contracts/ordering/order-schemas';

import { queryOf } from '../../api/query.ts';
import { now } from '../../ui/time/now.ts';
import { useOrderingFor } from '../marketplace/ordering-for.ts';
import { answersIn, fieldValue, noAnswers } from './answers.ts';
import type { Answers } from './answers.ts';
import { leftBehind, useDraft } from './use-draft.ts';
import type { Draft } from './use-draft.ts';

export interface KeptAnswers {
  readonly answers: Answers;
  readonly change: (more: Partial<Answers>) => void;
  readonly draft: Draft;
  /** True when the form began with what was left the last time. */
  readonly isResumed: boolean;
  readonly startOver: () => void;
}

/** How a form begins. */
export interface Begun {
  readonly first: Answers;
  /** True for what was left the last time, where somebody would miss it. */
  readonly isResumed: boolean;
}

/** What to begin with: an order that is repeated, else what was left, else nothing. */
export function useFirstAnswers(
  service: Service,
  given: {
    readonly offer: number | undefined;
    readonly again: string | undefined;
    readonly question: number | undefined;
  },
): Begun | undefined {
  const { slug } = service;
  const [left] = useState(() => leftBehind(keyFor(slug)));
  const kept = useQuery({
    ...queryOf(orderingEndpoints.readDraft, { params: { key: keyFor(slug) } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [project = '0', line = '0'] = (given.again ?? '').split('/');
  const older = useQuery({
    ...queryOf(orderingEndpoints.readLine, { params: { number: Number(project), iid: Number(line) } }),
    enabled: given.again !== undefined,
  });
  const question = useQuery({
    ...queryOf(orderingEndpoints.readQuestion, { params: { number: given.question ?? 0 } }),
    enabled: given.question !== undefined,
  });
  const { chosen, projects, isLoading } = useOrderingFor();
  if (kept.isPending || isLoading || (given.again !== undefined && older.isPending)) return undefined;
  if (given.question !== undefined && question.isPending) return undefined;

  const [only] = service.offers.length === 1 ? service.offers : [];
  const draft = answersIn(left ?? kept.data?.content);
  const fresh: Answers = {
    ...noAnswers,
    since: now(),
    project: chosen?.number ?? (projects.length === 1 ? (projects[0]?.number ?? null) : null),
  };
  const begun = older.data ? repeated(service, older.data) : (draft ?? fresh);
  const offer = given.offer ?? only?.iid ?? begun.offer;
  return {
    first: {
      ...begun,
      offer,
      values: offer === begun.offer ? begun.values : {},
      project: begun.project ?? fresh.project,
      // What was asked is the first word of the order, unless there is another already.
      comment: begun.comment === '' ? (question.data?.text ?? '') : begun.comment,
    },
    isResumed: older.data === undefined && draft !== undefined && hasWork(draft),
  };
}

/** Whether somebody would miss what stands in a draft; a choice of an offer is made again in a moment. */
function hasWork({ values, comment, voucher }: Answers): boolean {
  return Object.keys(values).length > 0 || comment !== '' || voucher !== null;
}

/** The draft of a service, as it is named on the server. */
export function keyFor(slug: string): string {
  return `wizard:${slug}`;
}

function repeated(service: Service, order: Order): Answers {
  const iid = Number(order.offer.ref.split('/')[1]);
  const offer: Offer | undefined = service.offers.find((one) => one.iid === iid);
  const values = (offer?.parameters ?? []).flatMap((parameter) => {
    const older = order.parameters.find(({ id }) => id === parameter.id);
    return older ? [[parameter.id, fieldValue(parameter, older.value)]] : [];
  });
  return {
    ...noAnswers,
    offer: offer?.iid ?? null,
    read: offer?.iid ?? null,
    values: Object.fromEntries(values),
    voucher: order.voucher === null ? null : order.voucher.id === null ? 'request' : 'id',
    voucherId: order.voucher?.id ?? '',
    project: order.project.number,
    comment: '',
    since: Date.parse(order.submittedAt),
  };
}

/** The answers while somebody fills them in, kept with every change. */
export function useAnswers(slug: string, begun: Begun): KeptAnswers {
  const [answers, setAnswers] = useState(begun.first);
  const [isResumed, setResumed] = useState(begun.isResumed);
  const draft = useDraft(keyFor(slug));
  return {
    answers,
    draft,
    isResumed,
    change: (more) => {
      const next = { ...answers, ...more };
      setAnswers(next);
      draft.keep(next);
    },
    startOver: () => {
      setAnswers({ ...noAnswers, since: now(), offer: answers.offer, project: answers.project });
      setResumed(false);
      draft.forget();
    },
  };
}
