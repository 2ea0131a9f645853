import { IconFileText, IconGitCompare, IconPencil } from '@tabler/icons-react';
import { useEffect, useState } from 'react';

import type { Agreement } from '#contracts/agreements/schemas';

import { useKey } from '../../../app/keys.ts';
import { t } from '../../../app/messages.ts';
import { useSession } from '../../../app/session.tsx';
import { useMedia } from '../../../app/use-media.ts';
import { Button, LinkButton } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Pill } from '../../../ui/marks/state.tsx';
import { Notice } from '../../../ui/small.tsx';
import { DefinitionList, RecordPage, Section } from '../../../ui/record/record-page.tsx';
import { Route } from '../../../ui/record/route.tsx';
import { useNow } from '../../../ui/time/now.ts';
import { DayText } from '../../../ui/time/when.tsx';
import { dayOf } from '../days.ts';
import { EditTerms } from '../terms/edit-terms.tsx';
import { compareHref, deskRoles, typeWords, versionBefore, versionHref, turnOf } from '../words.ts';
import { AgreementActions } from './agreement-actions.tsx';
import { canEdit, DocumentText } from './document-text.tsx';
import { draftKey } from './section-editor.tsx';
import { isKept } from './kept-text.ts';
import { portsOf } from './ports.ts';
import { Results } from './results.tsx';
import { isEmpty, SectionList, showSection } from './section-list.tsx';
import { Links } from './links.tsx';
import { pdfHref, Signatures, Validity, Versions } from './side-parts.tsx';

/** An agreement: its sections at the left, its text in the middle, what can be done and who has signed at the right. */
export function AgreementView({ agreement }: { agreement: Agreement }) {
  const { name, version, state, sections, actions, pdf } = agreement;
  const { roles } = useSession();
  const isDesk = roles.some(({ role }) => deskRoles.some((desk) => desk === role));
  const mayEdit = actions.some(({ action, refusal }) => action === 'edit' && refusal === null);
  const [editing, setEditing] = useState<string | undefined>(() =>
    mayEdit ? sections.find(({ key }) => isKept(draftKey(agreement, key)))?.key : undefined,
  );
  const current = useCurrentSection(sections.map(({ key }) => key).join());
  const folded = useMedia('(max-width: 1179px)');
  const before = versionBefore(agreement);
  const turn = turnOf(agreement);
  const today = dayOf(useNow());

  const edit = () => {
    const first = sections.find((section) => isEmpty(section) && canEdit(section)) ?? sections.find(canEdit);
    const wanted = sections.find(({ key }) => key === current && key !== undefined);
    const section = wanted && canEdit(wanted) ? wanted : first;
    if (!section) return;
    setEditing(section.key);
    showSection(section.key);
  };
  useKey({ keys: 'e', label: 'Edit the section in sight', group: 'Records', run: edit }, mayEdit);

  const list = <SectionList sections={sections} current={current} />;
  const about = <About agreement={agreement} isDesk={isDesk} />;
  return (
    <div className="pt-agreement">
      <RecordPage
        kind={t('Agreement')}
        number={name}
        title={titleOf(agreement)}
        state={<Pill thing="agreement" state={state} />}
        stateNote={
          turn === null
            ? t('version {version}', { version })
            : t('version {version}, {who}: {why}', { version, ...turn })
        }
        from={{
          list: t('Agreements'),
          listHref: '/agreements',
          place:
            agreement.supports.length === 1
              ? t('{kind} under {name}', { kind: agreement.kind, name: agreement.supports[0] ?? '' })
              : agreement.kind,
        }}
        tools={
          <>
            {before !== undefined && (
              <LinkButton href={compareHref(name, before, version)} icon={IconGitCompare}>
                {t('Compare with version {before}', { before })}
              </LinkButton>
            )}
            {pdf.ready && (
              <LinkButton href={pdfHref(name, version)} icon={IconFileText} target="_blank">
                {t('Open PDF')}
              </LinkButton>
            )}
          </>
        }
        route={<Route thing="agreement" ports={portsOf(agreement, today)} />}
        {...(folded
          ? {}
          : {
              left: (
                <>
                  <Section title={t('Sections')}>{list}</Section>
                  {about}
                </>
              ),
            })}
        {...(actions.length === 0 ? {} : { actionCount: actions.length })}
        right={
          <>
            <AgreementActions agreement={agreement} onEdit={edit} />
            <Signatures agreement={agreement} />
            <Validity agreement={agreement} mayEdit={mayEdit} />
            <Links agreement={agreement} />
            <Versions agreement={agreement} />
          </>
        }
      >
        <Standing agreement={agreement} />
        {folded && (
          <details className="pt-agreement-folded">
            <summary>{t('Sections ({n})', { n: sections.length })}</summary>
            {list}
          </details>
        )}
        <DocumentText agreement={agreement} isDesk={isDesk} mayEdit={mayEdit} editing={editing} onEdit={setEditing} />
        <Results agreement={agreement} />
        {folded && about}
      </RecordPage>
    </div>
  );
}

