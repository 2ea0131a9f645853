import { IconPlus } from '@tabler/icons-react';

import { formatNumber, t } from '../../app/messages.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceField, SelectField, TextField } from '../../ui/form/fields.tsx';
import type { Option } from '../../ui/form/fields.tsx';
import { FormSection } from '../../ui/form/page-form.tsx';
import type { FormField } from '../../ui/form/use-form.ts';
import { approverKey, approversOf, emptyLevel } from './level-drafts.ts';
import type { ApproverDraft, LevelDraft } from './level-drafts.ts';

export interface LevelsFieldProps {
  readonly levels: readonly LevelDraft[];
  readonly field: (path: string) => FormField;
  readonly onChange: (levels: readonly LevelDraft[]) => void;
  readonly people: readonly Option[];
  readonly groups: readonly Option[];
}

/** Who has to agree, level after level, before an order of a rule may be approved. */
export function LevelsField({ levels, field, onChange, people, groups }: LevelsFieldProps) {
  return (
    <FormSection title={t('Approval before the desk may approve')}>
      {levels.map((level, index) => {
        const path = `levels.${index}`;
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a level has no other name than its place
          <div key={index} className="pt-stack">
            <TextField field={field(`${path}.name`)} label={t('Level {n}', { n: index + 1 })} />
            <ChoiceField field={field(`${path}.people`)} label={t('People')} several optional options={people} />
            <ChoiceField field={field(`${path}.groups`)} label={t('Groups')} several optional options={groups} />
            {approversOf(level).map((approver) => (
              <Deputies
                key={approverKey(approver)}
                field={field(`${path}.deputies.${approverKey(approver)}`)}
                approver={approver}
                people={people}
                groups={groups}
              />
            ))}
            <SelectField
              field={field(`${path}.needs`)}
              label={t('Needs')}
              options={[
                { value: 'first', label: t('the first answer') },
                { value: 'all', label: t('an answer of each') },
              ]}
            />
            <div>
              <Button
                size="small"
                aria-label={t('Remove level {n}', { n: index + 1 })}
                onClick={() => onChange(levels.filter((one) => one !== level))}
              >
                {t('Remove level')}
              </Button>
            </div>
          </div>
        );
      })}
      <div>
        <Button size="small" icon={IconPlus} onClick={() => onChange([...levels, emptyLevel])}>
          {t('Add a level')}
        </Button>
      </div>
    </FormSection>
  );
}

interface DeputiesProps extends Pick<LevelsFieldProps, 'people' | 'groups'> {
  readonly field: FormField;
  readonly approver: ApproverDraft;
}

/** Who may answer for one approver: folded, as most have nobody, and the number in sight. */
function Deputies({ field, approver: { kind, id }, people, groups }: DeputiesProps) {
  const name = (kind === 'person' ? people : groups).find(({ value }) => value === id)?.label ?? id;
  const count = Array.isArray(field.value) ? field.value.length : 0;
  return (
    <details {...(field.error === undefined ? {} : { open: true })}>
      <summary>
        {t('Deputies of {name}', { name })} {count > 0 && <span className="pt-muted">({formatNumber(count)})</span>}
      </summary>
      <ChoiceField
        field={field}
        label={t('May answer for {name}', { name })}
        several
        optional
        options={people.filter(({ value }) => value !== id)}
      />
    </details>
  );
}
