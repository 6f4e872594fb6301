import type { Database, Tx } from '@nexus/db';
import { type Clock, type Logger, systemActor } from '@nexus/kernel';
import {
  compareMachine,
  fingerprintOf,
  type LicenceDocument,
  LicenceFileError,
  type LicenceReason,
  type LicenceStanding,
  type LicenceState,
  readClock,
  standingOf,
} from '@nexus/licence-file';
import type { InstalledLicence, SealedFiles } from '../files/sealed-files.ts';
import { ModuleNotLicensedError, NewWorkRestrictedError } from '../licence.errors.ts';
import type { AuditPort, MachinePort, ProgramPort } from '../licence.ports.ts';
import * as repository from '../licence.repository.ts';
import type { ActivationRow, ClockRow, LicenceTables, LicenceTx } from '../licence.tables.ts';

/** How this server stands. `evaluation`: no licence was ever installed, and everything can be used. */
export type Standing = {
  state: 'evaluation' | LicenceState;
  findings: { state: LicenceState; reason: LicenceReason | 'unreadable'; until: Date | null }[];
  restrictedFrom: Date | null;
  licence: InstalledLicence | null;
  activation: ActivationRow | null;
  /** As it is trusted. */
  now: Date;
};

export type StandingDependencies = {
  database: Pick<Database, 'withWorker'>;
  files: SealedFiles;
  machine: MachinePort;
  program: ProgramPort;
  audit: AuditPort;
  clock: Clock;
  logger: Logger;
  /** A restored copy that is only tried out: nothing of it is restricted, and nothing of it is told to anybody. */
  isDrill: boolean;
  /** Time that nobody sets, in milliseconds. */
  uptime?: () => number;
};

const job = 'licence';
/** Other processes install, and time passes: what is remembered is as old as this at most. */
const rememberedMs = 10_000;
/** Base modules: every licence of the product has them. */
const baseModules: ReadonlySet<string> = new Set(['documents', 'answers']);

export type StandingService = ReturnType<typeof createStandingService>;

