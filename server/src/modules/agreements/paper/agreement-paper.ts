import { agreementStateWords, type AgreementState } from '#contracts/agreements/lifecycle';
import { agreementTypeFacts } from '#contracts/agreements/kinds';
import { agreementSections } from '#contracts/agreements/sections';
import { parseBlocks, type Block, type PaperDocument, type SignatureLine } from '#kernel/documents';
import { showDay } from '../versions/matter.ts';
import type { AgreementRow, SignatureRow, VersionRow } from '../versions/sql-agreement-store.ts';

export interface PaperSection {
  readonly key: string;
  readonly number: string;
  readonly title: string;
  /** The text as it is edited; empty for what is written from the record. */
  readonly body: string;
  readonly blocks: readonly Block[];
  readonly edited: boolean;
  readonly changed: boolean;
}

/** The title of an agreement: `Service level agreement SLA-1284`. */
export function titleOf({ type, name }: Pick<AgreementRow, 'type' | 'name'>): string {
  return `${agreementTypeFacts[type].title} ${name}`;
}

/** What an agreement is about, in a line: `Cloud compute for Aegean Coastal Forecast`, `Helpdesk by South Institute`. */
export function subjectOf(
  { kind, project_name: project, order_number: order }: Pick<AgreementRow, 'kind' | 'project_name' | 'order_number'>,
  { matter, party_name: party }: Pick<VersionRow, 'matter' | 'party_name'>,
): string {
  const { name } = matter.service;
  if (order !== null) return `${name} for ${project}`;
  return kind === 'SLA' ? `${name} for ${party}` : `${name} by ${party}`;
}

/** The version that one follows: the newest before it that was ever agreed. */
export function formerOf(version: VersionRow, versions: readonly VersionRow[]): VersionRow | undefined {
  return versions.findLast(({ number, agreed_at: agreedAt }) => number < version.number && agreedAt !== null);
}

/** What a paper says of its own state: once agreed it says so for ever, whatever becomes of the agreement. */
export function paperStateOf({ state, agreed_at: agreedAt }: Pick<VersionRow, 'state' | 'agreed_at'>): string {
  if (agreedAt !== null) return agreementStateWords.agreed;
  return agreementStateWords[state === 'draft' ? 'draft' : ('proposed' satisfies AgreementState)];
}

function textOfVersion(version: VersionRow, key: string): string | undefined {
  return version.sections.find((section) => section.key === key)?.body;
}

function changesSection(version: VersionRow, former: VersionRow): PaperSection {
  const texts = agreementSections
    .filter(({ key }) => textOfVersion(version, key) !== textOfVersion(former, key))
    .map(({ number, title }) => `The text of ${number === '' ? title : `section ${number} ${title}`} was changed`);
  const items = [...version.changes, ...texts];
  const asked =
    version.order_number === former.order_number ? '' : ` It was asked for by order ${version.order_number}.`;
  const blocks: Block[] = [
    {
      kind: 'paragraph',
      text: `This version follows version ${former.number} and supersedes it when both sides have signed.${asked}`,
    },
    items.length === 0 ? { kind: 'paragraph', text: 'Nothing else changes.' } : { kind: 'list', ordered: false, items },
  ];
  return {
    key: 'changes',
    number: '',
    title: 'Changes in this version',
    body: '',
    blocks,
    edited: false,
    changed: true,
  };
}

const partyWords = { SLA: 'Customer', OLA: 'Provider', UA: 'Supplier' } as const;

function orderFact({ order_number: own }: AgreementRow, { order_number: asked }: VersionRow) {
  if (own === null || asked === null) return [];
  return [['Order', own === asked ? String(own) : `${own}, changed by ${asked}`] as const];
}

