import { z } from 'zod';

import { BundleInput } from '#contracts/catalogue/bundles';
import type { Bundle } from '#contracts/catalogue/bundles';

/** A list as people write it: `Computing, Storage`. */
const listed = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

const Fields = z.object({
  name: z.string(),
  description: z.string(),
  mainOffer: z.string(),
  offers: z.array(z.string()),
  provider: z.string(),
  goals: z.string(),
  capabilities: z.string(),
  targetUsers: z.string(),
  domains: z.string(),
  countries: z.string(),
  helpdeskUrl: z.string().trim(),
  relatedTraining: z.boolean(),
  trainingUrl: z.string().trim(),
  contactEmail: z.string().trim(),
  status: z.string(),
});
export type BundleFields = z.infer<typeof Fields>;

/** What the fields of the form say, as it is sent. */
export function entryOf(fields: BundleFields): z.input<typeof BundleInput> {
  return {
    ...fields,
    goals: listed(fields.goals),
    capabilities: listed(fields.capabilities),
    targetUsers: listed(fields.targetUsers),
    domains: listed(fields.domains),
    countries: listed(fields.countries).map((code) => code.toUpperCase()),
    trainingUrl: fields.relatedTraining ? fields.trainingUrl : '',
    status: fields.status === 'published' ? 'published' : 'draft',
  };
}

/** The form of a bundle: its fields are text, and its rules are those of the contract. */
export const BundleEntry = Fields.transform((fields, context) => {
  const parsed = BundleInput.safeParse(entryOf(fields));
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues)
    context.addIssue({ code: 'custom', path: path.slice(0, 1), message });
  return z.NEVER;
});

export const emptyFields = (mainOffer: string, provider: string): BundleFields => ({
  name: '',
  description: '',
  mainOffer,
  offers: [],
  provider,
  goals: '',
  capabilities: '',
  targetUsers: '',
  domains: '',
  countries: 'EO',
  helpdeskUrl: '',
  relatedTraining: false,
  trainingUrl: '',
  contactEmail: '',
  status: 'draft',
});

/** What the form begins with for a bundle that is there. */
export function fieldsOf(bundle: Bundle): BundleFields {
  const [main, ...further] = bundle.offers;
  return {
    name: bundle.name,
    description: bundle.description,
    mainOffer: main?.ref ?? '',
    offers: further.map(({ ref }) => ref),
    provider: bundle.providerSlug,
    goals: bundle.goals.join(', '),
    capabilities: bundle.capabilities.join(', '),
    targetUsers: bundle.targetUsers.join(', '),
    domains: bundle.domains.join(', '),
    countries: bundle.countries.map(({ code }) => code).join(', '),
    helpdeskUrl: bundle.helpdeskUrl,
    relatedTraining: bundle.relatedTraining,
    trainingUrl: bundle.trainingUrl,
    contactEmail: bundle.contactEmail,
    status: bundle.status === 'published' ? 'published' : 'draft',
  };
}
