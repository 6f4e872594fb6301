import { Timestamp } from '@nexus/http';
import { z } from 'zod';

export const SpaceRole = z.enum(['owner', 'analyst', 'reader']);
export const SpaceParams = z.object({ spaceId: z.uuid() });
export const MemberParams = z.object({ spaceId: z.uuid(), personId: z.uuid() });

const SpaceName = z.string().trim().min(1).max(200);

export const CreateSpaceBody = z.object({
  name: SpaceName,
  ownerId: z.uuid().optional().describe('Who owns the space; yourself when left out'),
});

export const UpdateSpaceBody = z.object({
  name: SpaceName.optional(),
  state: z.enum(['active', 'archived']).optional(),
});

export const SpaceView = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(['active', 'archived']),
  defaultLabelId: z.uuid(),
  role: SpaceRole.describe('Your role in the space'),
  version: z.number().int(),
  createdAt: Timestamp,
});

export const MemberView = z.object({ personId: z.uuid(), name: z.string(), role: SpaceRole, addedAt: Timestamp });
export const AddMemberBody = z.object({ personId: z.uuid(), role: SpaceRole });
export const MemberRoleBody = z.object({ role: SpaceRole });
