import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { ResultMonth } from '#contracts/agreements/result-schemas';
import type { Agreement } from '#contracts/agreements/schemas';

import { addressOf, call } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { Button, LinkButton } from '../../../ui/button.tsx';
import { HeatMap } from '../../../ui/marks/heat-map.tsx';
import { State } from '../../../ui/marks/state.tsx';
import { lookOf } from '../../../ui/marks/states.ts';
import { SubTable } from '../../../ui/record/sub-table.tsx';
import { Notice } from '../../../ui/small.tsx';
import { formatPercent } from '../../../ui/time/format.ts';
import { DayText } from '../../../ui/time/when.tsx';
import { monthText, reasonsText } from '../result-words.ts';
import { JustifyForm, SettleForm } from './violation-forms.tsx';
import { useRefresh } from './use-refresh.ts';

const floor = 80;
/** Months that are shown before the reader asks for more. */
const shownAtFirst = 12;

/** How the months were, against what was promised; says so where nothing is known. */
export function Results({ agreement }: { agreement: Agreement }) {
  const { results, shares, state, name } = agreement;
  if (state === 'draft' || state === 'proposed' || state === 'withdrawn') return null;
  return (
    <section className="pt-document-results" id="results" aria-labelledby="results-title">
      <div className="pt-results-head">
        <h2 id="results-title">{t('Results')}</h2>
        {results.months.length > 0 && (
          <LinkButton
            href={addressOf(agreementsEndpoints.exportAgreementResults, { params: { name } })}
            look="link"
            size="small"
            icon={IconDownload}
          >
            {t('CSV')}
          </LinkButton>
        )}
      </div>
      <Escalations agreement={agreement} />
      {results.months.length > 0 ? (
        <>
          <AvailabilityStrip agreement={agreement} />
          <MonthTable agreement={agreement} />
        </>
      ) : (
        <p className="pt-muted">
          {shares.length === 0
            ? t('No share of a resource centre is promised here, so nothing is measured.')
            : t('The first month is not over yet.')}
        </p>
      )}
    </section>
  );
}

function Escalations({ agreement }: { agreement: Agreement }) {
  const refresh = useRefresh(agreement);
  const open = agreement.results.escalations.filter(({ settledAt }) => settledAt === null);
  return open.map(({ id, site, month, maySettle }) => (
    <Notice
      key={id}
      tone="red"
      action={
        maySettle && (
          <Button
            look="link"
            size="small"
            onClick={() =>
              void call(agreementsEndpoints.settleAgreementEscalation, { params: { id } }).then(() => refresh())
            }
          >
            {t('It was dealt with')}
          </Button>
        )
      }
    >
      {t('Escalated: {site} was below its availability in three evaluated months in a row, the last one {month}.', {
        site,
        month: monthText(month),
      })}
    </Notice>
  ));
}

function AvailabilityStrip({ agreement: { results, shares } }: { agreement: Agreement }) {
  const months = [...new Set(results.months.map(({ month }) => month))].toSorted().slice(-shownAtFirst);
  const sites = [...new Set(results.months.map(({ site }) => site))];
  const targets = results.months.flatMap(({ targets: promised }) => promised?.availability ?? []);
  const find = (site: string, month: string) => results.months.find((one) => one.month === month && one.site === site);
  const title = t('Availability, % of each month');
  if (!results.known || shares.length === 0) return null;
  return (
    <div className="pt-document-table">
      <HeatMap
        caption={title}
        corner={t('Availability, %')}
        columns={months.map(monthText)}
        rows={sites.map((site) => ({
          label: site,
          values: months.map((month) => find(site, month)?.availability ?? null),
          details: months.map((month) => {
            const found = find(site, month);
            return found ? t(lookOf('evaluation', found.result).word) : '';
          }),
        }))}
        limits={{ target: targets.length === 0 ? 90 : Math.max(...targets), floor: Math.min(floor, ...targets) }}
      />
    </div>
  );
}