export function createStandingService(dependencies: StandingDependencies) {
  const {
    database,
    files,
    machine,
    program,
    audit,
    clock,
    logger,
    isDrill,
    uptime = () => performance.now(),
  } = dependencies;
  let remembered: { standing: Promise<Standing>; at: number } | null = null;
  let lastTick: number | null = null;

  const work = <R>(run: (tx: LicenceTx) => Promise<R>) => database.withWorker<LicenceTables, R>(job, run);

  async function read(): Promise<Standing> {
    const [row, active, clockRow, list] = await work(
      async (tx) =>
        [
          await repository.findCurrentFile(tx),
          await repository.findActivation(tx, 'active'),
          await repository.readClockRow(tx),
          await repository.findNewestRevocations(tx),
        ] as const,
    );
    const now = new Date(Math.max(clock.now().getTime(), clockRow.highWater.getTime()));
    if (row === null)
      return { state: 'evaluation', findings: [], restrictedFrom: null, licence: null, activation: null, now };
    try {
      const licence = files.openLicence(row);
      const last = active ?? (await work((tx) => repository.findLastActivation(tx, row.licenceId)));
      const activation = last?.licenceId === row.licenceId ? last : null;
      const facts = { row, activation, clockRow, revocations: list ? files.openRevocations(list) : null };
      return { ...judge(licence.content, facts, now), licence, activation, now };
    } catch (error) {
      if (!(error instanceof LicenceFileError)) throw error;
      logger.error('the installed licence cannot be read any more', { fault: error.fault });
      const findings = [{ state: 'restricted' as const, reason: 'unreadable' as const, until: null }];
      return { state: 'restricted', findings, restrictedFrom: now, licence: null, activation: null, now };
    }
  }

  type Facts = {
    row: InstalledLicence['row'];
    activation: ActivationRow | null;
    clockRow: ClockRow;
    revocations: ReturnType<SealedFiles['openRevocations']> | null;
  };

  function judge(
    licence: LicenceDocument,
    { row, activation, clockRow, revocations }: Facts,
    now: Date,
  ): LicenceStanding {
    const listed = revocations?.licences.find(
      ({ licenceId, state, since }) =>
        licenceId === licence.licenceId && (state === 'suspended' || Date.parse(since) >= Date.parse(licence.issuedAt)),
    );
    const isSeatTaken = revocations?.activations.some(({ activationId }) => activationId === activation?.activationId);
    const { machineFault, machineFaultSince, clockBackSince, versionSince } = clockRow;
    return standingOf(licence, {
      now,
      installedAt: row.installedAt,
      isActivated: activation?.state === 'active',
      isDeactivated: activation?.state === 'deactivated' || isSeatTaken === true,
      revocation: listed?.state ?? null,
      machine: machineFault && machineFaultSince ? { fault: machineFault, since: machineFaultSince } : null,
      clockBackSince,
      release: program.releasedAt && versionSince ? { date: program.releasedAt, since: versionSince } : null,
    });
  }

  /** How it stands, at most some seconds old. */
  function standing(): Promise<Standing> {
    const now = uptime();
    if (remembered === null || now - remembered.at > rememberedMs) {
      const reading = read();
      remembered = { standing: reading, at: now };
      // A failure is not remembered.
      reading.catch(() => forget());
    }
    return remembered.standing;
  }

  function forget(): void {
    remembered = null;
  }

  /**
   * For whoever begins something new. Reading, searching, exporting, backups and files of the issuer never ask.
   * @throws NewWorkRestrictedError, ModuleNotLicensedError
   */
  async function ensureNewWork(module: string): Promise<void> {
    if (isDrill) return;
    const { state, licence } = await standing();
    if (state === 'restricted') throw new NewWorkRestrictedError();
    if (licence && !baseModules.has(module) && !licence.content.modules.includes(module))
      throw new ModuleNotLicensedError();
  }

  async function allowsNewWork(module: string): Promise<boolean> {
    return await ensureNewWork(module).then(
      () => true,
      (error: unknown) => {
        if (error instanceof NewWorkRestrictedError || error instanceof ModuleNotLicensedError) return false;
        throw error;
      },
    );
  }

  /** Looks at the clock, the machine and the version, and remembers what was seen; tells the log when the state is another. */
  async function tick(): Promise<void> {
    const elapsed = lastTick === null ? 0 : uptime() - lastTick;
    lastTick = uptime();
    const marks = await machine.marks();
    await work(async (tx) => {
      const row = await repository.holdClock(tx);
      const now = clock.now();
      const { highWater, setBackByMs, trusted } = readClock(row.highWater, now, elapsed);
      const active = await repository.findActivation(tx, 'active');
      const file = await repository.findCurrentFile(tx);
      const machineFault = active && file ? faultOf(active, file, marks) : null;
      await repository.updateClock(tx, {
        highWater,
        clockBackSince: setBackByMs === null ? null : (row.clockBackSince ?? trusted),
        machineFault,
        machineFaultSince: machineFault === null ? null : (row.machineFaultSince ?? trusted),
        ...(row.version === program.version ? {} : { version: program.version, versionSince: trusted }),
      });
    });
    forget();
    await tellChange();
  }

  function faultOf(
    active: ActivationRow,
    row: InstalledLicence['row'],
    marks: Awaited<ReturnType<MachinePort['marks']>>,
  ) {
    try {
      const { machine: binding, licenceId } = files.openLicence(row).content;
      if (binding === null || licenceId !== active.licenceId) return null;
      return compareMachine(active.fingerprint, fingerprintOf(marks, binding.salt), active.need ?? binding.need).fault;
    } catch (error) {
      // Told by the standing itself.
      if (error instanceof LicenceFileError) return null;
      throw error;
    }
  }

  async function tellChange(): Promise<void> {
    const { state, findings, licence } = await standing();
    if (state === 'evaluation') return;
    const told = `${state} ${findings.map(({ reason }) => reason).join(' ')}`.trim();
    await work(async (tx) => {
      const { toldState } = await repository.holdClock(tx);
      if (toldState === told) return;
      await repository.updateClock(tx, { toldState: told });
      await audit.record(tx as Tx, {
        actor: systemActor(job),
        action: 'licence.state_changed',
        outcome: 'success',
        reason: state,
        ...(licence ? { objects: [{ kind: 'licence', id: licence.content.licenceId }] } : {}),
        details: Object.fromEntries(findings.map(({ reason, state: found }) => [camelCase(reason), found])),
      });
    });
    if (state !== 'valid') logger.warn('the licence wants attention', { state, findings: findings.length });
  }

  return { standing, forget, ensureNewWork, allowsNewWork, tick };
}

function camelCase(reason: string): string {
  return reason.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
