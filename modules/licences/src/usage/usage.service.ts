import type { Tx } from '@nexus/db';
import { type Actor, newId, type PersonActor } from '@nexus/kernel';
import {
  armour,
  type Counters,
  claimsOf,
  consumedSince,
  judgeReport,
  LicenceFileError,
  openByDevice,
  publicKeyOf,
  type ReportVerdict,
  readFileBytes,
  sumCounters,
  toleratedSkewMs,
  type UsageReport,
} from '@nexus/licence-file';
import * as activations from '../activations/activations.repository.ts';
import type { ActivationsService } from '../activations/activations.service.ts';
import * as licences from '../issuing/licences.repository.ts';
import { LicenceNotFoundError, refusing } from '../licences.errors.ts';
import { type Parts, personIdOf } from '../licences.parts.ts';
import type { AcceptedUsage } from '../licences.ports.ts';
import type { ActivationRow, LicencesTx, UsageReportRow } from '../licences.tables.ts';
import * as repository from './usage.repository.ts';

export type UsageOutcome = AcceptedUsage & {
  outcome: 'accepted' | 'replayed' | 'refused';
  /** Why it was refused. It is kept all the same, because of what it tells. */
  fault: string | null;
  isClone: boolean;
  isTwin: boolean;
  isNewEpoch: boolean;
  missing: number;
};

export type Settlement = { licenceId: string; invoiceId: string; period: string; consumption: Counters };

