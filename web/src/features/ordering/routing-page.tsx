import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconArrowDown, IconArrowUp, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { RoutingRule, RoutingRuleInput, RoutingRules } from '#contracts/ordering/desk-schemas';

import { call } from '../../api/call.ts';
import { ApiError } from '../../api/problem.ts';
import { queryOf } from '../../api/query.ts';
import { confirm } from '../../app/confirm.tsx';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { SubTable } from '../../ui/record/sub-table.tsx';
import { EmptyState, Notice, Tag } from '../../ui/small.tsx';
import { priorityWords } from '../desk/words.ts';
import { conditionWords } from './routing-words.ts';
import { RoutingTester } from './routing-tester.tsx';
import { RuleForm } from './rule-form.tsx';
import { SetupFrame } from './setup-frame.tsx';

const notChanged = 'Only coordinators and portal administrators change the rules';

/** Which group takes which orders: the rules in order, and a tester. */
export function RoutingPage() {
  const client = useQueryClient();
  const routing = useQuery(queryOf(orderingEndpoints.readRouting, {}));
  const [editing, setEditing] = useState<RoutingRule | 'new'>();
  const save = async (rules: readonly RoutingRuleInput[]) => {
    await call(orderingEndpoints.saveRouting, { body: { version: routing.data?.version ?? '', rules: [...rules] } });
    await client.invalidateQueries({ queryKey: ['ordering'] });
  };
  const kept = routing.data?.rules ?? [];
  const refusal = routing.data?.mayChange === false ? t(notChanged) : null;
  return (
    <SetupFrame
      title={t('Routing rules')}
      actions={
        <Button look="primary" icon={IconPlus} refusal={refusal} onClick={() => setEditing('new')}>
          {t('New rule')}
        </Button>
      }
    >
      <p className="pt-reading">
        {t(
          'The first rule that holds gives a new order its group. A target that the offer itself names comes before all rules; what no rule takes goes to the default group.',
        )}
      </p>
      {routing.error && !routing.data ? (
        <FailurePage error={routing.error} onRetry={() => void routing.refetch()} />
      ) : (
        routing.data && <Rules routing={routing.data} refusal={refusal} onSave={save} onEdit={setEditing} />
      )}
      <RoutingTester />
      {editing && (
        <RuleForm
          {...(editing === 'new' ? {} : { rule: editing })}
          onSave={(rule) =>
            save(editing === 'new' ? [...kept, rule] : kept.map((one) => (one.id === editing.id ? rule : one)))
          }
          onClose={() => setEditing(undefined)}
        />
      )}
    </SetupFrame>
  );
}

interface RulesProps {
  readonly routing: RoutingRules;
  readonly refusal: string | null;
  readonly onSave: (rules: readonly RoutingRuleInput[]) => Promise<void>;
  readonly onEdit: (rule: RoutingRule) => void;
}

function Rules({ routing: { rules }, refusal, onSave, onEdit }: RulesProps) {
  const groups = useQuery(queryOf(orderingEndpoints.listGroups, {}));
  const [failure, setFailure] = useState<string>();
  const names = new Map(groups.data?.groups.map(({ id, name }) => [id, name]));
  if (rules.length === 0)
    return (
      <EmptyState title={t('No rule yet')}>{t('Without rules every order comes to the default group.')}</EmptyState>
    );
  const move = (from: number, to: number) => {
    const next = [...rules];
    const [rule] = next.splice(from, 1);
    if (!rule) return;
    next.splice(to, 0, rule);
    setFailure(undefined);
    onSave(next).catch((error: unknown) =>
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
    );
  };
  const remove = (rule: RoutingRule) =>
    void confirm({
      title: t('Remove the rule {rule}?', { rule: rule.name }),
      body: t('Orders that it took go to the next rule that holds, or to the default group.'),
      verb: t('Remove rule'),
      keep: t('Keep rule'),
      danger: true,
      run: () => onSave(rules.filter(({ id }) => id !== rule.id)),
    });
  return (
    <>
      {failure && <Notice tone="red">{failure}</Notice>}
      <SubTable label={t('Routing rules')}>
        <thead>
          <tr>
            <th scope="col">{t('Rule')}</th>
            <th scope="col">{t('Holds for')}</th>
            <th scope="col">{t('Approvals')}</th>
            <th scope="col">{t('Group')}</th>
            <th scope="col">{t('Priority')}</th>
            <th scope="col" data-align="right">
              <span className="pt-hidden">{t('Action')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule, index) => (
            <tr key={rule.id}>
              <th scope="row">
                {index + 1}. <strong className="pt-strong">{rule.name}</strong>
              </th>
              <td>
                <RuleConditions rule={rule} />
              </td>
              <td className="pt-wrap">
                {rule.levels.map(({ name }, level) => (
                  <div key={name}>{t('{n}. {level}', { n: level + 1, level: name })}</div>
                ))}
              </td>
              <td className="pt-setup-group">{names.get(rule.group) ?? rule.group}</td>
              <td>{rule.priority === null ? '' : t(priorityWords[rule.priority])}</td>
              <td data-align="right">
                {refusal === null && (
                  <span className="pt-setup-deeds">
                    {index > 0 ? (
                      <IconButton
                        icon={IconArrowUp}
                        label={t('Ask {rule} earlier', { rule: rule.name })}
                        onClick={() => move(index, index - 1)}
                      />
                    ) : (
                      <span className="pt-setup-no-arrow" />
                    )}
                    {index < rules.length - 1 ? (
                      <IconButton
                        icon={IconArrowDown}
                        label={t('Ask {rule} later', { rule: rule.name })}
                        onClick={() => move(index, index + 1)}
                      />
                    ) : (
                      <span className="pt-setup-no-arrow" />
                    )}
                    <Button
                      size="small"
                      aria-label={t('Change {rule}', { rule: rule.name })}
                      onClick={() => onEdit(rule)}
                    >
                      {t('Change')}
                    </Button>
                    <Button
                      size="small"
                      look="danger"
                      aria-label={t('Remove {rule}', { rule: rule.name })}
                      onClick={() => remove(rule)}
                    >
                      {t('Remove')}
                    </Button>
                  </span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </SubTable>
    </>
  );
}

function RuleConditions({ rule }: { readonly rule: RoutingRule }) {
  const words = conditionWords(rule.conditions);
  return words.length === 0 ? (
    <span className="pt-muted">{t('every order')}</span>
  ) : (
    <span className="pt-rule-conditions">
      {words.map((text) => (
        <Tag key={text}>{text}</Tag>
      ))}
    </span>
  );
}
