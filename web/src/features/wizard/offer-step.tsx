import { t } from '../../app/messages.ts';
import { Notice } from '../../ui/small.tsx';
import { AccessLine } from '../marketplace/service-row.tsx';
import type { StepProps } from './wizard.tsx';

/** Which offer: each says how access is given, where the choice is made. */
export function OfferStep({ service, answers, change, field }: StepProps) {
  const { id, error } = field('offer', answers.offer, () => undefined);
  return (
    <fieldset className="pt-field" id={id} tabIndex={-1} {...(error ? { 'aria-describedby': `${id}-error` } : {})}>
      <legend className="pt-wizard-question">{t('Which offer do you need?')}</legend>
      {error && (
        <span id={`${id}-error`} className="pt-field-error">
          {error}
        </span>
      )}
      <div className="pt-choices">
        {service.offers.map((offer) => (
          <label key={offer.iid} className="pt-choice">
            <input
              type="radio"
              className="pt-check"
              name={id}
              value={offer.iid}
              checked={offer.iid === answers.offer}
              onChange={() => change({ offer: offer.iid, values: {} })}
            />
            <span className="pt-choice-label">{offer.name}</span>
            {offer.description !== '' && <span>{offer.description}</span>}
            <AccessLine kind={offer.access.kind}>{offer.access.headline}</AccessLine>
            {offer.access.refusal !== null && <Notice tone="amber">{offer.access.refusal}</Notice>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
