export type SpaceRow = {
  id: string;
  name: Buffer;
  defaultLabelId: string;
  /** Nothing above it enters; null is no ceiling. */
  ceilingLabelId: string | null;
  state: 'active' | 'archived';
  version: number;
  createdBy: string | null;
  createdAt: Date;
};

export type SpaceRole = 'owner' | 'analyst' | 'reader';

export type SpaceMemberRow = {
  spaceId: string;
  personId: string;
  role: SpaceRole;
  addedBy: string | null;
  addedAt: Date;
};

export type SpacesTables = { spaces: SpaceRow; spaceMembers: SpaceMemberRow };
