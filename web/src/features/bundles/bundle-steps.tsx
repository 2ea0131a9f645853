import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField } from '../../ui/form/fields.tsx';
import { DefinitionList } from '../../ui/record/record-page.tsx';
import { TermsGate } from '../settings/terms-gate.tsx';
import { fill, valuesFor } from '../wizard/answers.ts';
import { ProjectChoice, SpamTrap, WhoHears } from '../wizard/check-step.tsx';
import { VoucherSection } from '../wizard/configure-step.tsx';
import { ParameterField } from '../wizard/parameter-field.tsx';
import { answeredFacts } from '../wizard/so-far.tsx';
import { pathOf, takesVoucher } from './bundle-answers.ts';
import type { BundleStepProps } from './bundle-form.tsx';

/** The questions of every offer, a section each. */
export function ConfigureBundle({ bundle, answers, change, field, today }: BundleStepProps) {
  return (
    <>
      {bundle.description !== '' && <p className="pt-reading">{bundle.description}</p>}
      {bundle.offers.map(({ ref, service, provider, offer, details }, index) => {
        const given = answers.lines[ref] ?? {};
        const values = valuesFor(details, given);
        return (
          <section key={ref} className="pt-form-section" aria-label={service.name}>
            <h2 className="pt-wizard-question">{t('{service}, {offer}', { service: service.name, offer })}</h2>
            <p className="pt-second">
              {details.description} {t('Provided by {provider}.', { provider })}
            </p>
            {details.parameters.length === 0 && <p>{t('Nothing has to be chosen here.')}</p>}
            {details.parameters.map((parameter) => (
              <ParameterField
                key={parameter.id}
                parameter={parameter}
                today={today}
                field={field(pathOf(index, parameter.id), values[parameter.id], (value) =>
                  change({ lines: { ...answers.lines, [ref]: { ...given, [parameter.id]: value } } }),
                )}
              />
            ))}
          </section>
        );
      })}
      {takesVoucher(bundle) && <VoucherSection answers={answers} change={change} field={field} />}
    </>
  );
}

interface CheckBundleProps extends BundleStepProps {
  readonly hidden: string;
  readonly setHidden: (text: string) => void;
  readonly onNewProject: () => void;
  readonly onChangeIt: () => void;
}

/** Everything once more, the project, a word to the desk. */
export function CheckBundle({
  bundle,
  answers,
  change,
  field,
  today,
  hidden,
  setHidden,
  onNewProject,
  onChangeIt,
}: CheckBundleProps) {
  return (
    <>
      <section className="pt-form-section">
        <div className="pt-check-head">
          <h2 className="pt-wizard-question">{t('Is this right?')}</h2>
          <Button look="link" onClick={onChangeIt}>
            {t('Change it')}
          </Button>
        </div>
        {bundle.offers.map(({ ref, service, offer, details }) => (
          <div key={ref} className="pt-check-facts">
            <h3>{t('{service}, {offer}', { service: service.name, offer })}</h3>
            <DefinitionList facts={answeredFacts(fill(details, answers.lines[ref] ?? {}, today))} />
          </div>
        ))}
        {takesVoucher(bundle) && (
          <DefinitionList facts={[[t('Voucher'), answers.voucher === 'id' ? answers.voucherId : t('asked for')]]} />
        )}
      </section>
      <ProjectChoice answers={answers} change={change} field={field} onNew={onNewProject} />
      <AreaField
        label={t('A word to the order desk')}
        hint={t('Becomes the first message of the order. Resource centres may read it.')}
        field={field('comment', answers.comment, (value) =>
          change({ comment: typeof value === 'string' ? value : '' }),
        )}
        optional
      />
      <SpamTrap value={hidden} onChange={setHidden} />
      <TermsGate />
      <WhoHears />
    </>
  );
}
