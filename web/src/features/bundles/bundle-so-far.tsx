import type { Bundle } from '#contracts/catalogue/bundles';

import { t } from '../../app/messages.ts';
import { Section } from '../../ui/record/record-page.tsx';
import { Money, Notice } from '../../ui/small.tsx';
import { AccessLine } from '../marketplace/service-row.tsx';
import { fill } from '../wizard/answers.ts';
import { totalPrices } from './bundle-answers.ts';
import type { BundleAnswers } from './bundle-answers.ts';

/** The order as far as it has come, beside the form: its lines with what is open in each, and the price of all. */
export function BundleSoFar({ bundle, answers, today }: { bundle: Bundle; answers: BundleAnswers; today: string }) {
  const prices = totalPrices(bundle, answers, today);
  return (
    <aside className="pt-so-far" aria-label={t('Your order so far')}>
      <Section title={t('Your order so far')}>
        <p className="pt-strong">{bundle.name}</p>
        <ol className="pt-stack">
          {bundle.offers.map(({ ref, service, offer, details }) => {
            const { errors, price } = fill(details, answers.lines[ref] ?? {}, today);
            return (
              <li key={ref}>
                {t('{service}, {offer}', { service: service.name, offer })}
                <span className="pt-second pt-so-far-line">
                  {errors.length === 0
                    ? price && <Money amount={String(price.amount)} currency={price.currency} />
                    : t({ one: '1 answer is missing', other: '{n} answers are missing' }, { n: errors.length })}
                </span>
              </li>
            );
          })}
        </ol>
        {prices.map(({ amount, currency }) => (
          <p key={currency} className="pt-so-far-price">
            <span className="pt-muted">{t('Price')}</span>
            <output>
              <Money amount={String(amount)} currency={currency} />
            </output>
          </p>
        ))}
      </Section>
      <Section title={t('What happens then')}>
        <AccessLine kind="order">{t('One order for all')}</AccessLine>
        <p className="pt-muted pt-so-far-then">
          {t(
            'The order desk looks at the lines together. Each is decided and delivered by itself: one that cannot be had does not stop the others.',
          )}
        </p>
        {bundle.refusal !== null && <Notice tone="amber">{bundle.refusal}</Notice>}
      </Section>
    </aside>
  );
}
