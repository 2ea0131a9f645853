import { z } from 'zod';
import { Action, Day, Instant, RecordRef, Version } from '../kernel/schemas.ts';
import { Amount } from '../ordering/schemas.ts';
import { agreementActions, agreementStates } from './lifecycle.ts';
import { monthResults } from './evaluation.ts';
import { AgreementResults, Month } from './result-schemas.ts';
import { sectionKeys } from './sections.ts';

export const agreementKinds = ['SLA', 'OLA'] as const;
export const AgreementKind = z.enum(agreementKinds);
export type AgreementKind = z.infer<typeof AgreementKind>;
/** Kinds of agreements in the words of the framework (ordering.md 4.8). */
export const agreementTypes = [
  'corporate_sla',
  'vo_sla',
  'resource_centre_ola',
  'vo_ola',
  'service_ola',
  'ua',
] as const;
export const AgreementType = z.enum(agreementTypes);
export type AgreementType = z.infer<typeof AgreementType>;
export const AgreementStateName = z.enum(agreementStates);
export const Side = z.enum(['desk', 'party']);
export type Side = z.infer<typeof Side>;

/** `SLA-1284` of order 1284, `OLA-1284-2` of its share 2. */
export const AgreementName = z
  .string()
  .regex(/^(?:SLA-[1-9]\d{0,9}|OLA-[1-9]\d{0,9}-[1-9]\d{0,4})$/, 'must be a name such as `SLA-1284` or `OLA-1284-2`');

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
    orderNumber: z.number().int().describe('The order that asked for this version'),
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
    orderNumber: z.number().int(),
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
    orderNumber: z.number().int(),
    version: z.number().int().describe('The version that stands, or the newest'),
    state: AgreementStateName,
    /** A later version that is being made. */
    openVersion: z.number().int().nullable(),
    customer: z.string(),
    /** The other side: the customer of an SLA, the site of an OLA. */
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
  /** The OLAs under an SLA; the desk sees them. */
  olas: z.array(AgreementSummary),
  /** The SLA above an OLA; the desk sees it. */
  under: z.string().nullable(),
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
export const ValidityInput = z
  .object({ startsOn: Day, endsOn: Day })
  .strict()
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    path: ['endsOn'],
    message: 'End is before start. Choose a later day',
  })
  .meta({ id: 'AgreementValidityDays' });

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
    name: z.string(),
    version: z.number().int(),
    isDefault: z.boolean(),
    changedAt: Instant.nullable().describe('Null while it stands as it was shipped'),
    changedBy: z.string().nullable(),
  })
  .meta({ id: 'AgreementTemplateSummary' });
export type TemplateSummary = z.infer<typeof TemplateSummary>;

export const Placeholder = z
  .object({ name: z.string(), meaning: z.string(), example: z.string(), only: AgreementKind.nullable() })
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
    kind: AgreementKind,
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
    of: z.string().describe('Which order it shows'),
  })
  .meta({ id: 'AgreementPreview' });
