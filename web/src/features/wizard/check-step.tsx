import { IconFolderPlus, IconMail } from '@tabler/icons-react';

import type { Offer } from '#contracts/catalogue/schemas';

import { t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { AreaField } from '../../ui/form/fields.tsx';
import { Link } from '../../ui/link.tsx';
import { DefinitionList } from '../../ui/record/record-page.tsx';
import { Money } from '../../ui/small.tsx';
import { useOrderingFor } from '../marketplace/ordering-for.ts';
import { TermsGate } from '../settings/terms-gate.tsx';
import { fill } from './answers.ts';
import type { Answers } from './answers.ts';
import { answeredFacts } from './so-far.tsx';
import type { Step } from './steps.ts';
import type { Placing } from './use-placing.ts';
import type { StepProps } from './wizard.tsx';

interface CheckStepProps extends StepProps {
  readonly offer: Offer;
  readonly steps: readonly Step[];
  readonly placing: Placing;
  readonly onNewProject: () => void;
}

/** Everything once more, the project, a word to the desk. */
export function CheckStep({
  service,
  offer,
  answers,
  change,
  field,
  today,
  steps,
  placing,
  onNewProject,
}: CheckStepProps) {
  const filling = fill(offer, answers.values, today);
  const voucher =
    answers.voucher === 'id' ? answers.voucherId : answers.voucher === 'request' ? t('asked for') : undefined;
  return (
    <>
      <section className="pt-form-section">
        <div className="pt-check-head">
          <h2 className="pt-wizard-question">{t('Is this right?')}</h2>
          {steps.includes('configure') && (
            <Link href={`/marketplace/${service.slug}/order/configure`}>{t('Change it')}</Link>
          )}
        </div>
        <div className="pt-check-facts">
          <DefinitionList
            facts={[
              [t('Service'), `${service.name}, ${offer.name}`],
              ...answeredFacts(filling),
              [t('Voucher'), offer.voucherable ? voucher : undefined],
              [
                t('Price'),
                filling.price && (
                  <strong key="price" className="pt-strong">
                    <Money amount={String(filling.price.amount)} currency={filling.price.currency} />
                  </strong>
                ),
              ],
            ]}
          />
        </div>
      </section>
      <ProjectChoice answers={answers} change={change} field={field} onNew={onNewProject} />
      {offer.access.kind === 'order' && (
        <AreaField
          label={t('A word to the order desk')}
          hint={t('Becomes the first message of the order. Resource centres may read it.')}
          field={field('comment', answers.comment, (value) =>
            change({ comment: typeof value === 'string' ? value : '' }),
          )}
          optional
        />
      )}
      <SpamTrap value={placing.hidden} onChange={placing.setHidden} />
      <TermsGate />
      {offer.access.kind === 'order' && <WhoHears />}
    </>
  );
}

/** Who hears of it when the order is sent. */
export function WhoHears() {
  return (
    <p className="pt-check-mails">
      <IconMail size={15} stroke={1.7} aria-hidden />
      {t(
        'The order desk sees it at once. A mail tells you that it arrived, unless your settings say otherwise. You can cancel at any time.',
      )}
    </p>
  );
}

/** A field that people do not see, and programs fill in. */
export function SpamTrap({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  return (
    <div className="pt-trap" aria-hidden="true">
      <label>
        Website
        <input
          tabIndex={-1}
          autoComplete="off"
          name="website"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    </div>
  );
}

interface ProjectChoiceProps extends Pick<StepProps, 'field'> {
  readonly answers: Pick<Answers, 'project'>;
  readonly change: (more: Pick<Answers, 'project'>) => void;
  readonly onNew: () => void;
}

/** For which project; a new one is made without leaving the form. */
export function ProjectChoice({ answers, change, field, onNew }: ProjectChoiceProps) {
  const { projects } = useOrderingFor();
  const { id, error } = field('project', answers.project, () => undefined);
  return (
    <fieldset className="pt-field" id={id} tabIndex={-1} {...(error ? { 'aria-describedby': `${id}-error` } : {})}>
      <legend className="pt-wizard-question">{t('For which project?')}</legend>
      {error && (
        <span id={`${id}-error`} className="pt-field-error">
          {error}
        </span>
      )}
      <div className="pt-choices">
        {projects.map((project) => (
          <label key={project.number} className="pt-choice">
            <input
              type="radio"
              className="pt-check"
              name={id}
              checked={project.number === answers.project}
              onChange={() => change({ project: project.number })}
            />
            <span className="pt-choice-label">{project.name}</span>
            <span className="pt-field-hint">
              {t({ zero: 'No order yet', one: '1 order', other: '{n} orders' }, { n: project.orders })}
              {project.right !== 'owner' && t(', of {owner}', { owner: project.owner.name })}
            </span>
          </label>
        ))}
        <Button icon={IconFolderPlus} className="pt-check-new" onClick={onNew}>
          {projects.length === 0 ? t('Create your first project') : t('New project')}
        </Button>
      </div>
    </fieldset>
  );
}
