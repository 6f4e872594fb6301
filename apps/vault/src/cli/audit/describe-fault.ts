import type { ExportFault } from '@nexus/audit';

/** One fault in words, in both languages, with the place where it is. */
export function describeFault(fault: ExportFault): string {
  switch (fault.kind) {
    case 'entry_changed':
      return `anotación ${fault.place}: cambiada / entry ${fault.place}: changed`;
    case 'entry_removed':
      return `anotación ${fault.place}: falta / entry ${fault.place}: removed`;
    case 'entry_inserted':
      return `antes de la anotación ${fault.place}: una añadida / before entry ${fault.place}: one inserted`;
    case 'entry_moved':
      return `anotación ${fault.place}: está en el lugar ${fault.foundAt} / entry ${fault.place}: stands at ${fault.foundAt}`;
    case 'entries_cut':
      return `faltan las ${fault.count} últimas, desde la ${fault.place} / the last ${fault.count} are missing, from ${fault.place} on`;
    case 'entries_added':
      return `${fault.count} de más tras el final (${fault.place}) / ${fault.count} too many after the end (${fault.place})`;
    case 'bundle_missing':
      return `paquete ${fault.index}: falta (desde la anotación ${fault.place}) / bundle ${fault.index}: missing (from entry ${fault.place} on)`;
    case 'bundle_malformed':
      return `paquete ${fault.index}: dañado / bundle ${fault.index}: damaged (${fault.detail})`;
    case 'tile_missing':
      return `tesela ${fault.level}/${fault.index}: falta / tile ${fault.level}/${fault.index}: missing`;
    case 'tile_changed':
      return `tesela ${fault.level}/${fault.index}: cambiada / tile ${fault.level}/${fault.index}: changed${positionsOf(fault.positions)}`;
    case 'stretch_unproven':
      return `anotaciones ${fault.from} a ${fault.to - 1}: nada correcto con que compararlas / entries ${fault.from} to ${fault.to - 1}: nothing right to compare with`;
    case 'root_differs':
      return `no es el registro que se firmó (${fault.size}) / not the log that was signed (${fault.size})`;
    default:
      return describeCheckpointFault(fault);
  }
}

type CheckpointFault = Extract<
  ExportFault,
  { kind: `checkpoint_${string}` | 'file_unknown' | 'retirement_unrecorded' }
>;

function describeCheckpointFault(fault: CheckpointFault): string {
  switch (fault.kind) {
    case 'checkpoint_malformed':
      return `punto de control «${fault.which}»: ilegible / checkpoint "${fault.which}": malformed (${fault.detail})`;
    case 'checkpoint_unsigned':
      return fault.reason === 'unknown_keys'
        ? `punto de control «${fault.which}»: no lo firmó esta clave / checkpoint "${fault.which}": not signed with this key`
        : `punto de control «${fault.which}»: firma no válida / checkpoint "${fault.which}": wrong signature`;
    case 'checkpoint_of_other_log':
      return `punto de control «${fault.which}»: de otro registro / checkpoint "${fault.which}": of another log`;
    case 'checkpoint_contradicts':
      return `punto de control «${fault.which}» (${fault.size}): el registro cambió entre ${fault.agreesUpTo} y ${fault.size} / the log was changed between ${fault.agreesUpTo} and ${fault.size}`;
    case 'checkpoint_beyond_end':
      return `punto de control «${fault.which}» (${fault.size}): faltan desde la ${fault.end} / entries from ${fault.end} on are missing`;
    case 'file_unknown':
      return `archivo que no es del registro / file that is not of the log: ${JSON.stringify(fault.path)}`;
    case 'retirement_unrecorded':
      return `faltan 0 a ${fault.until - 1} y nada dice que se retiraran / 0 to ${fault.until - 1} are missing and nothing says that they were retired`;
  }
}

function positionsOf(positions: readonly number[]): string {
  if (positions.length === 0) return '';
  const some = positions.slice(0, 8).join(', ');
  return ` (${positions.length > 8 ? `${some}, …` : some})`;
}
