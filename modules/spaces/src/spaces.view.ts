import type { z } from 'zod';
import type { LabelView } from './spaces.ports.ts';
import type { LabelViewSchema, MemberView, SpaceView } from './spaces.schemas.ts';
import type { Member, Space } from './spaces.service.ts';

export function viewSpace(space: Space): z.infer<typeof SpaceView> {
  return {
    id: space.id,
    name: space.name,
    state: space.state,
    defaultLabelId: space.defaultLabelId,
    defaultLabel: space.defaultLabel && viewLabel(space.defaultLabel),
    ceilingLabelId: space.ceilingLabelId,
    ceilingLabel: space.ceilingLabel && viewLabel(space.ceilingLabel),
    role: space.role,
    version: space.version,
    createdAt: space.createdAt.toISOString(),
  };
}

function viewLabel({ id, text, textEn, portionMark, rank, colour }: LabelView): z.infer<typeof LabelViewSchema> {
  return { id, text, textEn, portionMark, rank, colour };
}

export function viewMember(member: Member): z.infer<typeof MemberView> {
  return { personId: member.personId, name: member.name, role: member.role, addedAt: member.addedAt.toISOString() };
}
