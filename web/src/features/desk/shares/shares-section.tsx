import { IconDots, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import type { Action } from '#contracts/kernel/schemas';
import type { OrderDesk } from '#contracts/ordering/order-schemas';
import type { Share, ShareAction } from '#contracts/ordering/share-schemas';

import { formatNumber, t } from '../../../app/messages.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { State } from '../../../ui/marks/state.tsx';
import { MenuButton } from '../../../ui/menu-button.tsx';
import { CoverageBars } from '../../../ui/record/coverage-bar.tsx';
import { Section } from '../../../ui/record/record-page.tsx';
import { SubTable } from '../../../ui/record/sub-table.tsx';
import { DayText } from '../../../ui/time/when.tsx';
import { useNow } from '../../../ui/time/now.ts';
import type { OrderWork } from '../order/use-order-work.ts';
import { amountText, inMetricOrder, metricTitle } from '../words.ts';
import { CounterTable } from './counter-table.tsx';
import { ShareActDialog } from './share-act-dialog.tsx';
import { ShareForm } from './share-form.tsx';
import './shares.css';
import { contactNote, isOff, isShareAction, resourceLines, stateNote, uncovered } from './share-words.ts';

type ShareDeed = Action & { readonly action: ShareAction };

function deedsOf(share: Share): readonly ShareDeed[] {
  return share.actions.flatMap((action) =>
    isShareAction(action.action) ? [{ ...action, action: action.action }] : [],
  );
}

/** Actions that stand as a button in the row; the others are in its menu. */
const inRow: Readonly<Partial<Record<Share['state'], readonly ShareAction[]>>> = {
  proposed: ['send'],
  sent: ['remind'],
  expired: ['send'],
  validated: ['deliver'],
};

/** The shares of an order: how much is covered, who provides what, and what can be done with each. */
export function SharesSection({ work, desk, mayWork }: { work: OrderWork; desk: OrderDesk; mayWork: boolean }) {
  const [editing, setEditing] = useState<Share | 'new'>();
  const [asked, setAsked] = useState<{ share: Share; action: ShareDeed }>();
  const coverage = inMetricOrder(desk.coverage);
  const [first] = coverage;
  const isSettled = ['closed', 'rejected', 'ready', 'approved'].includes(work.order.state);
  const canAdd = mayWork && !isSettled;
  const run = (share: Share, action: ShareDeed) => {
    const silent = action.needs.length === 0 && ['send', 'remind', 'reopen', 'accept_counter'].includes(action.action);
    if (silent) work.press(() => work.actOnShare(share.number, action.action, {}, share.version));
    else setAsked({ share, action });
  };
  return (
    <Section
      title={t('Shares')}
      id="shares"
      aside={
        <>
          {first && desk.shares.length > 0 && (
            <span>
              {t('{done} of {what} validated', {
                done: formatNumber(first.validated),
                what: amountText({ ...first, quantity: first.requested }),
              })}
            </span>
          )}
          {canAdd && (
            <Button size="small" icon={IconPlus} onClick={() => setEditing('new')}>
              {t('Add resource centre')}
            </Button>
          )}
        </>
      }
    >
      {/* What was settled without any centre lacks nothing. */}
      {(desk.shares.length > 0 || !isSettled) && (
        <CoverageBars
          metrics={coverage.map((metric) => ({ ...metric, label: metricTitle(metric), missing: uncovered(metric) }))}
        />
      )}
      {desk.shares.length === 0 ? (
        <p className="pt-muted pt-shares-empty">
          {isSettled
            ? t('No resource centre was asked for this order.')
            : t(
                'No resource centre has been asked. Add one, then send the shares: each contact gets a mail with a link to answer.',
              )}
        </p>
      ) : (
        <div className="pt-shares-table">
          <SubTable label={t('Shares')}>
            <thead>
              <tr>
                <th scope="col">{t('Resource centre')}</th>
                <th scope="col" className="pt-share-contact">
                  {t('Contact')}
                </th>
                <th scope="col">{t('Resources')}</th>
                <th scope="col">{t('Start')}</th>
                <th scope="col">{t('End')}</th>
                <th scope="col" data-align="right">
                  <abbr title={t('Availability target in %')}>{t('Ava')}</abbr>
                </th>
                <th scope="col" data-align="right">
                  <abbr title={t('Reliability target in %')}>{t('Rel')}</abbr>
                </th>
                <th scope="col">{t('State')}</th>
                <th scope="col" data-align="right">
                  <span className="pt-hidden">{t('Action')}</span>
                </th>
              </tr>
            </thead>
            {desk.shares.map((share) => (
              <ShareRows
                key={share.id}
                share={share}
                onRun={(action) => run(share, action)}
                {...(mayWork && share.state === 'proposed' ? { onEdit: () => setEditing(share) } : {})}
              />
            ))}
          </SubTable>
        </div>
      )}
      {editing && (
        <ShareForm
          work={work}
          desk={desk}
          {...(editing === 'new' ? {} : { share: editing })}
          onClose={() => setEditing(undefined)}
        />
      )}
      {asked && (
        <ShareActDialog
          share={asked.share}
          action={asked.action}
          onClose={() => setAsked(undefined)}
          onSend={(body) => work.actOnShare(asked.share.number, asked.action.action, body, asked.share.version)}
        />
      )}
    </Section>
  );
}

interface ShareRowsProps {
  readonly share: Share;
  readonly onRun: (action: ShareDeed) => void;
  readonly onEdit?: () => void;
}

function ShareRows({ share, onRun, onEdit }: ShareRowsProps) {
  const now = useNow();
  const deeds = deedsOf(share);
  const countered = share.state === 'countered';
  const decisions = deeds.filter(({ action }) => action === 'accept_counter' || action === 'refuse_counter');
  const shown = deeds.filter(({ action, refusal }) => (inRow[share.state] ?? []).includes(action) && refusal === null);
  const others = deeds.filter((deed) => !shown.includes(deed) && !(countered && decisions.includes(deed)));
  const { first, second } = resourceLines(share);
  const struck = share.state === 'rejected' || share.state === 'withdrawn' || share.state === 'superseded';
  const entries = [
    ...(onEdit ? [{ id: 'edit', label: t('Change share'), onRun: onEdit }] : []),
    ...others.map((deed) => ({
      id: deed.action,
      label: t(deed.label),
      danger: deed.action === 'withdraw' || deed.action === 'reject',
      refusal: deed.refusal,
      onRun: () => onRun(deed),
    })),
  ];
  return (
    <tbody>
      <tr data-off={isOff(share) || undefined} data-share={share.number}>
        <th scope="row">
          <strong className="pt-strong">{share.site.name}</strong>
          <div className="pt-second">
            {share.site.country}
            <span className="pt-share-contact-small">, {share.contact.name}</span>
          </div>
        </th>
        <td className="pt-share-contact">
          <span title={share.contact.email}>
            {share.contact.name === '' ? share.contact.email : share.contact.name}
          </span>
          <div className="pt-second">{contactNote(share, now)}</div>
        </td>
        <td>
          {struck ? <s>{first}</s> : first}
          <div className="pt-second pt-truncate pt-share-more" title={second}>
            {second}
          </div>
        </td>
        <td>
          <DayText day={share.startsOn} year={false} />
        </td>
        <td>
          <DayText day={share.endsOn} year={false} />
        </td>
        <td data-align="right">{share.availability}</td>
        <td data-align="right">{share.reliability}</td>
        <td>
          <State thing="share" state={share.state} detail={stateNote(share, now)} />
        </td>
        <td data-align="right">
          <span className="pt-share-deeds">
            {shown.map((deed) => (
              <Button key={deed.action} size="small" title={deed.effect ?? undefined} onClick={() => onRun(deed)}>
                {t(deed.label)}
              </Button>
            ))}
            {entries.length > 0 && (
              <MenuButton
                label={t('More for {site}', { site: share.site.name })}
                parts={[{ entries }]}
                button={
                  <IconButton icon={IconDots} size="small" label={t('More for {site}', { site: share.site.name })} />
                }
              />
            )}
          </span>
        </td>
      </tr>
      {countered && (
        <tr>
          <td colSpan={9} className="pt-counter">
            <CounterTable share={share} />
            <div className="pt-row">
              {decisions.map((deed) => (
                <Button
                  key={deed.action}
                  size="small"
                  refusal={deed.refusal}
                  title={deed.effect ?? undefined}
                  onClick={() => onRun(deed)}
                >
                  {t(deed.label)}
                </Button>
              ))}
              <span className="pt-second">{decisions[0]?.effect}</span>
            </div>
          </td>
        </tr>
      )}
    </tbody>
  );
}
