import { z } from 'zod';
import { Action, Day, Instant, RecordRef, Version } from '../kernel/schemas.ts';
import { Amount } from '../ordering/schemas.ts';
import { agreementKinds, agreementTypes, writtenPrefixes } from './kinds.ts';
import { agreementActions, agreementStates } from './lifecycle.ts';
import { monthResults } from './evaluation.ts';
import { AgreementResults, Month } from './result-schemas.ts';
import { sectionKeys } from './sections.ts';
import { AgreementTerms, Days } from './terms.ts';

export const AgreementKind = z.enum(agreementKinds);
export const AgreementType = z.enum(agreementTypes);
export const AgreementStateName = z.enum(agreementStates);
export const Side = z.enum(['desk', 'party']);
export type Side = z.infer<typeof Side>;

/** `SLA-1284` of order 1284, `OLA-1284-2` of its share 2, `UA-7` and the like of what no order brought about. */
export const AgreementName = z
  .string()
  .regex(
    new RegExp(
      `^(?:SLA-[1-9]\\d{0,9}|OLA-[1-9]\\d{0,9}-[1-9]\\d{0,4}|(?:${writtenPrefixes.join('|')})-[1-9]\\d{0,9})$`,
    ),
    'must be a name such as `SLA-1284`, `OLA-1284-2` or `UA-7`',
  );

export const TextBlock = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('paragraph'), text: z.string() }),
    z.object({ kind: z.literal('list'), ordered: z.boolean(), items: z.array(z.string()) }),
    z.object({
      kind: z.literal('table'),
      head: z.array(z.string()),
      rows: z.array(z.array(z.string())),
      figures: z.array(z.number().int()),
    }),
    z.object({ kind: z.literal('facts'), rows: z.array(z.tuple([z.string(), z.string()])) }),
  ])
  .meta({ id: 'TextBlock' });

/** A section as people read it; `body` is the same text as it is edited. */
export const AgreementSection = z
  .object({
    key: z.string(),
    number: z.string(),
    title: z.string(),
    body: z.string(),
    blocks: z.array(TextBlock),
    /** Differs from what the template gave. */
    edited: z.boolean(),
    /** Differs from the version before this one. */
    changed: z.boolean(),
    comments: z.number().int(),
  })
  .meta({ id: 'AgreementSection' });
export type AgreementSection = z.infer<typeof AgreementSection>;

export const Signature = z
  .object({ side: Side, name: z.string(), role: z.string(), how: z.enum(['account', 'link']), at: Instant })
  .meta({ id: 'AgreementSignature' });
export type Signature = z.infer<typeof Signature>;

export const Comment = z
  .object({
    id: z.string(),
    section: z.string(),
    version: z.number().int(),
    by: z.object({ name: z.string(), side: Side }),
    at: Instant,
    text: z.string(),
    internal: z.boolean().describe('Only the desk reads it'),
  })
  .meta({ id: 'AgreementComment' });
export type Comment = z.infer<typeof Comment>;

export const PdfFile = z
  .object({
    ready: z.boolean(),
    name: z.string(),
    sha256: z.string().nullable(),
    sizeBytes: z.number().int().nullable(),
  })
  .meta({ id: 'AgreementPdf' });

export const VersionSummary = z
  .object({
    version: z.number().int(),
    state: AgreementStateName,
    validity: z.object({ startsOn: Day, endsOn: Day }),
    orderNumber: z.number().int().nullable().describe('The order that asked for this version; null without one'),
    preparedAt: Instant,
    agreedAt: Instant.nullable(),
    /** Why it was withdrawn, terminated or taken back. */
    reason: z.string().nullable(),
    pdf: PdfFile,
  })
  .meta({ id: 'AgreementVersionSummary' });

export const AgreementShare = z
  .object({
    number: z.number().int(),
    orderNumber: z.number().int().nullable(),
    site: z.string(),
    country: z.string(),
    resources: z.array(Amount),
    startsOn: Day,
    endsOn: Day,
    availability: z.number(),
    reliability: z.number(),
  })
  .meta({ id: 'AgreementShare' });
export type AgreementShare = z.infer<typeof AgreementShare>;

/** A row of the list. */
export const AgreementSummary = z
  .object({
    name: z.string(),
    kind: AgreementKind,
    type: AgreementType,
    orderNumber: z.number().int().nullable().describe('Null for what no order brought about'),
    version: z.number().int().describe('The version that stands, or the newest'),
    state: AgreementStateName,
    /** A later version that is being made. */
    openVersion: z.number().int().nullable(),
    customer: z.string(),
    /** The other side: the customer of an SLA, the provider of an OLA, the supplier of a UA. */
    party: z.string(),
    site: z.string().nullable(),
    project: z.string(),
    service: z.string(),
    validity: z.object({ startsOn: Day, endsOn: Day }),
    waitingFor: z.enum(['desk', 'party', 'both', 'nobody']).describe('Whose signature is missing'),
    lastResult: z
      .object({ month: Month, result: z.enum(monthResults) })
      .nullable()
      .describe('The worst of its shares in the newest month that was evaluated; null before the first'),
    changedAt: Instant,
  })
  .meta({ id: 'AgreementSummary' });
export type AgreementSummary = z.infer<typeof AgreementSummary>;

