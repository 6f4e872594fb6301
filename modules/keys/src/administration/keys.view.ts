import type { UnsealMethod } from '@nexus/crypto';
import type { RotationRow } from './administration.repository.ts';
import type { Erasure } from './erasures.service.ts';
import type { SpaceKeys } from './keys.overview.ts';

export function viewMethod(method: UnsealMethod) {
  const isSet = method.kind === 'shares';
  return {
    id: method.id,
    kind: method.kind,
    createdAt: method.createdAt,
    algorithm: method.kind === 'passphrase' ? method.cost.scheme : null,
    setId: isSet ? method.setId : null,
    threshold: isSet ? method.threshold : null,
    count: isSet ? method.count : null,
  };
}

export function viewRotation({ id, spaceId, state, objectsDone, objectsTotal, requestedAt, finishedAt }: RotationRow) {
  return {
    id,
    spaceId,
    state,
    objectsDone: Number(objectsDone),
    objectsTotal: Number(objectsTotal),
    requestedAt: requestedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

export function viewSpace(space: SpaceKeys) {
  const { hold, rotation } = space;
  return {
    spaceId: space.spaceId,
    isSystem: space.isSystem,
    state: space.state,
    keyId: space.keyId,
    keyVersion: space.keyVersion,
    createdAt: space.createdAt.toISOString(),
    retired: space.retired,
    erasedAt: space.erasedAt?.toISOString() ?? null,
    hold: hold ? { reason: hold.reason, setBy: hold.setBy, setAt: hold.setAt.toISOString() } : null,
    rotation: rotation ? viewRotation(rotation) : null,
  };
}

export function viewErasure(erasure: Erasure) {
  return {
    id: erasure.id,
    spaceId: erasure.spaceId,
    state: erasure.state,
    reason: erasure.reason,
    requestedBy: erasure.requestedBy,
    requestedAt: erasure.requestedAt.toISOString(),
    approvedBy: erasure.approvedBy,
    approvedAt: erasure.approvedAt?.toISOString() ?? null,
    notBefore: erasure.notBefore?.toISOString() ?? null,
    cancelledBy: erasure.cancelledBy,
    finishedAt: erasure.finishedAt?.toISOString() ?? null,
  };
}
