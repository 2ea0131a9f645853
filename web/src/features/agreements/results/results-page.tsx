import { useQuery, useQueryClient } from '@tanstack/react-query';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { exclusionWords } from '#contracts/agreements/result-schemas';
import type { Exclusion, ReportedMonth, ViolationSummary } from '#contracts/agreements/result-schemas';

import { call } from '../../../api/call.ts';
import { queryOf } from '../../../api/query.ts';
import { FailurePage } from '../../../app/failure.tsx';
import { t } from '../../../app/messages.ts';
import { useTitle } from '../../../app/route-hooks.ts';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page/page.tsx';
import { Section } from '../../../ui/record/record-page.tsx';
import { SubTable } from '../../../ui/record/sub-table.tsx';
import { formatPercent } from '../../../ui/time/format.ts';
import { DayText, When } from '../../../ui/time/when.tsx';
import '../agreements.css';
import { monthText, reasonsText } from '../result-words.ts';
import { ExcludeForm } from './exclude-form.tsx';
import { ReportForm } from './report-form.tsx';

/** Where coordinators report monthly figures, leave months out, and see what waits for an explanation. */
export function ResultsPage() {
  useTitle(t('Monthly results'));
  const client = useQueryClient();
  const violations = useQuery(
    queryOf(agreementsEndpoints.listAgreementViolations, { query: { state: 'open', limit: 50 } }),
  );
  const exclusions = useQuery(queryOf(agreementsEndpoints.listAgreementExclusions, {}));
  const reported = useQuery(queryOf(agreementsEndpoints.listAgreementResults, { query: { limit: 50 } }));
  const [excluding, setExcluding] = useState(false);
  const error = violations.error ?? exclusions.error ?? reported.error;
  const refresh = () => void client.invalidateQueries({ queryKey: ['agreements'] });
  if (error) return <FailurePage error={error} onRetry={refresh} />;
  const lift = (id: string) => void call(agreementsEndpoints.liftAgreementExclusion, { params: { id } }).then(refresh);
  return (
    <Page
      title={t('Monthly results')}
      actions={
        <Button icon={IconPlus} onClick={() => setExcluding(true)}>
          {t('Leave out a month')}
        </Button>
      }
    >
      <ReportForm onDone={refresh} />
      <Section title={t('Violations that are not settled')} aside={String(violations.data?.items.length ?? '')}>
        {violations.data?.items.length === 0 ? (
          <p className="pt-muted">{t('Every month that was judged is met or settled.')}</p>
        ) : (
          <Violations rows={violations.data?.items ?? []} />
        )}
      </Section>
      <Section title={t('Months that are left out')} aside={String(exclusions.data?.items.length ?? '')}>
        {exclusions.data?.items.length === 0 ? (
          <p className="pt-muted">
            {t(
              'Every month counts. Leave one out when the monitoring itself failed, or for force majeure or security maintenance.',
            )}
          </p>
        ) : (
          <Exclusions rows={exclusions.data?.items ?? []} onLift={lift} />
        )}
      </Section>
      <Section title={t('Figures that were reported last')}>
        {reported.data?.items.length === 0 ? (
          <p className="pt-muted">{t('No figures yet. Report the first month above.')}</p>
        ) : (
          <Reported rows={reported.data?.items ?? []} />
        )}
      </Section>
      {excluding && (
        <ExcludeForm
          onClose={() => setExcluding(false)}
          onDone={() => {
            setExcluding(false);
            refresh();
          }}
        />
      )}
    </Page>
  );
}

function Violations({ rows }: { rows: readonly ViolationSummary[] }) {
  return (
    <SubTable label={t('Violations that are not settled')}>
      <thead>
        <tr>
          <th scope="col">{t('Month')}</th>
          <th scope="col">{t('Resource centre')}</th>
          <th scope="col">{t('Agreement')}</th>
          <th scope="col" data-wide>
            {t('Missed')}
          </th>
          <th scope="col">{t('Explanation')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">{monthText(row.month)}</th>
            <td>{row.site}</td>
            <td>
              <Link href={`/agreements/${row.agreement}#results`}>{row.agreement}</Link>
              <span className="pt-second pt-block">{row.service}</span>
            </td>
            <td data-wide>{reasonsText({ result: 'violated', reasons: row.reasons, because: null })}</td>
            <td>
              {row.state === 'answered' ? (
                t('has come, to be settled')
              ) : (
                <span className={row.isLate ? 'pt-fg-red' : undefined}>
                  {row.isLate ? t('was due on') : t('due on')} <DayText day={row.dueAt.slice(0, 10)} />
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

function Exclusions({ rows, onLift }: { rows: readonly Exclusion[]; onLift: (id: string) => void }) {
  return (
    <SubTable label={t('Months that are left out')}>
      <thead>
        <tr>
          <th scope="col">{t('Month')}</th>
          <th scope="col">{t('Resource centre')}</th>
          <th scope="col">{t('Reason')}</th>
          <th scope="col" data-wide>
            {t('Left out by')}
          </th>
          <th scope="col">
            <span className="pt-hidden">{t('Actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, month, site, reason, note, madeBy, madeAt }) => (
          <tr key={id}>
            <th scope="row">{monthText(month)}</th>
            <td>{site ?? t('all of them')}</td>
            <td>
              {t(exclusionWords[reason])}
              {note !== '' && <span className="pt-second pt-block">{note}</span>}
            </td>
            <td data-wide>
              {madeBy} <When at={madeAt} />
            </td>
            <td>
              <Button
                look="link"
                size="small"
                aria-label={t('Count {month} again at {site}', {
                  month: monthText(month),
                  site: site ?? t('all of them'),
                })}
                onClick={() => onLift(id)}
              >
                {t('Count it again')}
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}

function Reported({ rows }: { rows: readonly ReportedMonth[] }) {
  const figure = (value: number | null) => (value === null ? '—' : formatPercent(value));
  return (
    <SubTable label={t('Figures that were reported last')}>
      <thead>
        <tr>
          <th scope="col">{t('Month')}</th>
          <th scope="col">{t('Resource centre')}</th>
          <th scope="col" data-align="right">
            {t('Availability')}
          </th>
          <th scope="col" data-align="right">
            {t('Reliability')}
          </th>
          <th scope="col" data-align="right" data-wide>
            {t('Unknown')}
          </th>
          <th scope="col" data-wide>
            {t('Reported')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.site} ${row.month}`}>
            <th scope="row">{monthText(row.month)}</th>
            <td>{row.site}</td>
            <td data-align="right">{figure(row.availability)}</td>
            <td data-align="right">{figure(row.reliability)}</td>
            <td data-align="right" data-wide>
              {figure(row.unknown)}
            </td>
            <td data-wide>
              <When at={row.reportedAt} /> <span className="pt-muted">{row.reportedBy}</span>
              {row.source !== '' && <span className="pt-second pt-block">{row.source}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </SubTable>
  );
}
