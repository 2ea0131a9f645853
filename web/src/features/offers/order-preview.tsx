import { useId, useState } from 'react';

import { explainAccess } from '#contracts/catalogue/access';
import { fillParameters } from '#contracts/catalogue/parameter-rules';

import { t } from '../../app/messages.ts';
import { Section } from '../../ui/record/record-page.tsx';
import { Money, Notice } from '../../ui/small.tsx';
import { useNow } from '../../ui/time/now.ts';
import { AccessLine } from '../marketplace/service-row.tsx';
import { problemAt, valuesFor } from '../wizard/answers.ts';
import { ParameterField } from '../wizard/parameter-field.tsx';
import { dayOf } from '../wizard/today.ts';
import { entryOf } from './offer-fields.ts';
import type { OfferFields } from './offer-fields.ts';
import { finished } from './parameter-draft.ts';

/** The order form as customers will see it, to be tried out while it is made; orders nothing. */
export function OrderPreview({ fields }: { fields: OfferFields }) {
  const base = useId();
  const today = dayOf(useNow());
  const [given, setGiven] = useState<Readonly<Record<string, unknown>>>({});
  const parameters = fields.parameters.flatMap((draft) => finished(draft) ?? []);
  const unfinished = fields.parameters.length - parameters.length;
  const values = valuesFor({ parameters }, given);
  const { price } = fillParameters(parameters, values, today);
  const { orderType, internal = true, orderUrl = '', needsAgreement = false, light = false } = entryOf(fields);
  const access = explainAccess({
    orderType,
    internal,
    orderUrl,
    needsAgreement,
    light,
    voucherable: fields.voucherable,
    bundleExclusive: fields.bundleExclusive,
    availability: fields.limited ? { count: Number(fields.count), unit: fields.unit } : null,
  });
  return (
    <aside className="pt-so-far" aria-label={t('What customers see')}>
      <Section title={t('What customers see')}>
        <p className="pt-strong">{fields.name === '' ? t('An offer without a name') : fields.name}</p>
        {fields.description !== '' && <p className="pt-reading">{fields.description}</p>}
        <AccessLine kind={access.kind}>{access.headline}</AccessLine>
        <p className="pt-muted">{access.explanation}</p>
        {access.refusal !== null && <Notice tone="amber">{access.refusal}</Notice>}
      </Section>
      <Section title={t('The order form')}>
        <p className="pt-muted">{t('Try it: nothing is ordered.')}</p>
        <div className="pt-preview-form">
          {parameters.map((parameter) => {
            const value = values[parameter.id];
            const wrong = given[parameter.id] === undefined ? undefined : problemAt(parameter, value, today);
            return (
              <ParameterField
                key={parameter.id}
                parameter={parameter}
                today={today}
                field={{
                  id: `${base}-${parameter.id}`,
                  path: parameter.id,
                  value,
                  error: wrong === undefined ? undefined : t(wrong),
                  onChange: (next) => setGiven((before) => ({ ...before, [parameter.id]: next })),
                  onLeave: () => undefined,
                }}
              />
            );
          })}
        </div>
        {parameters.length === 0 && <p className="pt-muted">{t('It asks for nothing.')}</p>}
        {unfinished > 0 && (
          <Notice tone="sea">
            {t(
              { one: '1 parameter is not finished yet', other: '{n} parameters are not finished yet' },
              { n: unfinished },
            )}
          </Notice>
        )}
        {price && (
          <p className="pt-so-far-price">
            <span className="pt-muted">{t('Price')}</span>
            <output>
              <Money amount={String(price.amount)} currency={price.currency} />
            </output>
          </p>
        )}
      </Section>
    </aside>
  );
}
