import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import type { Agreement, Comparison } from '#contracts/agreements/schemas';

import { queryOf } from '../../api/query.ts';
import { useGo } from '../../app/address.ts';
import { FailurePage } from '../../app/failure.tsx';
import { t } from '../../app/messages.ts';
import { useRouteParam, useRouteSearch, useTitle } from '../../app/route-hooks.ts';
import { Link } from '../../ui/link.tsx';
import { DiffText } from '../../ui/page/diff-text.tsx';
import { Page } from '../../ui/page/page.tsx';
import '../../ui/form/form.css';
import './agreements.css';
import { compare } from './index.ts';
import { compareHref, sectionName, versionHref } from './words.ts';

/** What changed between two versions of an agreement, section by section. */
export function ComparePage() {
  const name = useRouteParam('name');
  const agreement = useQuery(queryOf(agreementsEndpoints.readAgreement, { params: { name } }));
  const title = t('What changed in {name}', { name });
  useTitle(title);
  if (agreement.error) return <FailurePage error={agreement.error} onRetry={() => void agreement.refetch()} />;
  return <Page title={title}>{agreement.data && <Versions agreement={agreement.data} />}</Page>;
}

function Versions({ agreement }: { agreement: Agreement }) {
  const { name, versions } = agreement;
  const search = useRouteSearch(compare);
  const go = useGo();
  const known = versions.map(({ version }) => version).toSorted((one, other) => one - other);
  const to = search.to ?? known.at(-1) ?? 1;
  const from = search.from ?? known.findLast((version) => version < to) ?? to;
  const answer = useQuery(
    queryOf(agreementsEndpoints.compareAgreementVersions, { params: { name }, query: { from, to } }),
  );
  const choose = (next: { from: number; to: number }) =>
    go(compareHref(name, next.from, next.to), { replace: true, keepScroll: true });
  if (known.length < 2)
    return <p className="pt-muted">{t('{name} has one version: there is nothing to compare.', { name })}</p>;
  return (
    <>
      <div className="pt-compare-bar">
        <VersionSelect
          label={t('From')}
          value={from}
          known={known}
          agreement={agreement}
          onChange={(version) => choose({ from: version, to })}
        />
        <VersionSelect
          label={t('To')}
          value={to}
          known={known}
          agreement={agreement}
          onChange={(version) => choose({ from, to: version })}
        />
        <Link href={versionHref(name, to)}>{t('Read version {to}', { to })}</Link>
        <Link href={`/agreements/${name}`}>{t('Back to {name}', { name })}</Link>
      </div>
      {answer.error && <FailurePage error={answer.error} onRetry={() => void answer.refetch()} />}
      {answer.data && <Changes comparison={answer.data} />}
    </>
  );
}

interface VersionSelectProps {
  readonly label: string;
  readonly value: number;
  readonly known: readonly number[];
  readonly agreement: Agreement;
  readonly onChange: (version: number) => void;
}

function VersionSelect({ label, value, known, onChange }: VersionSelectProps) {
  return (
    <label className="pt-row">
      <span className="pt-muted">{label}</span>
      <select className="pt-input" value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {known.map((version) => (
          <option key={version} value={version}>
            {t('version {version}', { version })}
          </option>
        ))}
      </select>
    </label>
  );
}

const changeWords: Readonly<Record<Comparison['sections'][number]['change'], string>> = {
  same: 'no change',
  changed: 'changed',
  added: 'new section',
  removed: 'section left out',
};

function Changes({ comparison }: { comparison: Comparison }) {
  const different = comparison.sections.filter(({ change }) => change !== 'same');
  const same = comparison.sections.filter(({ change }) => change === 'same');
  useEffect(() => {
    const wanted = window.location.hash.slice(1);
    if (wanted !== '') document.getElementById(wanted)?.scrollIntoView();
  }, [comparison]);
  return (
    <div className="pt-document pt-compare">
      {different.length === 0 && <p>{t('The texts of both versions are the same.')}</p>}
      {different.map((section) => (
        <div key={section.key} id={section.key} className="pt-document-section" data-changed>
          <div className="pt-document-head">
            <h2>
              {section.number !== '' && <span className="pt-document-number">{section.number}</span>}
              {section.title}
            </h2>
            <span className="pt-second">{t(changeWords[section.change])}</span>
          </div>
          <DiffText older={textWithout(section.words, 'added')} newer={textWithout(section.words, 'removed')} />
        </div>
      ))}
      {same.length > 0 && (
        <details className="pt-compare-same">
          <summary>
            {t({ one: '1 section is the same', other: '{n} sections are the same' }, { n: same.length })}
          </summary>
          <ul>
            {same.map((section) => (
              <li key={section.key}>{sectionName(section)}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** One side of a comparison: the parts without those that only the other side has. */
function textWithout(parts: Comparison['sections'][number]['words'], kind: 'added' | 'removed'): string {
  return parts
    .filter((part) => part.kind !== kind)
    .map(({ text }) => text)
    .join('');
}
