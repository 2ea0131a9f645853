import { useQueryClient } from '@tanstack/react-query';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';

import type { Action } from '#contracts/kernel/schemas';
import { orderingEndpoints } from '#contracts/ordering/endpoints';
import type { ShareAction, ShareRow } from '#contracts/ordering/share-schemas';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { Dialog } from '../../../app/dialog.tsx';
import { t } from '../../../app/messages.ts';
import { toast } from '../../../app/toasts.tsx';
import { ActionList, IconButton } from '../../../ui/button.tsx';
import { ClockRow } from '../../../ui/marks/clock.tsx';
import { Pill } from '../../../ui/marks/state.tsx';
import { DefinitionList, Section } from '../../../ui/record/record-page.tsx';
import { Notice } from '../../../ui/small.tsx';
import { formatDay, formatLong } from '../../../ui/time/format.ts';
import { useNow } from '../../../ui/time/now.ts';
import { amountText, inMetricOrder } from '../words.ts';
import { CounterTable } from './counter-table.tsx';
import { ShareActDialog } from './share-act-dialog.tsx';
import type { ShareBody } from './share-act-dialog.tsx';
import { ShareBackground } from './share-background.tsx';
import { isShareAction } from './share-words.ts';

type ShareDeed = Action & { readonly action: ShareAction };

/** One share, answered by its provider contact: the question, what was asked, and the three answers. */
export function ShareDrawer({ share, onClose }: { share: ShareRow; onClose: () => void }) {
  const client = useQueryClient();
  const now = useNow();
  const [asked, setAsked] = useState<ShareDeed>();
  const [failure, setFailure] = useState<string>();
  const [busy, setBusy] = useState<string>();
  const send = async (action: ShareAction, body: ShareBody) => {
    await call(
      orderingEndpoints.actOnShare,
      { params: { number: share.orderNumber, share: share.number, action }, body },
      { ifMatch: share.version },
    );
    await client.invalidateQueries({ queryKey: ['ordering'] });
    // The share leaves the list of what waits, so the page does not show what became of it.
    toast({ text: t('Sent. The order desk is told, and you get a copy by mail.') });
    onClose();
  };
  const press = (deed: ShareDeed) => {
    if (deed.needs.length > 0) {
      setAsked(deed);
      return;
    }
    setBusy(deed.action);
    setFailure(undefined);
    void send(deed.action, {})
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.detail : t('It did not work. Try again.')),
      )
      .finally(() => setBusy(undefined));
  };
  const deeds = share.actions.flatMap((action): ShareDeed[] =>
    isShareAction(action.action) ? [{ ...action, action: action.action }] : [],
  );
  const what = inMetricOrder(share.resources).map(amountText).join(', ');
  const title = t('Share {n} of order {order}', { n: share.number, order: String(share.orderNumber) });
  return (
    <Dialog label={title} className="pt-drawer" onClose={onClose}>
      <div className="pt-share-drawer">
        <header className="pt-drawer-head">
          <h2 className="pt-h1">
            {share.state === 'sent' ? t('Can {site} provide this?', { site: share.site.name }) : title}
          </h2>
          <IconButton icon={IconX} label={t('Close')} onClick={onClose} />
        </header>
        <div className="pt-form-scroll pt-share-body">
          <Pill thing="share" state={share.state} />
          {failure && <Notice tone="red">{failure}</Notice>}
          <Section title={t('What is asked')}>
            <DefinitionList
              facts={[
                [t('Resources'), <strong key="what">{what}</strong>],
                [t('Period'), `${formatDay(share.startsOn)} – ${formatDay(share.endsOn)}`],
                [
                  t('Targets'),
                  t('availability {a} %, reliability {r} %', { a: share.availability, r: share.reliability }),
                ],
                [t('For'), `${share.customer}, ${share.project}`],
                [t('Service'), `${share.service}, ${share.offer}`],
                [t('Note'), share.note],
                [t('Sent'), share.sentAt === null ? null : formatLong(share.sentAt, { now })],
              ]}
            />
          </Section>
          {share.clock && share.clock.state !== 'not_applicable' && (
            <Section title={t('Clock')}>
              <ClockRow label={t('Answer')} clock={share.clock} />
            </Section>
          )}
          {share.counter && (
            <Section title={t('Offered instead')}>
              <CounterTable share={share} />
            </Section>
          )}
          {share.answer && (
            <Section title={t('Answer')}>
              <p>
                {t('{who}, {when}', { who: share.answer.by, when: formatLong(share.answer.at, { now }) })}
                {share.answer.comment !== '' && <>: {share.answer.comment}</>}
              </p>
            </Section>
          )}
          <Section title={t('What you can do now')}>
            {deeds.length === 0 && <p className="pt-muted">{t('Nothing. The order desk works on it.')}</p>}
            <ActionList
              actions={deeds.map((deed) => ({
                id: deed.action,
                label: t(deed.label),
                ...(deed.action === 'reject' ? { look: 'danger' as const } : {}),
                effect: deed.effect,
                refusal: deed.refusal,
                busy: busy === deed.action,
                onRun: () => press(deed),
              }))}
            />
          </Section>
          <ShareBackground share={share} />
        </div>
      </div>
      {asked && (
        <ShareActDialog
          share={share}
          action={asked}
          onClose={() => setAsked(undefined)}
          onSend={(body) => send(asked.action, body)}
        />
      )}
    </Dialog>
  );
}