export const Agreement = AgreementSummary.extend({
  /** For If-Match; grows with every change of the version that is shown. */
  revision: Version,
  title: z.string(),
  customerName: z.string(),
  partyContact: z.object({ name: z.string(), email: z.string().nullable().describe('Only for the desk') }),
  sections: z.array(AgreementSection),
  shares: z.array(AgreementShare),
  signatures: z.array(Signature),
  comments: z.array(Comment),
  versions: z.array(VersionSummary),
  /** The OLAs and UAs that an SLA rests on; the desk sees them. */
  olas: z.array(AgreementSummary),
  /** The SLAs that an OLA or UA supports; the desk sees them. */
  supports: z.array(z.string()),
  /** Names at the other end of links that somebody set by hand, which can be taken away again. */
  linked: z.array(z.string()),
  mayLink: z.boolean(),
  /** What a coordinator wrote where no order says it; only for the desk. */
  terms: AgreementTerms.nullable(),
  nextReportOn: Day.nullable().describe('When the next report on the service is due; null when none is to come'),
  nextReviewOn: Day.nullable().describe('When targets and content are reviewed next'),
  pdf: PdfFile,
  reason: z.string().nullable(),
  template: z.object({ id: z.string(), name: z.string(), version: z.number().int() }),
  results: AgreementResults,
  actions: z.array(Action),
}).meta({ id: 'Agreement' });
export type Agreement = z.infer<typeof Agreement>;

const Body = z.string().trim().min(1, 'Write the text of the section').max(20_000);
const Reason = z.string().trim().max(2000);

export const SectionInput = z.object({ body: Body }).strict().meta({ id: 'AgreementSectionText' });
export const ValidityInput = Days.meta({ id: 'AgreementValidityDays' });

export const AgreementActionInput = z
  .object({
    action: z.enum(agreementActions),
    reason: Reason.optional(),
    role: z
      .string()
      .trim()
      .max(200)
      .optional()
      .describe('In which role the signature is given; with `propose`: the desk signs at once'),
    validity: ValidityInput.optional(),
  })
  .strict()
  .meta({ id: 'AgreementActing' });
export type AgreementActionInput = z.infer<typeof AgreementActionInput>;

export const CommentInput = z
  .object({
    section: z.enum(sectionKeys),
    text: z.string().trim().min(1, 'Write something first').max(4000),
    internal: z.boolean().default(false),
  })
  .strict()
  .meta({ id: 'AgreementCommentText' });

export const DiffPart = z
  .object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() })
  .meta({ id: 'DiffPart' });

export const Comparison = z
  .object({
    from: z.number().int(),
    to: z.number().int(),
    sections: z.array(
      z.object({
        key: z.string(),
        number: z.string(),
        title: z.string(),
        change: z.enum(['same', 'changed', 'added', 'removed']),
        /** Line by line; each part is one line. */
        lines: z.array(DiffPart),
        /** Word by word, for reading in the text. */
        words: z.array(DiffPart),
      }),
    ),
  })
  .meta({ id: 'AgreementComparison' });
export type Comparison = z.infer<typeof Comparison>;

/* Templates */
export const TemplateSections = z.record(
  z.enum(sectionKeys),
  z.string().trim().min(1, 'Write the text of the section').max(20_000),
);
export type TemplateSections = z.infer<typeof TemplateSections>;

export const TemplateSummary = z
  .object({
    id: z.string(),
    kind: AgreementKind,
    type: AgreementType,
    name: z.string(),
    version: z.number().int(),
    isDefault: z.boolean(),
    changedAt: Instant.nullable().describe('Null while it stands as it was shipped'),
    changedBy: z.string().nullable(),
  })
  .meta({ id: 'AgreementTemplateSummary' });
export type TemplateSummary = z.infer<typeof TemplateSummary>;

export const Placeholder = z
  .object({ name: z.string(), meaning: z.string(), example: z.string() })
  .meta({ id: 'Placeholder' });

export const Template = TemplateSummary.extend({
  sections: z.array(z.object({ key: z.string(), number: z.string(), title: z.string(), body: z.string() })),
  history: z.array(z.object({ version: z.number().int(), at: Instant, by: z.string(), note: z.string() })),
  placeholders: z.array(Placeholder),
  actions: z.array(Action),
}).meta({ id: 'AgreementTemplate' });
export type Template = z.infer<typeof Template>;

export const TemplateInput = z
  .object({ sections: TemplateSections, note: z.string().trim().max(500).default('') })
  .strict()
  .meta({ id: 'AgreementTemplateText' });

export const NewTemplateInput = z
  .object({
    type: AgreementType,
    name: z.string().trim().min(1).max(200),
    copyOf: z
      .string()
      .max(100)
      .optional()
      .describe('Template whose texts it starts with; the default of its kind without'),
  })
  .strict()
  .meta({ id: 'AgreementNewTemplate' });

export const PreviewInput = z
  .object({
    sections: TemplateSections.optional().describe('Texts that are not saved yet; the saved ones without'),
    order: RecordRef.optional().describe('Number of a real order; a sample without'),
  })
  .strict()
  .meta({ id: 'AgreementPreviewRequest' });

export const Preview = z
  .object({
    sections: z.array(z.object({ key: z.string(), number: z.string(), title: z.string(), blocks: z.array(TextBlock) })),
    problems: z.array(z.object({ section: z.string(), line: z.number().int(), reason: z.string() })),
    gaps: z
      .array(z.object({ section: z.string(), placeholders: z.array(z.string()) }))
      .describe('Sections that name what only an order fills; the shipped text stands in for them without one'),
    of: z.string().describe('Which order it shows'),
  })
  .meta({ id: 'AgreementPreview' });
