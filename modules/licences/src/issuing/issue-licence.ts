import { randomBytes } from 'node:crypto';
import { type Actor, newId } from '@nexus/kernel';
import {
  armour,
  LicenceFileError,
  type LicenceKind,
  openIssued,
  readPublicPem,
  signIssued,
  type Unsigned,
} from '@nexus/licence-file';
import { listRoots } from '../keys/keys.repository.ts';
import type { KeysService } from '../keys/keys.service.ts';
import { LicenceNotActiveError, LicenceNotFoundError, TermsContradictError } from '../licences.errors.ts';
import { instant, type Parts, personIdOf } from '../licences.parts.ts';
import type { LicencesTx } from '../licences.tables.ts';
import type { PoliciesService } from '../policies/policies.service.ts';
import type { FoundLicence } from './licences.repository.ts';
import * as repository from './licences.repository.ts';

/** What was sold. Dates are moments: the caller knows the time zone of the business. */
export type IssueInput = {
  customerId: string;
  customerName: string;
  /** The partner whose customer it is; null for the network's own. */
  partnerId: string | null;
  orderId: string | null;
  /** Line of an order or another thing that gives one licence and no second one, however often this is called. */
  sourceId: string | null;
  /** As the licensed program names itself, such as `nexus-vault`. */
  product: string;
  kind: LicenceKind;
  /** Modules that it unlocks besides those that belong to every licence. */
  entitlements: readonly string[];
  /** Machines. */
  seats: number;
  /** Most of a unit, such as `users`. What is not named is not limited. */
  limits: Readonly<Record<string, number>>;
  /** Units that usage reports must count. */
  meteredUnits: readonly string[];
  notBefore: Date;
  /** Null for use for ever. */
  expires: Date | null;
  maintenanceUntil: Date | null;
  /** Versions that came out later are not covered; null: all. */
  maxReleaseDate: Date | null;
  /** A licence that this one takes the place of. */
  supersedes?: string | null;
};

export type IssuedLicence = {
  licenceId: string;
  number: string;
  serial: string;
  seq: number;
  file: { name: string; text: string };
  /** False when the source had its licence already. */
  isNew: boolean;
};

/** A renewal, more seats, other modules: what changes, in a file with the next number. */
export type LicenceTermsChange = Partial<
  Pick<
    IssueInput,
    | 'entitlements'
    | 'seats'
    | 'limits'
    | 'meteredUnits'
    | 'expires'
    | 'maintenanceUntil'
    | 'maxReleaseDate'
    | 'customerName'
  >
>;

export type IssueLicence = ReturnType<typeof createIssueLicence>;

