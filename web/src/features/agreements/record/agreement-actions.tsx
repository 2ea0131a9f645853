import {
  IconArrowBackUp,
  IconCheck,
  IconEye,
  IconFilePlus,
  IconMail,
  IconMailForward,
  IconPencil,
  IconSignature,
  IconX,
} from '@tabler/icons-react';
import type { TablerIcon } from '@tabler/icons-react';
import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { agreementActions } from '#contracts/agreements/lifecycle';
import type { AgreementAction } from '#contracts/agreements/lifecycle';
import type { Agreement } from '#contracts/agreements/schemas';
import type { Action } from '#contracts/kernel/schemas';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { t } from '../../../app/messages.ts';
import { usePaletteActions } from '../../../app/palette-store.ts';
import { ActionList } from '../../../ui/button.tsx';
import { Section } from '../../../ui/record/record-page.tsx';
import { Notice } from '../../../ui/small.tsx';
import { tellsByMail } from '../words.ts';
import { ActionForm } from './action-form.tsx';
import { useRefresh } from './use-refresh.ts';

const icons: Readonly<Partial<Record<AgreementAction, TablerIcon>>> = {
  edit: IconPencil,
  propose: IconMail,
  sign: IconSignature,
  send_again: IconMailForward,
  revise: IconArrowBackUp,
  withdraw: IconArrowBackUp,
  review: IconEye,
  keep: IconCheck,
  renew: IconFilePlus,
  terminate: IconX,
};
const dangerous: ReadonlySet<AgreementAction> = new Set(['withdraw', 'terminate']);

function isAction(name: string): name is AgreementAction {
  return (agreementActions as readonly string[]).includes(name);
}

/** An action of the agreement that this page knows how to take. */
export interface KnownAction extends Action {
  readonly action: AgreementAction;
}

function isKnown(action: Action): action is KnownAction {
  return isAction(action.action);
}

/** What the reader can do with this version, each with its effect, each refusal with its reason. */
export function AgreementActions({ agreement, onEdit }: { agreement: Agreement; onEdit: () => void }) {
  const { name, version, revision } = agreement;
  const refresh = useRefresh(agreement);
  const [asked, setAsked] = useState<KnownAction>();
  const [busy, setBusy] = useState<AgreementAction>();
  const [failure, setFailure] = useState<string>();

  const take = async (action: AgreementAction) => {
    setBusy(action);
    setFailure(undefined);
    try {
      const body = { action };
      await refresh(
        await call(agreementsEndpoints.actOnAgreement, { params: { name, version }, body }, { ifMatch: revision }),
      );
    } catch (error) {
      setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.'));
    } finally {
      setBusy(undefined);
    }
  };
  const run = (action: KnownAction) => {
    if (busy !== undefined) return;
    if (action.action === 'edit') onEdit();
    else if (action.needs.length > 0 || tellsByMail(action.effect)) setAsked(action);
    else void take(action.action);
  };
  const items = agreement.actions.filter(isKnown).map((action) => {
    const icon = icons[action.action];
    return {
      id: action.action,
      label: t(action.label),
      ...(icon ? { icon } : {}),
      ...(action.primary && action.refusal === null ? { look: 'primary' as const } : {}),
      ...(!action.primary && dangerous.has(action.action) ? { look: 'danger' as const } : {}),
      effect: action.effect === null ? null : t(action.effect),
      mails: tellsByMail(action.effect),
      refusal: action.refusal,
      busy: busy === action.action,
      onRun: () => run(action),
    };
  });
  usePaletteActions(items.map(({ id, label, refusal, onRun }) => ({ id, label, refusal, run: onRun })));

  return (
    <Section title={t('What you can do now')}>
      {failure !== undefined && <Notice tone="red">{failure}</Notice>}
      {items.length === 0 ? (
        <p className="pt-muted">{t('Nothing: you may read and comment.')}</p>
      ) : (
        <ActionList actions={items} />
      )}
      {asked && (
        <ActionForm
          key={asked.action}
          agreement={agreement}
          action={asked}
          danger={dangerous.has(asked.action)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
}
