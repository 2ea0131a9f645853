import { z } from 'zod';
import { many, PageQuery, Version } from '../kernel/schemas.ts';

export const certifications = ['certified', 'candidate', 'uncertified', 'suspended', 'closed'] as const;
export const Certification = z.enum(certifications);
export type Certification = z.infer<typeof Certification>;

/** Name of a site as its community spells it: `CESNET-MCC`. */
export const SiteName = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'must be letters, digits, dots, dashes and underscores');

export const SiteContact = z
  .object({ name: z.string().trim().min(1).max(255), email: z.email().max(255) })
  .meta({ id: 'SiteContact' });
export type SiteContact = z.infer<typeof SiteContact>;

const CountryCode = z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two letters, such as CZ');

/** What the registry keeps of a site. */
export const SiteInput = z.object({
  name: SiteName,
  country: z.object({ code: CountryCode, name: z.string().min(1).max(100) }),
  ngi: z.string().min(1).max(100),
  certification: Certification,
  description: z.string().max(4000),
  serviceTypes: z.array(z.string().min(1).max(200)).max(100),
  capacityNote: z.string().max(1000),
  contacts: z.array(SiteContact).max(20),
});
export type SiteInput = z.infer<typeof SiteInput>;

export const Site = SiteInput.extend({
  version: Version,
  contacts: z.array(SiteContact).nullable().describe('Null for people who are not signed in'),
}).meta({ id: 'Site' });
export type Site = z.infer<typeof Site>;

export const SiteQuery = PageQuery.extend({
  q: z.string().trim().max(200).optional().describe('Words of the name, country, NGI or description'),
  country: many(CountryCode).describe('Country code; repeat for any of several'),
  serviceType: many(z.string().max(200)).describe('Service type that the site runs, such as `org.openstack.nova`'),
});
export type SiteQuery = z.infer<typeof SiteQuery>;
