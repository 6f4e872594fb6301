import { moneySchema, PageQuery, pageSchema, positiveMoneySchema, readMoney, Timestamp } from '@nexus/http';
import { z } from 'zod';

export const Country = z
  .string()
  .regex(/^[a-zA-Z]{2}$/, 'a country code of two letters, such as VE or ES')
  .transform((code) => code.toLowerCase());
export const Line = z.string().trim().min(1).max(300);
export const Reason = z.string().trim().min(1).max(2000);
export const Day = z.iso.date();
export const ProductLine = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,59}$/, 'the code of a product line');
export const Amount = positiveMoneySchema.transform(readMoney);
/** From zero: an opportunity may have no value yet. */
export const Value = moneySchema
  .refine(({ minor }) => !minor.startsWith('-'), { path: ['minor'], message: 'not below zero' })
  .refine(({ minor }) => minor.length <= 15, { path: ['minor'], message: 'too large for an opportunity' })
  .transform(readMoney);
export { moneySchema, PageQuery, pageSchema, Timestamp };
