import type { z } from 'zod';
import type { MemberView, SpaceView } from './spaces.schemas.ts';
import type { Member, Space } from './spaces.service.ts';

export function viewSpace(space: Space): z.infer<typeof SpaceView> {
  return {
    id: space.id,
    name: space.name,
    state: space.state,
    defaultLabelId: space.defaultLabelId,
    role: space.role,
    version: space.version,
    createdAt: space.createdAt.toISOString(),
  };
}

export function viewMember(member: Member): z.infer<typeof MemberView> {
  return { personId: member.personId, name: member.name, role: member.role, addedAt: member.addedAt.toISOString() };
}