function MonthTable({ agreement }: { agreement: Agreement }) {
  const [all, setAll] = useState(false);
  const { months } = agreement.results;
  const shown = all ? months : months.slice(0, shownAtFirst);
  const hasSites = new Set(months.map(({ share }) => share)).size > 1;
  return (
    <>
      <SubTable label={t('Months against the targets')}>
        <thead>
          <tr>
            <th scope="col">{t('Month')}</th>
            {hasSites && <th scope="col">{t('Resource centre')}</th>}
            <th scope="col" data-align="right">
              {t('Availability')}
            </th>
            <th scope="col" data-align="right">
              {t('Reliability')}
            </th>
            <th scope="col" data-align="right" data-wide>
              {t('Unknown')}
            </th>
            <th scope="col">{t('Result')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((month) => (
            <MonthRow key={`${month.share} ${month.month}`} agreement={agreement} month={month} hasSites={hasSites} />
          ))}
        </tbody>
      </SubTable>
      {shown.length < months.length && (
        <Button look="link" size="small" onClick={() => setAll(true)}>
          {t('Show all {n} months', { n: months.length })}
        </Button>
      )}
    </>
  );
}

interface FigureProps {
  readonly value: number | null;
  readonly target?: number | undefined;
  readonly missed?: boolean;
  /** A phone leaves it out. */
  readonly wide?: boolean;
}

function Figure({ value, target, missed = false, wide = false }: FigureProps) {
  return (
    <td
      data-align="right"
      data-wide={wide || undefined}
      className={missed ? 'pt-fg-red' : undefined}
      {...(value === null ? {} : { title: t('measured: {value} %', { value }) })}
    >
      {value === null ? <span className="pt-muted">—</span> : formatPercent(value)}
      {target !== undefined && <span className="pt-second pt-block">{t('of {target}', { target })}</span>}
    </td>
  );
}

interface MonthRowProps {
  readonly agreement: Agreement;
  readonly month: ResultMonth;
  readonly hasSites: boolean;
}

function MonthRow({ agreement, month, hasSites }: MonthRowProps) {
  const [form, setForm] = useState<'justify' | 'settle' | null>(null);
  const { targets, reasons, violation } = month;
  const why = reasonsText(month);
  return (
    <tr>
      <th scope="row" className="pt-results-month">
        {monthText(month.month)}
      </th>
      {hasSites && <td>{month.site}</td>}
      <Figure value={month.availability} target={targets?.availability} missed={reasons.includes('availability')} />
      <Figure value={month.reliability} target={targets?.reliability} missed={reasons.includes('reliability')} />
      <Figure value={month.unknown} wide />
      <td className="pt-results-verdict">
        <State thing="evaluation" state={month.result} />
        {why !== '' && <span className="pt-second pt-block">{why}</span>}
        {violation && <Answer violation={violation} />}
        {violation?.mayJustify && (
          <Button look="link" size="small" onClick={() => setForm('justify')}>
            {violation.justification === null ? t('Explain') : t('Change explanation')}
          </Button>
        )}
        {violation?.maySettle && (
          <Button look="link" size="small" onClick={() => setForm('settle')}>
            {t('Settle')}
          </Button>
        )}
        {violation && form === 'justify' && (
          <JustifyForm agreement={agreement} month={month} violation={violation} onClose={() => setForm(null)} />
        )}
        {violation && form === 'settle' && (
          <SettleForm agreement={agreement} month={month} violation={violation} onClose={() => setForm(null)} />
        )}
      </td>
    </tr>
  );
}

function Answer({ violation }: { violation: NonNullable<ResultMonth['violation']> }) {
  const { state, outcome, dueAt, isLate, justification, justifiedBy, note } = violation;
  return (
    <>
      {state === 'waiting' && (
        <span className={isLate ? 'pt-block pt-fg-red' : 'pt-second pt-block'}>
          {isLate ? t('The explanation is late: it was due on') : t('The provider explains it until')}{' '}
          <DayText day={dueAt.slice(0, 10)} />
        </span>
      )}
      {justification !== null && (
        <blockquote className="pt-results-answer">
          {justification}
          {justifiedBy !== null && <footer className="pt-second">{justifiedBy}</footer>}
        </blockquote>
      )}
      {outcome === 'accepted' && <span className="pt-second pt-block">{t('The explanation was accepted.')}</span>}
      {outcome === 'not_accepted' && (
        <span className="pt-second pt-block">{t('The explanation was not accepted.')}</span>
      )}
      {note !== '' && outcome !== 'cleared' && <span className="pt-second pt-block">{note}</span>}
    </>
  );
}
