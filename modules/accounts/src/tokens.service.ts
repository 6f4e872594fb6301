import { hashToken, newToken } from '@nexus/crypto';
import { ConflictError, NotFoundError, newId, type PersonActor } from '@nexus/kernel';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { accessTokenView } from './accounts.view.ts';
import { sealedFields } from './sealed-fields.ts';
import { countAccessTokens, deleteAccessToken, insertAccessToken, listAccessTokens } from './tokens.repository.ts';

const mostTokens = 50;

/** A recognisable beginning, so that scanners find a token that was pasted where it should not be. */
const tokenPrefix = 'nxat_';

/** Access tokens for programs: the command line, scripts. They act as the person, and may not manage passwords or tokens. */
export function createTokensService(parts: AccountsParts) {
  const { database, audit, clock } = parts;
  const fields = sealedFields(parts.sealer);

  /** The secret is in the result and nowhere else. */
  async function createToken(actor: PersonActor, input: { name: string; days: number }) {
    const now = clock.now();
    const id = newId(now.getTime());
    const secret = `${tokenPrefix}${newToken()}`;
    const row = {
      id,
      name: fields.tokenName.seal(id, input.name),
      createdAt: now,
      expiresAt: new Date(now.getTime() + input.days * 86_400_000),
    };
    await database.withActor(actor, async (tx: AccountsTx) => {
      if ((await countAccessTokens(tx, actor.personId)) >= mostTokens) {
        throw new ConflictError(`A person has ${mostTokens} access tokens at most. Revoke one first.`);
      }
      await insertAccessToken(tx, { ...row, personId: actor.personId, tokenHash: hashToken(secret) });
      await audit.record(tx, {
        actor,
        action: 'token.created',
        outcome: 'success',
        objects: [{ kind: 'access_token', id }],
      });
    });
    return { ...accessTokenView({ ...row, lastUsedAt: null }, fields), secret };
  }

  async function listTokens(actor: PersonActor) {
    const rows = await database.withActor(actor, (tx: AccountsTx) => listAccessTokens(tx, actor.personId));
    return rows.map((row) => accessTokenView(row, fields));
  }

  /** @throws NotFoundError, also for the tokens of others */
  async function revokeToken(actor: PersonActor, tokenId: string): Promise<void> {
    await database.withActor(actor, async (tx: AccountsTx) => {
      const isGone = await deleteAccessToken(tx, actor.personId, tokenId);
      if (!isGone) throw new NotFoundError('There is no such access token.');
      const objects = [{ kind: 'access_token', id: tokenId }];
      await audit.record(tx, { actor, action: 'token.revoked', outcome: 'success', objects });
    });
  }

  return { createToken, listTokens, revokeToken };
}