export function createIssueLicence({ record, clock }: Parts, keys: KeysService, policies: PoliciesService) {
  /**
   * In the caller's transaction: with the order, the payment and the sale, or not at all.
   * @throws NoSigningKeyError, NoPolicyError, TermsContradictError
   */
  async function issue(tx: LicencesTx, actor: Actor, input: IssueInput): Promise<IssuedLicence> {
    const known = input.sourceId && (await repository.findBySource(tx, input.sourceId));
    if (known) return await current(tx, known);
    const policy = await policies.current(tx, input.product, input.kind);
    const now = clock.now();
    const id = newId(now.getTime());
    const { product: _product, kind: _kind, version, id: _id, createdBy: _by, createdAt: _at, ...terms } = policy;
    await repository.insertLicence(tx, {
      id,
      customerId: input.customerId,
      customerName: input.customerName,
      partnerId: input.partnerId,
      orderId: input.orderId,
      sourceId: input.sourceId,
      product: input.product,
      kind: input.kind,
      modules: [...input.entitlements],
      limits: { ...input.limits },
      meteredUnits: [...input.meteredUnits],
      seats: input.seats,
      notBefore: input.notBefore,
      expires: input.expires,
      maintenanceUntil: input.maintenanceUntil,
      maxReleaseDate: input.maxReleaseDate,
      policy: terms,
      policyVersion: version,
      machineSalt: randomBytes(16).toString('base64'),
      state: 'active',
      stateReason: null,
      stateSince: now,
      supersedes: input.supersedes ?? null,
      createdBy: personIdOf(actor),
      createdAt: now,
    });
    if (input.supersedes) await supersede(tx, input.supersedes, now);
    const licence = (await repository.findLicence(tx, id))!;
    const issued = await writeFile(tx, actor, licence, 'issued');
    await record(tx, actor, 'licence.issued', { kind: 'licence', id }, { kind: input.kind, seats: input.seats });
    return { ...issued, isNew: true };
  }

  /** The same licence with other terms: the next file. Machines take it without being activated again. @throws LicenceNotActiveError */
  async function reissue(
    tx: LicencesTx,
    actor: Actor,
    licenceId: string,
    change: LicenceTermsChange,
    reason: string,
  ): Promise<IssuedLicence> {
    await repository.holdLicence(tx, licenceId);
    const found = await repository.findLicence(tx, licenceId);
    if (!found) throw new LicenceNotFoundError();
    // Time that was over begins again; what was taken back does not.
    if (found.state !== 'active' && found.state !== 'expired') throw new LicenceNotActiveError();
    const { entitlements, limits, meteredUnits, ...rest } = change;
    await repository.updateLicence(tx, licenceId, {
      ...rest,
      ...(entitlements ? { modules: [...entitlements] } : {}),
      ...(limits ? { limits: { ...limits } } : {}),
      ...(meteredUnits ? { meteredUnits: [...meteredUnits] } : {}),
      ...(found.state === 'expired' ? { state: 'active', stateReason: null, stateSince: clock.now() } : {}),
    });
    const licence = (await repository.findLicence(tx, licenceId))!;
    const issued = await writeFile(tx, actor, licence, reason);
    await record(tx, actor, 'licence.reissued', { kind: 'licence', id: licenceId }, { seq: issued.seq });
    return { ...issued, isNew: false };
  }

  async function supersede(tx: LicencesTx, licenceId: string, now: Date): Promise<void> {
    const before = await repository.findLicence(tx, licenceId);
    if (!before) throw new LicenceNotFoundError();
    if (before.state === 'revoked') return;
    await repository.updateLicence(tx, licenceId, { state: 'superseded', stateReason: 'superseded', stateSince: now });
  }

  async function current(tx: LicencesTx, licence: FoundLicence): Promise<IssuedLicence> {
    const [newest] = await repository.listFiles(tx, licence.id);
    const { serial, seq, file } = newest!;
    return {
      licenceId: licence.id,
      number: numberOf(licence),
      serial,
      seq,
      file: { name: nameOf(licence, seq), text: file },
      isNew: false,
    };
  }

  async function writeFile(
    tx: LicencesTx,
    actor: Actor,
    licence: FoundLicence,
    reason: string,
  ): Promise<Omit<IssuedLicence, 'isNew'>> {
    const signer = await keys.signer(tx, 'licence');
    const [newest] = await repository.listFiles(tx, licence.id);
    const seq = (newest?.seq ?? 0) + 1;
    const now = clock.now();
    const serial = newId(now.getTime());
    const bytes = sign(contentOf(licence, { serial, seq, now }), signer);
    const roots = (await listRoots(tx)).map(({ publicPem }) => readPublicPem(publicPem));
    // Nothing leaves that a machine would refuse.
    const { digest } = openIssued('licence', bytes, { roots });
    const text = armour(bytes);
    await repository.insertFile(tx, {
      serial,
      licenceId: licence.id,
      seq,
      kid: signer.key.kid,
      digest,
      file: text,
      reason,
      issuedBy: personIdOf(actor),
      issuedAt: now,
    });
    return {
      licenceId: licence.id,
      number: numberOf(licence),
      serial,
      seq,
      file: { name: nameOf(licence, seq), text },
    };
  }

  return { issue, reissue };
}

function sign(content: Unsigned<'licence'>, signer: Parameters<typeof signIssued>[2]): Buffer {
  try {
    return signIssued('licence', content, signer);
  } catch (error) {
    if (error instanceof LicenceFileError) throw new TermsContradictError(error.message, [], { cause: error });
    throw error;
  }
}

function contentOf(
  licence: FoundLicence,
  { serial, seq, now }: { serial: string; seq: number; now: Date },
): Unsigned<'licence'> {
  const { policy } = licence;
  const at = (moment: Date | null) => (moment === null ? null : instant(moment));
  return {
    issuedAt: instant(now),
    serial,
    seq,
    licenceId: licence.id,
    customer: { id: licence.customerId, name: licence.customerName },
    product: licence.product,
    kind: licence.kind,
    modules: licence.modules,
    seats: licence.seats,
    limits: licence.limits,
    meteredUnits: licence.meteredUnits,
    notBefore: instant(licence.notBefore),
    expires: at(licence.expires),
    warnDays: policy.warnDays,
    graceDays: policy.graceDays,
    maintenanceUntil: at(licence.maintenanceUntil),
    maxReleaseDate: at(licence.maxReleaseDate),
    machine:
      policy.marksNeeded === 0
        ? null
        : { salt: licence.machineSalt, need: policy.marksNeeded, activateWithinDays: policy.activateWithinDays },
    policyVersion: licence.policyVersion,
  };
}

/** As people read it to each other. */
export function numberOf({ number }: Pick<FoundLicence, 'number'>): string {
  return `L-${String(number).padStart(6, '0')}`;
}

export function nameOf(licence: Pick<FoundLicence, 'number'>, seq: number): string {
  return `nexus-licencia-${numberOf(licence)}-${seq}.txt`;
}