/** Usage reports of machines, and how far they were invoiced. */
export function createUsageService({ act, record, clock, usage }: Parts, { visible }: ActivationsService) {
  /**
   * Takes a report. One whose signature is not that of its machine is an error; one that contradicts what was read before is kept as refused and flags
   * the machine; what is accepted goes to whoever invoices, in the same transaction.
   * @throws FileRefusedError
   */
  async function accept(actor: PersonActor, file: string): Promise<UsageOutcome> {
    return await refusing(() =>
      act(actor, async (tx) => {
        const { id } = await visible(tx, actor, claimsOf('usage-report', file).activationId);
        const held = (await activations.findActivation(tx, id))!;
        await licences.holdLicence(tx, held.licenceId);
        const activation = (await activations.findActivation(tx, id))!;
        const { content, digest } = openByDevice(
          'usage-report',
          file,
          publicKeyOf(Buffer.from(activation.publicKey, 'base64')),
        );
        if (content.licenceId !== activation.licenceId)
          throw new LicenceFileError('other_licence', 'it is of another licence');
        const known = await repository.findKnown(tx, { activationId: id, epoch: content.epoch, seq: content.seq });
        const verdict = judgeReport(content, digest, known);
        const before = await repository.findByDigest(tx, id, digest);
        const row =
          before ??
          (await keep(tx, actor, activation, content, { digest, verdict, text: armour(readFileBytes(file)) }));
        const accepted = await acceptedOf(tx, activation, row);
        const outcome = { ...accepted, ...outcomeOf(before ? replayOf(before) : verdict) };
        if (outcome.outcome === 'accepted') await usage?.onUsage(tx as Tx, actor, accepted);
        return outcome;
      }),
    );
  }

  async function keep(
    tx: LicencesTx,
    actor: Actor,
    activation: ActivationRow,
    content: UsageReport,
    { digest, verdict, text }: { digest: string; verdict: ReportVerdict; text: string },
  ): Promise<UsageReportRow> {
    const now = clock.now();
    const isRefused = verdict.verdict === 'refused';
    const row: UsageReportRow = {
      id: newId(now.getTime()),
      licenceId: activation.licenceId,
      activationId: activation.id,
      epoch: content.epoch,
      epochNumber: content.epochNumber,
      epochReason: content.epochReason,
      seq: content.seq,
      digest,
      previous: content.previous,
      period: content.period,
      isMonthClosed: content.isMonthClosed,
      counters: content.counters,
      state: isRefused ? 'refused' : 'accepted',
      fault: isRefused ? verdict.fault : null,
      missing: verdict.verdict === 'accepted' ? verdict.missing : 0,
      isTwin: verdict.verdict === 'accepted' && verdict.isTwin,
      isClockBehind: Date.parse(content.highWater) - Date.parse(content.clock) > toleratedSkewMs,
      isAfterEnd: activation.endedAt !== null && Date.parse(content.issuedAt) > activation.endedAt.getTime(),
      file: text,
      writtenAt: new Date(content.issuedAt),
      receivedBy: personIdOf(actor),
      receivedAt: now,
    };
    await repository.insertReport(tx, row);
    const { isClone, isTwin } = outcomeOf(verdict);
    if ((isClone || isTwin) && activation.cloneSince === null)
      await activations.updateActivation(tx, activation.id, { cloneSince: now });
    const action = isRefused ? 'usage_report.refused' : 'usage_report.accepted';
    const details = {
      seq: row.seq,
      epoch: row.epochNumber,
      missing: row.missing,
      ...(row.fault ? { fault: row.fault } : {}),
    };
    await record(tx, actor, action, { kind: 'activation', id: activation.id }, details);
    return row;
  }

  async function acceptedOf(tx: LicencesTx, activation: ActivationRow, row: UsageReportRow): Promise<AcceptedUsage> {
    const { id: licenceId, customerId, partnerId, orderId } = (await licences.findLicence(tx, activation.licenceId))!;
    const { period, isMonthClosed, id: reportId } = row;
    const consumption = await unsettled(tx, licenceId);
    return {
      licenceId,
      customerId,
      partnerId,
      orderId,
      activationId: activation.id,
      reportId,
      period,
      isMonthClosed,
      consumption,
    };
  }

  /** What all machines of a licence used and no invoice has asked for, in the caller's transaction. */
  async function unsettled(tx: LicencesTx, licenceId: string): Promise<Counters> {
    const totals = sumCounters(await repository.listTotals(tx, licenceId));
    const settled = (await repository.findLastSettlement(tx, licenceId))?.totals ?? {};
    const left = consumedSince(settled, totals);
    return Object.fromEntries(Object.entries(left).filter(([, count]) => count > 0));
  }

  /**
   * Up to here it is invoiced: what was not settled yet belongs to this invoice. The same invoice again gives the same consumption.
   * In the transaction of the invoice.
   */
  async function settle(
    tx: LicencesTx,
    actor: Actor,
    given: { licenceId: string; invoiceId: string; period: string },
  ): Promise<Settlement> {
    const { licenceId, invoiceId, period } = given;
    await licences.holdLicence(tx, licenceId);
    if (!(await licences.findLicence(tx, licenceId))) throw new LicenceNotFoundError();
    const before = await repository.findSettlementOf(tx, invoiceId);
    if (before)
      return { licenceId: before.licenceId, invoiceId, period: before.period, consumption: before.consumption };
    const consumption = await unsettled(tx, licenceId);
    const totals = sumCounters(await repository.listTotals(tx, licenceId));
    const last = await repository.findLastSettlement(tx, licenceId);
    const now = clock.now();
    await repository.insertSettlement(tx, {
      id: newId(now.getTime()),
      licenceId,
      ordinal: (last?.ordinal ?? 0) + 1,
      invoiceId,
      period,
      totals,
      consumption,
      settledAt: now,
    });
    await record(
      tx,
      actor,
      'consumption.settled',
      { kind: 'licence', id: licenceId },
      { units: Object.keys(consumption).length },
    );
    return { licenceId, invoiceId, period, consumption };
  }

  return { accept, unsettled, settle };
}

function replayOf({ state, fault }: UsageReportRow): ReportVerdict {
  if (state === 'accepted') return { verdict: 'replayed' };
  return {
    verdict: 'refused',
    fault: fault as 'counters_fell',
    isClone: fault === 'same_number_other_content' || fault === 'chain_broken',
  };
}

function outcomeOf(
  verdict: ReportVerdict,
): Pick<UsageOutcome, 'outcome' | 'fault' | 'isClone' | 'isTwin' | 'isNewEpoch' | 'missing'> {
  const none = { fault: null, isClone: false, isTwin: false, isNewEpoch: false, missing: 0 };
  if (verdict.verdict === 'replayed') return { ...none, outcome: 'replayed' };
  if (verdict.verdict === 'refused')
    return { ...none, outcome: 'refused', fault: verdict.fault, isClone: verdict.isClone };
  const { isTwin, isNewEpoch, missing } = verdict;
  return { ...none, outcome: 'accepted', isTwin, isNewEpoch, missing };
}
