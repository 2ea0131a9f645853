import { IconUpload } from '@tabler/icons-react';
import { useRef, useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { ReportAnswer } from '#contracts/agreements/result-schemas';

import { call } from '../../../api/call.ts';
import { ApiError } from '../../../api/problem.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { FieldFrame } from '../../../ui/form/fields.tsx';
import { SubTable } from '../../../ui/record/sub-table.tsx';
import { Notice } from '../../../ui/small.tsx';

/** Lines of a report that are shown; a coordinator looks for what is wrong, and those come first. */
const mostLines = 100;

/** A file or a pasted text with monthly figures: checked first, line by line, and then reported. */
export function ReportForm({ onDone }: { onDone: () => void }) {
  const [text, setText] = useState('');
  const [source, setSource] = useState('');
  const [answer, setAnswer] = useState<ReportAnswer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const change = (next: string) => {
    setText(next);
    setAnswer(null);
    setFailure(null);
  };
  const send = async (dryRun: boolean) => {
    setBusy(true);
    setFailure(null);
    try {
      setAnswer(await call(agreementsEndpoints.reportAgreementResults, { body: { text, source, dryRun } }));
      if (!dryRun) onDone();
    } catch (error) {
      setAnswer(null);
      setFailure(error instanceof ApiError ? error.detail : t('The figures did not arrive. Try again.'));
    } finally {
      setBusy(false);
    }
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    change(await file.text());
    setSource(file.name);
  };
  const checked = answer?.dryRun === true;
  const useful = answer === null ? 0 : answer.counts.added + answer.counts.replaced;

  return (
    <section className="pt-results-report" aria-label={t('Report figures')}>
      <p className="pt-reading">
        {t(
          'CSV with the columns site, month, availability, reliability and unknown, or the same as JSON. The same file twice changes nothing.',
        )}
      </p>
      <FieldFrame
        id="report-text"
        label={t('Figures')}
        hint={t('Choose a file, or paste them')}
        error={failure ?? undefined}
        optional={undefined}
      >
        <textarea
          id="report-text"
          className="pt-input"
          rows={6}
          value={text}
          spellCheck={false}
          placeholder={'site,month,availability,reliability,unknown\nCESNET-MCC,2026-10,99.2,99.8,0.4'}
          onChange={(event) => change(event.target.value)}
        />
      </FieldFrame>
      <div className="pt-row">
        <Button icon={IconUpload} onClick={() => input.current?.click()}>
          {t('Choose a file')}
        </Button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.json,text/csv,application/json"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
        <Button
          look={checked ? 'default' : 'primary'}
          busy={busy}
          refusal={text.trim() === '' ? t('Choose a file or paste figures first') : null}
          onClick={() => void send(true)}
        >
          {t('Check')}
        </Button>
        {checked && useful > 0 && (
          <Button look="primary" busy={busy} onClick={() => void send(false)}>
            {useful === 1 ? t('Report 1 month') : t('Report {n} months', { n: useful })}
          </Button>
        )}
      </div>
      {answer && <Report answer={answer} />}
    </section>
  );
}

const outcomeWords = { added: 'new', replaced: 'replaces another figure', same: 'stands already', error: 'not read' };

function Report({ answer }: { answer: ReportAnswer }) {
  const { counts, dryRun } = answer;
  const rank = { error: 0, replaced: 1, added: 2, same: 3 };
  const lines = answer.lines.toSorted((one, other) => rank[one.outcome] - rank[other.outcome]).slice(0, mostLines);
  const sum = t('{added} new, {replaced} replaced, {same} the same, {error} with errors.', counts);
  return (
    <div aria-live="polite">
      <Notice tone={counts.error > 0 ? 'amber' : 'sea'}>
        {sum}{' '}
        {dryRun
          ? t('Nothing is written yet.')
          : t('Agreements are judged again; providers of missed months get a mail.')}
      </Notice>
      <SubTable label={t('Report by line')}>
        <thead>
          <tr>
            <th scope="col" data-align="right">
              {t('Line')}
            </th>
            <th scope="col">{t('Month')}</th>
            <th scope="col">{t('Resource centre')}</th>
            <th scope="col">{t('Outcome')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ line, month, site, outcome, notes }) => (
            <tr key={line}>
              <td data-align="right">{line}</td>
              <td>{month}</td>
              <td>{site}</td>
              <td className={outcome === 'error' ? 'pt-fg-red' : undefined}>
                {t(outcomeWords[outcome])}
                {notes.length > 0 && <span className="pt-second pt-block">{notes.join(', ')}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </SubTable>
      {lines.length < answer.lines.length && (
        <p className="pt-muted">{t('The first {n} of {all} lines.', { n: lines.length, all: answer.lines.length })}</p>
      )}
    </div>
  );
}
