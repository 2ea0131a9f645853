import { z } from 'zod';
import { Day, RecordRef } from '../kernel/schemas.ts';
import { agreementTypeFacts, agreementTypes } from './kinds.ts';

/** Levels of the quality of support (ordering.md 4.9). */
export const supportLevels = ['base', 'medium', 'advanced'] as const;
export type SupportLevel = (typeof supportLevels)[number];

export const Days = z
  .object({ startsOn: Day, endsOn: Day })
  .strict()
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    path: ['endsOn'],
    message: 'End is before start. Choose a later day',
  });

/** The other side of an agreement that no order brought about. */
export const AgreementParty = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('site'), site: z.string().trim().min(1, 'Name the resource centre').max(200) }).strict(),
    z.object({ is: z.literal('project'), project: RecordRef.describe('Number of the project') }).strict(),
    z
      .object({
        is: z.literal('body'),
        name: z.string().trim().min(1, 'Name the other side').max(200),
        address: z.string().trim().max(300).default('').describe('Organisation or address'),
        contact: z.string().trim().min(1, 'Name a contact').max(200),
        email: z.email('Write a mail address such as `name@example.org`').max(200),
      })
      .strict(),
  ])
  .meta({ id: 'AgreementParty' });
export type AgreementParty = z.infer<typeof AgreementParty>;

const Percent = z.number().min(0).max(100, 'At most 100 %');

/** What a coordinator writes where no order says it. */
export const AgreementTerms = z
  .object({
    party: AgreementParty,
    service: z.string().trim().min(1, 'Name the service').max(200),
    scope: z
      .string()
      .trim()
      .min(1, 'Say what is provided, and to whom')
      .max(4000)
      .describe('What is provided, and to whom'),
    targets: z
      .object({
        availability: Percent.nullable().describe('Percent of each month; null where none is promised'),
        reliability: Percent.nullable(),
        support: z.enum(supportLevels),
      })
      .strict()
      .refine(({ availability, reliability }) => (availability === null) === (reliability === null), {
        path: ['reliability'],
        message: 'Give both figures, or none',
      }),
    validity: Days,
    reviewOn: Day.nullable()
      .default(null)
      .describe('First review, then every year; a year after the first day without'),
  })
  .strict()
  .refine(({ reviewOn, validity }) => reviewOn === null || reviewOn > validity.startsOn, {
    path: ['reviewOn'],
    message: 'The review is after the first day',
  })
  .meta({ id: 'AgreementTerms' });
export type AgreementTerms = z.infer<typeof AgreementTerms>;

export const NewAgreementInput = z
  .object({
    type: z.enum(agreementTypes),
    template: z.string().max(100).optional().describe('The default of its kind without'),
    terms: AgreementTerms,
  })
  .strict()
  .refine(({ type, terms }) => agreementTypeFacts[type].parties.includes(terms.party.is), {
    path: ['terms', 'party', 'is'],
    message: 'An agreement of this kind is not made with such a party',
  })
  .meta({ id: 'AgreementNew' });
export type NewAgreementInput = z.infer<typeof NewAgreementInput>;
