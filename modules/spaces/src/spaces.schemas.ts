import { Timestamp } from '@nexus/http';
import { z } from 'zod';

export const SpaceRole = z.enum(['owner', 'analyst', 'reader']);
export const SpaceParams = z.object({ spaceId: z.uuid() });
export const MemberParams = z.object({ spaceId: z.uuid(), personId: z.uuid() });

const SpaceName = z.string().trim().min(1).max(200);

export const CreateSpaceBody = z.object({
  name: SpaceName,
  ownerId: z.uuid().optional().describe('Who owns the space; yourself when left out'),
  defaultLabelId: z.uuid().optional().describe('What enters without a label of its own carries this one'),
  ceilingLabelId: z.uuid().optional().describe('Nothing above it enters'),
});

export const UpdateSpaceBody = z.object({
  name: SpaceName.optional(),
  state: z.enum(['active', 'archived']).optional(),
  defaultLabelId: z.uuid().optional(),
  ceilingLabelId: z.uuid().nullable().optional().describe('Null: no ceiling'),
});

export const LabelViewSchema = z.object({
  id: z.uuid(),
  text: z.string(),
  textEn: z.string(),
  portionMark: z.string(),
  rank: z.number().int(),
  colour: z.string(),
});

export const SpaceView = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(['active', 'archived']),
  defaultLabelId: z.uuid(),
  defaultLabel: LabelViewSchema.nullable().describe('Null when it is above you'),
  ceilingLabelId: z.uuid().nullable().describe('Nothing above it enters; null is no ceiling'),
  ceilingLabel: LabelViewSchema.nullable().describe('Null when there is none, or when it is above you'),
  role: SpaceRole.describe('Your role in the space'),
  version: z.number().int(),
  createdAt: Timestamp,
});

export const MemberView = z.object({ personId: z.uuid(), name: z.string(), role: SpaceRole, addedAt: Timestamp });
export const AddMemberBody = z.object({ personId: z.uuid(), role: SpaceRole });
export const MemberRoleBody = z.object({ role: SpaceRole });
