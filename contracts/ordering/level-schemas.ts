import { z } from 'zod';
import { Instant } from '../kernel/schemas.ts';

export const ApprovalLevelInput = z
  .object({
    name: z.string().trim().min(1, 'Give the level a name').max(120),
    needs: z.enum(['first', 'all']).describe('The first answer counts, or every approver has to answer'),
    approvers: z
      .array(
        z
          .object({
            kind: z.enum(['person', 'group']),
            id: z.string().min(1).max(60).describe('Id of a person or of a group of shifters'),
            deputies: z.array(z.string().max(60)).max(20).default([]).describe('Ids of people who may answer instead'),
          })
          .strict(),
      )
      .min(1, 'Name at least 1 approver')
      .max(20),
  })
  .strict()
  .meta({ id: 'ApprovalLevelDetails' });
export type ApprovalLevelInput = z.infer<typeof ApprovalLevelInput>;

export const ApprovalLevel = z
  .object({
    position: z.number().int().describe('Counted from 1'),
    name: z.string(),
    needs: z.enum(['first', 'all']),
    state: z.enum(['waiting', 'asked', 'approved', 'refused', 'bypassed']),
    askedAt: Instant.nullable(),
    decidedAt: Instant.nullable(),
    reason: z.string().describe('Why it was bypassed'),
    approvers: z.array(
      z.object({
        name: z.string(),
        deputies: z.array(z.string()),
        answer: z
          .object({
            by: z.string(),
            asDeputy: z.boolean(),
            answer: z.enum(['approve', 'refuse']),
            comment: z.string(),
            at: Instant,
          })
          .nullable(),
      }),
    ),
  })
  .meta({ id: 'ApprovalLevel' });
export type ApprovalLevel = z.infer<typeof ApprovalLevel>;

export const LevelAnswerInput = z
  .object({ answer: z.enum(['approve', 'refuse']), comment: z.string().trim().max(4000).default('') })
  .strict()
  .meta({ id: 'LevelAnswer' });
export type LevelAnswerInput = z.infer<typeof LevelAnswerInput>;