function factsBlock(agreement: AgreementRow, version: VersionRow, federation: string): Block {
  const { matter } = version;
  const party =
    version.party_organisation === '' ? version.party_name : `${version.party_name}, ${version.party_organisation}`;
  return {
    kind: 'facts',
    rows: [
      [partyWords[agreement.kind], party],
      ...(matter.written ? [['Represented by', matter.written.party.contact] as const] : []),
      [agreement.kind === 'SLA' ? 'Provider' : 'Federation', federation],
      ['Service', matter.offer ? `${matter.service.name}, ${matter.offer.name}` : matter.service.name],
      ...orderFact(agreement, version),
      ['Valid', `${showDay(version.starts_on)} to ${showDay(version.ends_on)}`],
      ['Status of the document', `${paperStateOf(version)}, version ${version.number}`],
    ],
  };
}

function logSection(version: VersionRow, versions: readonly VersionRow[]): PaperSection {
  const rows = versions
    .filter(
      ({ number, agreed_at: agreedAt }) => number === version.number || (number < version.number && agreedAt !== null),
    )
    .map((each) => [
      String(each.number),
      showDay(each.prepared_at),
      each.agreed_at === null ? '-' : showDay(each.agreed_at),
      each.number === 1 ? 'First version' : (each.changes[0] ?? 'Revised text'),
    ]);
  const blocks: Block[] = [{ kind: 'table', head: ['Version', 'Prepared', 'Agreed', 'What'], rows, figures: [] }];
  return { key: 'log', number: '', title: 'Document log', body: '', blocks, edited: false, changed: false };
}

/** Every section of a version in the order in which it is read, those written from the record among them. */
export function sectionsOf(
  agreement: AgreementRow,
  version: VersionRow,
  versions: readonly VersionRow[],
  federation: string,
): PaperSection[] {
  const former = formerOf(version, versions);
  const bodies = new Map(version.sections.map((text) => [text.key, text]));
  const own = agreementSections.map(({ key, number, title }): PaperSection => {
    const text = bodies.get(key);
    const body = text?.body ?? '';
    const blocks = parseBlocks(body);
    return {
      key,
      number,
      title,
      body,
      blocks: key === 'preamble' ? [factsBlock(agreement, version, federation), ...blocks] : blocks,
      edited: text?.edited ?? false,
      changed: former !== undefined && textOfVersion(former, key) !== body,
    };
  });
  const [preamble, ...rest] = own;
  return [
    ...(preamble ? [preamble] : []),
    ...(former ? [changesSection(version, former)] : []),
    ...rest,
    logSection(version, versions),
  ];
}

function signatureLine(side: 'desk' | 'party', label: string, signatures: readonly SignatureRow[]): SignatureLine {
  const found = signatures.find((signature) => signature.side === side);
  const how = found && (found.how === 'account' ? 'with an account' : 'by a link sent by mail');
  return {
    side: label,
    name: found?.name ?? null,
    role: found?.role ?? null,
    how: how ?? null,
    at: found?.signed_at ?? null,
  };
}

/** File name of the PDF of a version: `SLA-1284-v1.pdf`. */
export function fileNameOf(agreement: Pick<AgreementRow, 'name'>, version: Pick<VersionRow, 'number'>): string {
  return `${agreement.name}-v${version.number}.pdf`;
}

/** A version as a document; the same record always gives the same document. */
export function paperOf(known: {
  agreement: AgreementRow;
  version: VersionRow;
  versions: readonly VersionRow[];
  signatures: readonly SignatureRow[];
  federation: string;
}): PaperDocument {
  const { agreement, version, versions, signatures, federation } = known;
  return {
    title: titleOf(agreement),
    subtitle: subjectOf(agreement, version),
    version: `Version ${version.number}`,
    state: paperStateOf(version),
    language: 'en',
    author: federation,
    fileName: fileNameOf(agreement, version),
    changedAt: version.text_changed_at,
    mark: version.agreed_at === null ? 'DRAFT' : null,
    sections: sectionsOf(agreement, version, versions, federation).map(({ number, title, blocks }) => ({
      number,
      title,
      blocks,
    })),
    signatures: [
      signatureLine('desk', `For ${federation}`, signatures),
      signatureLine(
        'party',
        agreement.kind === 'SLA' && agreement.order_id !== null ? 'For the customer' : `For ${version.party_name}`,
        signatures,
      ),
    ],
  };
}
