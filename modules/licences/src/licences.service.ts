import { decodeCursor, InvalidInputError, isUuid, type Page, type PersonActor, pageOf } from '@nexus/kernel';
import type { Counters } from '@nexus/licence-file';
import * as activations from './activations/activations.repository.ts';
import type { IssuedLicence, IssueInput, IssueLicence, LicenceTermsChange } from './issuing/issue-licence.ts';
import { nameOf } from './issuing/issue-licence.ts';
import type { FoundLicence, LicenceFilter } from './issuing/licences.repository.ts';
import * as licences from './issuing/licences.repository.ts';
import { LicenceNotFoundError } from './licences.errors.ts';
import type { Parts } from './licences.parts.ts';
import { mayIssue } from './licences.policy.ts';
import type { ActivationRow, LicenceFileRow, RefundDecisionRow, UsageReportRow } from './licences.tables.ts';
import * as usageRepository from './usage/usage.repository.ts';
import type { createUsageService } from './usage/usage.service.ts';

export type LicenceDetails = {
  licence: FoundLicence;
  files: LicenceFileRow[];
  activations: ActivationRow[];
  reports: UsageReportRow[];
  decisions: RefundDecisionRow[];
  unsettled: Counters;
};

const listedReports = 200;

/** Licences as people see them: the office all, partners those of their own customers. */
export function createLicencesService(
  { act, ensureMay }: Parts,
  { issue, reissue }: IssueLicence,
  { unsettled }: Pick<ReturnType<typeof createUsageService>, 'unsettled'>,
) {
  async function list(
    actor: PersonActor,
    filter: LicenceFilter,
    { cursor, limit }: { cursor?: string | undefined; limit: number },
  ): Promise<Page<FoundLicence>> {
    const before = cursor === undefined ? null : idOf(cursor);
    const rows = await act(actor, (tx) => licences.listLicences(tx, filter, before, limit + 1));
    return pageOf(rows, limit, ({ id }) => [id]);
  }

  async function get(actor: PersonActor, licenceId: string): Promise<LicenceDetails> {
    return await act(actor, async (tx) => {
      const licence = await licences.findLicence(tx, licenceId);
      if (!licence) throw new LicenceNotFoundError();
      return {
        licence,
        files: await licences.listFiles(tx, licenceId),
        activations: await activations.listActivations(tx, licenceId),
        reports: await usageRepository.listReports(tx, licenceId, listedReports),
        decisions: await licences.listDecisions(tx, { licenceId }),
        unsettled: await unsettled(tx, licenceId),
      };
    });
  }

  async function openFile(
    actor: PersonActor,
    licenceId: string,
    serial: string,
  ): Promise<{ name: string; text: string }> {
    return await act(actor, async (tx) => {
      const licence = await licences.findLicence(tx, licenceId);
      const file = await licences.findFile(tx, serial);
      if (!licence || file?.licenceId !== licenceId) throw new LicenceNotFoundError('file');
      return { name: nameOf(licence, file.seq), text: file.file };
    });
  }

  /** By hand, without an order's line: each call makes a licence. */
  async function issueByPerson(actor: PersonActor, input: Omit<IssueInput, 'sourceId'>): Promise<IssuedLicence> {
    return await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayIssue);
      return await issue(tx, actor, { ...input, sourceId: null });
    });
  }

  async function reissueByPerson(
    actor: PersonActor,
    licenceId: string,
    change: LicenceTermsChange,
    reason: string,
  ): Promise<IssuedLicence> {
    return await act(actor, async (tx) => {
      await ensureMay(tx, actor, mayIssue);
      return await reissue(tx, actor, licenceId, change, reason);
    });
  }

  return { list, get, openFile, issueByPerson, reissueByPerson };
}

export type LicencesService = ReturnType<typeof createLicencesService>;

function idOf(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (typeof id === 'string' && isUuid(id)) return id;
  throw new InvalidInputError('The cursor is not valid; start again from the first page.', [
    { path: 'cursor', message: 'not a cursor of this list' },
  ]);
}
