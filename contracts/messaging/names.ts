import { z } from 'zod';

/** Name of a project, topic, subscription, schema or user. */
export const MessagingName = z
  .string()
  .min(1, 'Give it a name')
  .max(150)
  .regex(/^[A-Za-z0-9_-]+$/, 'Use letters, digits, dashes and underscores');
/** As it stands in an address; a name that was given long ago may be longer. */
export const Named = z.string().min(1).max(500);

export const ProjectParams = z.object({ project: Named });
