import { z } from 'zod';

import { customerTypologies, ProjectInput } from '#contracts/ordering/project-schemas';

const listed = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  );

const missing: Readonly<Record<(typeof customerTypologies)[number], readonly [string, string] | null>> = {
  single_user: null,
  research: ['userGroupName', 'Name the community'],
  project: ['projectOwner', 'Name the owner of the project'],
  private_company: ['companyName', 'Name the company'],
};

/** A project as it stands in the form: lists are typed with commas, and who orders has to be chosen. */
export const ProjectForm = z
  .object({
    name: z.string().trim().min(1, 'Give the project a name').max(255, 'Use at most 255 characters'),
    typology: z.enum(customerTypologies, 'Choose who orders'),
    userGroupName: z.string().trim().max(255).default(''),
    projectOwner: z.string().trim().max(255).default(''),
    companyName: z.string().trim().max(255).default(''),
    website: z
      .union([z.literal(''), z.httpUrl().max(500)], 'Write a web address such as https://example.org')
      .default(''),
    organisation: z.string().trim().max(255).default(''),
    country: z.string().trim().max(100).default(''),
    partnerCountries: listed,
    scientificDomains: listed,
    overview: z.string().trim().max(10_000, 'Use at most 10,000 characters').default(''),
  })
  .superRefine((project, context) => {
    const asked = missing[project.typology];
    const values: Readonly<Record<string, unknown>> = project;
    if (asked && values[asked[0]] === '') context.addIssue({ code: 'custom', path: [asked[0]], message: asked[1] });
  })
  .transform((project) => ProjectInput.parse(project));

/** Empty, with nothing chosen. */
export function emptyProject(): z.input<typeof ProjectForm> {
  // Nobody has chosen yet, which the schema then asks for.
  return { name: '', typology: '' as 'research' };
}
