import { z } from 'zod';
import { Action, Day, Instant, Version } from '../kernel/schemas.ts';
import { Name, OrderStateName, PersonRef, Text, Website } from './schemas.ts';

export const customerTypologies = ['single_user', 'research', 'private_company', 'project'] as const;

export const memberRights = ['order', 'read'] as const;

export const ProjectInput = z
  .object({
    name: Name,
    typology: z.enum(customerTypologies),
    userGroupName: z.string().trim().max(255).default(''),
    projectOwner: z.string().trim().max(255).default(''),
    companyName: z.string().trim().max(255).default(''),
    website: Website.default(''),
    organisation: z.string().trim().max(255).default(''),
    country: z.string().trim().max(100).default(''),
    partnerCountries: z.array(z.string().trim().max(100)).max(60).default([]),
    scientificDomains: z.array(z.string().trim().max(100)).max(20).default([]),
    overview: Text.default('').describe('Why the project needs access; providers read it'),
  })
  .strict()
  .superRefine((project, context) => {
    const missing = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (project.typology === 'research' && project.userGroupName === '') missing('userGroupName', 'Name the community');
    if (project.typology === 'project' && project.projectOwner === '')
      missing('projectOwner', 'Name the owner of the project');
    if (project.typology === 'private_company' && project.companyName === '')
      missing('companyName', 'Name the company');
  })
  .meta({ id: 'ProjectDetails' });
export type ProjectInput = z.infer<typeof ProjectInput>;

export const ProjectMember = z
  .object({
    id: z.string(),
    name: z.string().nullable().describe('Null until they sign in for the first time'),
    email: z.string(),
    right: z.enum(memberRights),
    invitedAt: Instant,
    joinedAt: Instant.nullable(),
  })
  .meta({ id: 'ProjectMember' });
export type ProjectMember = z.infer<typeof ProjectMember>;

/** One order as its customer sees it in a list. */
export const LineSummary = z
  .object({
    number: z.number().int(),
    iid: z.number().int(),
    service: z.string(),
    offer: z.string(),
    state: OrderStateName,
    word: z.string(),
    newMessages: z.number().int(),
    submittedAt: Instant,
    endsOn: Day.nullable(),
    kind: z.enum(['order', 'open', 'external']),
    changeOf: z.number().int().nullable(),
    bundle: z
      .object({ name: z.string(), root: z.number().int().describe('Number of its first line') })
      .nullable()
      .describe('The bundle of which it is a line'),
  })
  .meta({ id: 'LineSummary' });
export type LineSummary = z.infer<typeof LineSummary>;

export const ProjectSummary = z
  .object({
    number: z.number().int(),
    name: z.string(),
    typology: z.enum(customerTypologies),
    status: z.enum(['active', 'archived']),
    owner: PersonRef,
    /** What I may do in it. */
    right: z.enum(['owner', ...memberRights]),
    orders: z.number().int(),
    openOrders: z.number().int(),
    needsAnswer: z.number().int().describe('Orders that wait for an answer of the customer'),
    changedAt: Instant,
  })
  .meta({ id: 'ProjectSummary' });
export type ProjectSummary = z.infer<typeof ProjectSummary>;

export const Project = ProjectSummary.extend({
  version: Version,
  details: ProjectInput,
  members: z.array(ProjectMember),
  lines: z.array(LineSummary),
  actions: z.array(Action),
}).meta({ id: 'Project' });
export type Project = z.infer<typeof Project>;