/** What it is about and with whom, beside its name: `Cloud compute for Eleni Papadaki`. */
function titleOf({ kind, service, party }: Agreement): string {
  return kind === 'SLA'
    ? t('{service} for {party}', { service, party })
    : t('{service} by {party}', { service, party });
}

/** What to know before reading: this is not the version that counts, or it came to nothing. */
function Standing({ agreement }: { agreement: Agreement }) {
  const { name, version, state, openVersion, reason, versions } = agreement;
  const newest = Math.max(version, ...versions.map((one) => one.version));
  const open = openVersion !== null && openVersion !== version ? openVersion : undefined;
  const over = state === 'superseded' || state === 'withdrawn' || state === 'terminated';
  if (open === undefined && !over && reason === null) return null;
  return (
    <div className="pt-agreement-standing">
      {over && version !== newest && (
        <Notice action={<Link href={`/agreements/${name}`}>{t('Open the one that stands')}</Link>}>
          {t('Version {version} does not count any more.', { version })}
        </Notice>
      )}
      {reason !== null && <Notice>{t('Reason given: {reason}', { reason })}</Notice>}
      {open !== undefined && (
        <Notice tone="sea" action={<Link href={versionHref(name, open)}>{t('Open version {open}', { open })}</Link>}>
          {t('Version {open} is being made. Until it is agreed, version {version} holds.', { open, version })}
        </Notice>
      )}
    </div>
  );
}

const partyWords = { SLA: 'Customer', OLA: 'Provider', UA: 'Supplier' } as const;

function About({ agreement, isDesk }: { agreement: Agreement; isDesk: boolean }) {
  const { kind, party, partyContact, shares, template, orderNumber, terms, nextReportOn, nextReviewOn } = agreement;
  const [rewriting, setRewriting] = useState(false);
  const mail = partyContact.email && <a href={`mailto:${partyContact.email}`}>{partyContact.email}</a>;
  const mayRewrite =
    terms !== null && agreement.actions.some(({ action, refusal }) => action === 'edit' && refusal === null);
  const source = (
    <Link href={`/admin/templates/${template.id}`}>
      {t('{name}, version {version}', { name: template.name, version: template.version })}
    </Link>
  );
  return (
    <>
      <Section
        title={t('Parties and matter')}
        aside={
          mayRewrite && (
            <Button
              look="link"
              size="small"
              icon={IconPencil}
              aria-label={t('Change parties and matter')}
              onClick={() => setRewriting(true)}
            >
              {t('Change')}
            </Button>
          )
        }
      >
        <DefinitionList
          facts={[
            [t('Customer'), kind === 'SLA' || agreement.customerName !== '' ? agreement.customerName : null],
            [t(partyWords[kind]), kind === 'SLA' ? null : party],
            [t('Contact'), terms?.party.is === 'body' ? terms.party.contact : partyContact.name],
            [t('Mail'), mail],
            [t('Kind'), t(typeWords[agreement.type])],
            [t('Project'), agreement.project === '' ? null : agreement.project],
            [t('Service'), agreement.service],
            [t('Order'), <OrderOf key="order" number={orderNumber} isDesk={isDesk} />],
            [t('Next report'), nextReportOn === null ? null : <DayText key="report" day={nextReportOn} />],
            [t('Next review'), nextReviewOn === null ? null : <DayText key="review" day={nextReviewOn} />],
            [t('Template'), isDesk ? source : null],
          ]}
        />
        {rewriting && terms !== null && (
          <EditTerms agreement={agreement} terms={terms} onClose={() => setRewriting(false)} />
        )}
      </Section>
      {shares.length > 0 && (
        <Section title={t('Resource centres')} aside={String(shares.length)}>
          <ul className="pt-agreement-shares">
            {shares.map((share) => (
              <li key={`${share.orderNumber}-${share.number}`}>
                <span className="pt-row-title">{share.site}</span>
                <span className="pt-second">
                  {t('{country}, A/R at least {availability} / {reliability} %', {
                    country: share.country,
                    availability: share.availability,
                    reliability: share.reliability,
                  })}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function OrderOf({ number, isDesk }: { number: number | null; isDesk: boolean }) {
  if (number === null) return <span className="pt-muted">{t('none')}</span>;
  return isDesk ? <Link href={`/orders/${number}`}>{String(number)}</Link> : String(number);
}

/** The section that the reader has in sight; `keys` is their list, joined. */
function useCurrentSection(keys: string): string | undefined {
  const [current, setCurrent] = useState<string>();
  useEffect(() => {
    const wanted = window.location.hash.slice(1);
    if ([...keys.split(','), 'results'].includes(wanted)) document.getElementById(wanted)?.scrollIntoView();
    const seen = new Set<string>();
    const watcher = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          if (isIntersecting) seen.add(target.id);
          else seen.delete(target.id);
        }
        setCurrent(keys.split(',').find((key) => seen.has(key)));
      },
      { rootMargin: '-120px 0px -40% 0px' },
    );
    for (const key of keys.split(',')) {
      const section = document.getElementById(key);
      if (section) watcher.observe(section);
    }
    return () => watcher.disconnect();
  }, [keys]);
  return current;
}
