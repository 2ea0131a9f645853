import { standingStates, type AgreementAction } from '#contracts/agreements/lifecycle';
import type { Agreement, Comparison } from '#contracts/agreements/schemas';
import type { Actor } from '#kernel/access';
import type { Block } from '#kernel/documents';
import type { Read } from '#kernel/database';
import { notFound } from '#kernel/errors';
import { diffLines, diffWords } from '#libs/diff';
import { agreementMachine, factsOf } from './agreement-machine.ts';
import { toSummary } from './agreement-list-view.ts';
import { fileNameOf, sectionsOf, titleOf } from '../paper/agreement-paper.ts';
import type { Dependencies } from '../dependencies.ts';
import { withLastResults } from '../results/last-results.ts';
import { resultsOf } from '../results/results-view.ts';
import { isSignatory, maySee, maySeeVersion, mayWrite, roleIn, seesAll, takesPart } from '../policies.ts';
import {
  agreementsUnder,
  findAgreement,
  findAgreementById,
  shownOf,
  signaturesOf,
  versionsOf,
  type AgreementRow,
  type VersionRow,
} from './sql-agreement-store.ts';
import { nextReport, nextReview } from './matter.ts';
import { linkedUnder, supportedBy } from './sql-support-store.ts';
import { commentsOf, newestPdfs, type CommentRow, type PdfRow } from '../paper/sql-paper-store.ts';

/** Blocks with lists that may be changed, as contracts carry them. */
export function plainBlocks(blocks: readonly Block[]) {
  return blocks.map((block) => {
    switch (block.kind) {
      case 'paragraph':
        return { ...block };
      case 'list':
        return { ...block, items: [...block.items] };
      case 'table':
        return {
          ...block,
          head: [...block.head],
          rows: block.rows.map((row) => [...row]),
          figures: [...block.figures],
        };
      case 'facts':
        return { ...block, rows: block.rows.map(([label, value]): [string, string] => [label, value]) };
    }
  });
}

/** Finds an agreement for somebody who may see it; for others there is none. */
export async function visibleAgreement(read: Read, actor: Actor, name: string): Promise<AgreementRow> {
  const agreement = await findAgreement(read, name);
  if (!agreement || !maySee(actor, agreement)) throw notFound(`agreement ${name}`);
  return agreement;
}

/** The versions that somebody may see, oldest first. */
export async function visibleVersions(read: Read, actor: Actor, agreement: AgreementRow): Promise<VersionRow[]> {
  return (await versionsOf(read, agreement.id)).filter((version) => maySeeVersion(actor, agreement, version));
}

function pdfOf(agreement: AgreementRow, version: VersionRow, pdf: PdfRow | undefined): Agreement['pdf'] {
  const ready = pdf !== undefined && pdf.text_revision === version.text_revision;
  return {
    ready,
    name: fileNameOf(agreement, version),
    sha256: ready ? pdf.sha256 : null,
    sizeBytes: ready ? pdf.size_bytes : null,
  };
}

function commentOf(comment: CommentRow, versions: readonly VersionRow[]): Agreement['comments'][number] {
  return {
    id: comment.id,
    section: comment.section,
    version: versions.find(({ id }) => id === comment.version_id)?.number ?? 1,
    by: { name: comment.by_name, side: comment.side },
    at: comment.written_at,
    text: comment.body,
    internal: comment.internal,
  };
}

/** Agreements at the other end: those of the order, and those that somebody linked. */
interface Neighbours {
  readonly ofOrder: readonly AgreementRow[];
  readonly linked: readonly AgreementRow[];
}
const nothing: Neighbours = { ofOrder: [], linked: [] };

async function restsOn(read: Read, { id, kind }: AgreementRow): Promise<Neighbours> {
  if (kind !== 'SLA') return nothing;
  return { ofOrder: await agreementsUnder(read, id), linked: await linkedUnder(read, id) };
}

async function supports(read: Read, { id, parent_id: parentId }: AgreementRow): Promise<Neighbours> {
  const parent = parentId === null ? undefined : await findAgreementById(read, parentId);
  return { ofOrder: parent ? [parent] : [], linked: await supportedBy(read, id) };
}

const primary: Partial<Record<AgreementAction, true>> = { propose: true, sign: true };

