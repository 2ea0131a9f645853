import { fillParameters, showParameterValue } from '#contracts/catalogue/parameter-rules';
import type { Filling } from '#contracts/catalogue/parameter-rules';
import { withUnit } from '#contracts/catalogue/parameter-words';
import type { Offer, Service } from '#contracts/catalogue/schemas';
import { requestedResources, wholeService } from '#contracts/ordering/requested-resources';
import type { RequestedResources } from '#contracts/ordering/requested-resources';

import { formatNumber, t } from '../../app/messages.ts';
import { DefinitionList, Section } from '../../ui/record/record-page.tsx';
import type { Fact } from '../../ui/record/record-page.tsx';
import { Money, Notice } from '../../ui/small.tsx';
import { formatDay } from '../../ui/time/format.ts';
import { AccessLine } from '../marketplace/service-row.tsx';
import { valuesFor } from './answers.ts';
import type { Answers } from './answers.ts';
import './wizard.css';

/** What was answered in words, what was not yet left out. */
export function answeredFacts({ filled, errors }: Filling): readonly Fact[] {
  const wrong = new Set(errors.map(({ path }) => path));
  return filled
    .filter(({ id, label }) => !wrong.has(id) && !wrong.has(label))
    .map((parameter) => [parameter.label, showParameterValue(parameter, parameter.value)] as const)
    .filter(([, shown]) => shown !== '–');
}

/** What it comes to: 50 machines with 4 cores are 200 cores. Absent where the browser cannot count days. */
export function totalsOf(filling: Filling): RequestedResources | undefined {
  if (typeof Temporal === 'undefined') return undefined;
  const wrong = new Set(filling.errors.map(({ path }) => path));
  return requestedResources(filling.filled.filter(({ id }) => !wrong.has(id)));
}

function amountFacts(totals: RequestedResources): readonly Fact[] {
  return totals.amounts
    .filter(({ metric }) => metric !== wholeService.metric)
    .map(({ label, quantity, unit }) => [t(label), withUnit(formatNumber(quantity), unit)]);
}

/** The order as far as it has come, beside the form: totals, period, price, and how long a decision takes. */
export function OrderSoFar({
  service,
  offer,
  answers,
  today,
  saysWhatHappens,
}: {
  service: Service;
  offer: Offer | undefined;
  answers: Answers;
  today: string;
  /** False where the form itself explains it. */
  saysWhatHappens: boolean;
}) {
  const filling = offer ? fillParameters(offer.parameters, valuesFor(offer, answers.values), today) : undefined;
  const totals = filling && totalsOf(filling);
  const amounts = totals ? amountFacts(totals) : [];
  const facts = amounts.length > 0 || !filling ? amounts : answeredFacts(filling);
  return (
    <aside className="pt-so-far" aria-label={t('Your order so far')}>
      <Section title={t('Your order so far')}>
        <p className="pt-strong">{offer ? `${service.name}, ${offer.name}` : service.name}</p>
        {totals?.startsOn && totals.endsOn && (
          <p>{t('{from} to {to}', { from: formatDay(totals.startsOn), to: formatDay(totals.endsOn) })}</p>
        )}
        {facts.length > 0 && (
          <div className="pt-so-far-facts">
            <DefinitionList facts={facts} />
          </div>
        )}
        {filling?.price && (
          <p className="pt-so-far-price">
            <span className="pt-muted">{t('Price')}</span>
            <output>
              <Money amount={String(filling.price.amount)} currency={filling.price.currency} />
            </output>
          </p>
        )}
      </Section>
      {offer && saysWhatHappens && (
        <Section title={t('What happens then')}>
          <AccessLine kind={offer.access.kind}>{offer.access.headline}</AccessLine>
          <p className="pt-muted pt-so-far-then">{offer.access.explanation}</p>
          {offer.access.refusal !== null && <Notice tone="amber">{offer.access.refusal}</Notice>}
        </Section>
      )}
    </aside>
  );
}
