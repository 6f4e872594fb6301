import { z } from 'zod';

/** One step of trying a source: what was tried, whether it held, and what was seen or what is wrong. */
export const CheckSchema = z
  .object({
    step: z.enum([
      'connect',
      'bind',
      'base',
      'account',
      'email',
      'groups',
      'issuer',
      'endpoints',
      'keys',
      'server',
      'card',
    ]),
    outcome: z.enum(['good', 'bad']),
    code: z.string().optional().describe('What is wrong; the page has a sentence for it'),
    detail: z.string().optional().describe('What was found'),
  })
  .meta({ id: 'SignInSourceCheck' });

export type Check = z.infer<typeof CheckSchema>;