/** One agreement in one version, as somebody may read it, with what they may do. */
export async function readAgreement(
  dependencies: Dependencies,
  actor: Actor,
  asked: { name: string; version?: number },
): Promise<Agreement> {
  const { kernel } = dependencies;
  const read = kernel.database.read();
  const agreement = await visibleAgreement(read, actor, asked.name);
  const versions = await visibleVersions(read, actor, agreement);
  const number = asked.version ?? shownOf(versions)?.number;
  const version = versions.find((each) => each.number === number);
  if (!version || number === undefined) throw notFound(`version ${number ?? 1} of agreement ${asked.name}`);
  const isStaff = seesAll(actor);
  const [signatures, pdfs, comments, under, above, results] = await Promise.all([
    signaturesOf(read, version.id),
    newestPdfs(
      read,
      versions.map(({ id }) => id),
    ),
    commentsOf(
      read,
      versions.map(({ id }) => id),
    ),
    isStaff ? restsOn(read, agreement) : nothing,
    isStaff ? supports(read, agreement) : nothing,
    resultsOf(read, dependencies, { actor, versions }),
  ]);
  const role = roleIn(actor, agreement);
  const shownComments = takesPart(actor, agreement) ? comments.filter(({ internal }) => !internal || isStaff) : [];
  const today = kernel.clock.today();
  const validity = { startsOn: version.starts_on, endsOn: version.ends_on };
  const isStanding = standingStates.includes(version.state);
  const reviewOn = isStanding ? nextReview(version, today) : null;
  const facts = factsOf({
    agreement,
    version,
    newest: versions.at(-1)?.number ?? number,
    signatures,
    today,
    isSignatory: isSignatory(actor, agreement),
  });
  const offered = role === undefined || role === 'system' ? [] : agreementMachine.available(version.state, facts, role);
  return {
    ...toSummary(actor, agreement),
    version: number,
    state: version.state,
    validity,
    revision: version.revision,
    title: titleOf(agreement),
    customerName: agreement.customer_name,
    partyContact: { name: version.party_name, email: isStaff ? version.party_email : null },
    sections: sectionsOf(agreement, version, versions, kernel.config.FEDERATION_NAME).map((section) => ({
      ...section,
      blocks: plainBlocks(section.blocks),
      comments: shownComments.filter(({ section: key, version_id: id }) => key === section.key && id === version.id)
        .length,
    })),
    shares: version.matter.shares.map(
      ({ number: share, orderNumber, site, country, resources, startsOn, endsOn, availability: up, reliability }) => ({
        number: share,
        orderNumber,
        site,
        country,
        resources: [...resources],
        startsOn,
        endsOn,
        availability: up,
        reliability,
      }),
    ),
    signatures: signatures.map(({ side, name, role: as, how, signed_at: at }) => ({ side, name, role: as, how, at })),
    comments: shownComments.map((comment) => commentOf(comment, versions)),
    versions: versions.map((each) => ({
      version: each.number,
      state: each.state,
      validity: { startsOn: each.starts_on, endsOn: each.ends_on },
      orderNumber: each.order_number,
      preparedAt: each.prepared_at,
      agreedAt: each.agreed_at,
      reason: each.reason,
      pdf: pdfOf(agreement, each, pdfs.get(each.id)),
    })),
    olas: await withLastResults(
      read,
      dependencies,
      [...under.ofOrder, ...under.linked].map((ola) => toSummary(actor, ola)),
    ),
    supports: [...above.ofOrder, ...above.linked].map(({ name }) => name),
    linked: [...under.linked, ...above.linked].map(({ name }) => name),
    mayLink: mayWrite(actor).allowed,
    terms: isStaff ? (version.matter.written?.terms ?? null) : null,
    nextReportOn: isStanding ? nextReport(agreement.kind, validity, today) : null,
    nextReviewOn: reviewOn !== null && reviewOn <= version.ends_on ? reviewOn : null,
    pdf: pdfOf(agreement, version, pdfs.get(version.id)),
    reason: version.reason,
    template: { id: version.template_id, name: version.template_name, version: version.template_version },
    results,
    actions: offered.map(({ edge, refusal }) => ({
      action: edge.action,
      label: edge.label,
      refusal: refusal ?? null,
      effect: edge.effect,
      needs: [...edge.needs],
      primary: refusal === undefined && primary[edge.action] === true,
    })),
  };
}

/** Text of a section as one can compare it. */
function comparable(blocks: readonly Block[]): string {
  return blocks
    .map((block) => {
      switch (block.kind) {
        case 'paragraph':
          return block.text;
        case 'list':
          return block.items.map((item) => `- ${item}`).join('\n');
        case 'table':
          return [block.head, ...block.rows].map((cells) => cells.join(' | ')).join('\n');
        case 'facts':
          return block.rows.map(([label, value]) => `${label}: ${value}`).join('\n');
      }
    })
    .join('\n\n');
}

/** What changed between two versions, section by section. */
export async function compareVersions(
  dependencies: Dependencies,
  actor: Actor,
  asked: { name: string; from: number; to: number },
): Promise<Comparison> {
  const { kernel } = dependencies;
  const read = kernel.database.read();
  const agreement = await visibleAgreement(read, actor, asked.name);
  const versions = await visibleVersions(read, actor, agreement);
  const textOf = (number: number) => {
    const version = versions.find((each) => each.number === number);
    if (!version) throw notFound(`version ${number} of agreement ${asked.name}`);
    return sectionsOf(agreement, version, versions, kernel.config.FEDERATION_NAME).filter(
      ({ key }) => key !== 'log' && key !== 'changes',
    );
  };
  const older = new Map(textOf(asked.from).map((section) => [section.key, section]));
  return {
    from: asked.from,
    to: asked.to,
    sections: textOf(asked.to).map((section) => {
      const before = comparable(older.get(section.key)?.blocks ?? []);
      const after = comparable(section.blocks);
      const isSame = before === after;
      return {
        key: section.key,
        number: section.number,
        title: section.title,
        change: isSame ? 'same' : before === '' ? 'added' : after === '' ? 'removed' : 'changed',
        lines: isSame ? [] : diffLines(before, after),
        words: isSame ? [] : diffWords(before, after),
      };
    }),
  };
}
