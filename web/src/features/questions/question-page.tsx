import { IconShoppingBag } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { Question } from '#contracts/ordering/questions';

import { call } from '../../api/call.ts';
import { keyOf, queryOf } from '../../api/query.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam, useTitle } from '../../app/route-hooks.ts';
import { toast } from '../../app/toasts.tsx';
import { PageBones } from '../../ui/page/bones.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Link } from '../../ui/link.tsx';
import { State } from '../../ui/marks/state.tsx';
import { Page } from '../../ui/page/page.tsx';
import { DefinitionList } from '../../ui/record/record-page.tsx';
import { Notice } from '../../ui/small.tsx';
import { Said, WriteBox } from './said.tsx';
import './questions.css';

const { readQuestion, writeOnQuestion, closeQuestion, judgeQuestion, listQuestions } = orderingEndpoints;

/** One question: what was said, a box to go on, and what can be done. */
export function QuestionPage() {
  const number = Number(useRouteParam('number'));
  const client = useQueryClient();
  const found = useQuery(queryOf(readQuestion, { params: { number } }));
  useTitle(found.data ? t('Question {number}', { number: String(number) }) : null);
  if (found.isError && !found.data) return <FailurePage error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <PageBones />;
  const changed = (next: Question) => {
    client.setQueryData(keyOf(readQuestion, { params: { number } }), next);
    void client.invalidateQueries({ queryKey: [listQuestions.tag, listQuestions.id] });
  };
  return <Conversation question={found.data} onChanged={changed} />;
}

interface Shown {
  readonly question: Question;
  readonly onChanged: (question: Question) => void;
}

function Conversation({ question, onChanged }: Shown) {
  const { number, service, mine, may } = question;
  const [busy, setBusy] = useState(false);
  const run = (change: () => Promise<Question>) => {
    setBusy(true);
    change()
      .then(onChanged)
      .catch((error: unknown) => toast({ text: error instanceof Error ? error.message : String(error) }))
      .finally(() => setBusy(false));
  };
  const params = { number };
  const judge = (spam: boolean) => run(() => call(judgeQuestion, { params, body: { spam } }));
  return (
    <Page
      from={{ label: mine ? t('My questions') : t('Questions'), href: '/questions' }}
      title={t('Question about {service}', { service: service.name })}
      facts={<State thing="question" state={question.state} reader={mine ? 'customer' : 'desk'} />}
      actions={
        mine &&
        question.order === null && (
          <LinkButton icon={IconShoppingBag} href={`/marketplace/${service.slug}/order?question=${number}`}>
            {t('Make it an order')}
          </LinkButton>
        )
      }
    >
      <div className="pt-question">
        <DefinitionList
          facts={[
            [t('Number'), String(number)],
            [
              t('Service'),
              <Link key="service" href={`/marketplace/${service.slug}`}>
                {service.name}
              </Link>,
            ],
            [
              t('Order'),
              question.order && (
                <Link
                  key="order"
                  href={
                    mine
                      ? `/projects/${question.order.project}/lines/${question.order.iid}`
                      : `/orders/${question.order.number}`
                  }
                >
                  {String(question.order.number)}
                </Link>
              ),
            ],
            [t('Answered by'), question.group.name],
            [t('Asked by'), question.email === null ? '' : `${question.by} <${question.email}>`],
          ]}
        />
        {question.suspected && (
          <Notice
            tone="amber"
            action={
              may.judge && (
                <div className="pt-row">
                  <Button size="small" busy={busy} onClick={() => judge(false)}>
                    {t('It is no spam')}
                  </Button>
                  <Button size="small" busy={busy} onClick={() => judge(true)}>
                    {t('It is spam')}
                  </Button>
                </div>
              )
            }
          >
            {t('Held as suspected spam: {reasons}. Nobody got a mail yet.', {
              reasons: question.spamReasons.join(', '),
            })}
          </Notice>
        )}
        <Said words={question.messages} />
        {may.write && (
          <WriteBox
            key={question.messages.length}
            label={mine ? t('Ask on') : t('Your answer')}
            more={
              may.close && (
                <Button busy={busy} onClick={() => run(() => call(closeQuestion, { params }))}>
                  {mine ? t('That settles it, close') : t('Close question')}
                </Button>
              )
            }
            hint={mine ? t('The order desk gets a mail.') : t('{name} gets it by mail.', { name: question.by })}
            send={mine ? t('Send') : t('Send answer')}
            onSend={async (text) => onChanged(await call(writeOnQuestion, { params, body: { text } }))}
          />
        )}
        {may.close && !may.write && (
          <Button busy={busy} onClick={() => run(() => call(closeQuestion, { params }))}>
            {mine ? t('That settles it, close') : t('Close question')}
          </Button>
        )}
      </div>
    </Page>
  );
}
