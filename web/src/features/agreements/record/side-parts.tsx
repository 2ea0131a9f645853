import { IconCheck, IconCopy, IconFileText, IconPencil } from '@tabler/icons-react';
import { useState } from 'react';

import { agreementsEndpoints } from '#contracts/agreements/endpoints';
import { ValidityInput } from '#contracts/agreements/schemas';
import type { Agreement, Signature } from '#contracts/agreements/schemas';

import { addressOf, call } from '../../../api/call.ts';
import { t } from '../../../app/messages.ts';
import { Button } from '../../../ui/button.tsx';
import { DayField } from '../../../ui/form/fields.tsx';
import { SideForm } from '../../../ui/form/page-form.tsx';
import { useForm } from '../../../ui/form/use-form.ts';
import { Link } from '../../../ui/link.tsx';
import { Mark, State } from '../../../ui/marks/state.tsx';
import { Section } from '../../../ui/record/record-page.tsx';
import { formatBytes } from '../../../ui/time/format.ts';
import { DayText, When } from '../../../ui/time/when.tsx';
import { validityText } from '../agreement-columns.tsx';
import { shortHash, versionHref } from '../words.ts';
import { useRefresh } from './use-refresh.ts';

/** Address of the PDF of a version. */
export function pdfHref(name: string, version: number): string {
  return addressOf(agreementsEndpoints.readAgreementPdf, { params: { name, version } });
}

/** Who has signed and whose signature is missing. */
export function Signatures({ agreement }: { agreement: Agreement }) {
  const { signatures, party, partyContact, waitingFor, state } = agreement;
  const sides = [
    { side: 'desk', name: t('The federation'), waits: waitingFor === 'desk' || waitingFor === 'both', contact: null },
    {
      side: 'party',
      name: party,
      waits: waitingFor === 'party' || waitingFor === 'both',
      contact: partyContact.name === party ? null : partyContact.name,
    },
  ] as const;
  return (
    <Section title={t('Signatures')}>
      <ul className="pt-signatures">
        {sides.map(({ side, name, waits, contact }) => (
          <li key={side}>
            <span className="pt-row-title pt-truncate" title={name}>
              {name}
            </span>
            <SignatureState
              signature={signatures.find((one) => one.side === side)}
              waits={waits && state === 'proposed'}
              before={state === 'draft'}
              contact={contact}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface SignatureStateProps {
  readonly signature: Signature | undefined;
  readonly waits: boolean;
  readonly before: boolean;
  readonly contact: string | null;
}

function SignatureState({ signature, waits, before, contact }: SignatureStateProps) {
  if (signature) {
    return (
      <>
        <span className="pt-state pt-fg-green">
          <Mark name="tick" tone="green" size={15} />
          {t('Signed')}
        </span>
        <span className="pt-second">
          {signature.role === '' ? signature.name : `${signature.name}, ${signature.role}`}
        </span>
        <span className="pt-second">
          <When at={signature.at} style="long" />, {signature.how === 'account' ? t('by account') : t('by link')}
        </span>
      </>
    );
  }
  if (waits) {
    return (
      <>
        <span className="pt-state pt-fg-amber">
          <Mark name="order-waiting" tone="amber" size={15} />
          {t('Waiting')}
        </span>
        {contact !== null && <span className="pt-second">{t('asked: {contact}', { contact })}</span>}
      </>
    );
  }
  return <span className="pt-second">{before ? t('asked when it is proposed') : t('not signed')}</span>;
}

/** From when until when it holds; changed while it is a draft. */
export function Validity({ agreement, mayEdit }: { agreement: Agreement; mayEdit: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Section
      title={t('Valid')}
      aside={
        mayEdit && (
          <Button look="link" size="small" icon={IconPencil} onClick={() => setOpen(true)}>
            {t('Change')}
          </Button>
        )
      }
    >
      <p>{validityText(agreement.validity)}</p>
      {open && <ValidityForm agreement={agreement} onClose={() => setOpen(false)} />}
    </Section>
  );
}

function ValidityForm({ agreement, onClose }: { agreement: Agreement; onClose: () => void }) {
  const { name, version, revision, validity } = agreement;
  const refresh = useRefresh(agreement);
  const form = useForm({
    schema: ValidityInput,
    initial: validity,
    onSubmit: async (body) => {
      const changed = await call(
        agreementsEndpoints.setAgreementValidity,
        { params: { name, version }, body },
        { ifMatch: revision },
      );
      await refresh(changed);
      onClose();
    },
  });
  return (
    <SideForm
      title={t('When {name} holds', { name })}
      lead={t('The facts of the preamble follow. A text that names the days is changed by hand. Nobody gets a mail.')}
      form={form}
      submit={t('Save days')}
      onClose={onClose}
    >
      <DayField field={form.field('startsOn')} label={t('First day')} />
      <DayField field={form.field('endsOn')} label={t('Last day')} />
    </SideForm>
  );
}

/** Every version with its document, newest first. */
export function Versions({ agreement }: { agreement: Agreement }) {
  const { name, version: shown, versions } = agreement;
  return (
    <Section title={t('Versions and documents')}>
      <ol className="pt-versions">
        {versions
          .toSorted((one, other) => other.version - one.version)
          .map(({ version, state, validity, agreedAt, preparedAt, reason, pdf }) => (
            <li key={version}>
              <span className="pt-row">
                {version === shown ? (
                  <span className="pt-row-title" aria-current="true">
                    {t('Version {version}', { version })}
                  </span>
                ) : (
                  <Link href={versionHref(name, version)} className="pt-row-title">
                    {t('Version {version}', { version })}
                  </Link>
                )}
                <State thing="agreement" state={state} />
              </span>
              <span className="pt-second">
                {agreedAt === null ? t('prepared') : t('agreed')} <When at={agreedAt ?? preparedAt} />, {t('until')}{' '}
                <DayText day={validity.endsOn} />
              </span>
              {reason !== null && version !== shown && <span className="pt-second">{reason}</span>}
              <Document name={name} version={version} pdf={pdf} />
            </li>
          ))}
      </ol>
      <p className="pt-second pt-no-print">
        {t('Somebody gave you a PDF?')} {/* A page of the server, not of this application. */}
        <a href="/check">{t('Check it against ours')}</a>
      </p>
    </Section>
  );
}

function Document({ name, version, pdf }: { name: string; version: number; pdf: Agreement['pdf'] }) {
  if (!pdf.ready) return <span className="pt-second">{t('The PDF is being made.')}</span>;
  return (
    <>
      <span className="pt-row">
        <IconFileText size={15} stroke={1.7} aria-hidden />
        <Link href={pdfHref(name, version)} target="_blank" className="pt-truncate" title={pdf.name}>
          {pdf.name}
        </Link>
        {pdf.sizeBytes !== null && <span className="pt-second">{formatBytes(pdf.sizeBytes)}</span>}
      </span>
      {pdf.sha256 !== null && <Hash sha256={pdf.sha256} name={pdf.name} />}
    </>
  );
}

/** The start of a SHA-256 and a button that copies the whole. */
function Hash({ sha256, name }: { sha256: string; name: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(sha256).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), 2_000);
    });
  };
  return (
    <span className="pt-row">
      <span className="pt-second">{t('SHA-256')}</span>
      <code title={sha256}>{shortHash(sha256)}</code>
      <Button
        look="link"
        size="small"
        icon={copied ? IconCheck : IconCopy}
        aria-label={t('Copy the SHA-256 of {name}', { name })}
        onClick={copy}
      >
        {copied ? t('Copied') : t('Copy')}
      </Button>
    </span>
  );
}
