import type { LicenceFault, LicenceReason } from '@nexus/licence-file';

/** Why a file is not taken, and what to do. */
export const faultWords: Readonly<Record<LicenceFault, string>> = {
  not_a_licence_file: 'No es un archivo de licencia de Nexus. / It is no licence file of Nexus.',
  newer_format: 'Es de un formato posterior; actualice el programa. / It is of a later format; upgrade the program.',
  too_large: 'Es demasiado grande para ser un archivo de licencia. / It is too large to be a licence file.',
  truncated: 'Está incompleto; pídalo otra vez. / It is not complete; ask for it again.',
  changed:
    'Se cambió o se dañó después de firmarse; pídalo otra vez. / It was changed or damaged after it was signed; ask for it again.',
  changed_algorithm:
    'Nombra otro algoritmo de firma que el de este formato. / It names another signature algorithm than that of this format.',
  malformed:
    'Está firmado, pero su contenido no es el de un archivo así. / It is signed, but its content is not that of such a file.',
  unknown_key:
    'Lo firmó una clave que este programa no conoce. / It is signed with a key that this program does not know.',
  key_not_yet_valid: 'La clave que lo firmó no valía todavía. / The key that signed it was not valid yet.',
  key_expired: 'La clave que lo firmó había caducado. / The key that signed it had expired.',
  key_revoked: 'La clave que lo firmó está revocada. / The key that signed it is revoked.',
  wrong_purpose:
    'La clave que lo firmó no es para archivos de esta clase. / The key that signed it is not for files of this kind.',
  wrong_kind: 'Es un archivo de otra clase. / It is a file of another kind.',
  wrong_product: 'Es la licencia de otro producto. / It is a licence for another product.',
  other_licence: 'Es de otra licencia que la instalada. / It is of another licence than the installed one.',
  not_yet_valid: 'Todavía no vale; compruebe el reloj. / It is not valid yet; check the clock.',
  older_file: 'Aquí hubo ya un archivo más reciente. / A newer file was here already.',
  revoked: 'La licencia está revocada. / The licence is revoked.',
  clock_back: 'El reloj de la máquina está atrasado. / The clock of the machine is behind.',
  other_machine: 'Es para otra máquina. / It is for another machine.',
  cloned_disk:
    'Es para otra máquina: el disco de esta es una copia. / It is for another machine: the disk of this one is a copy.',
  other_activation: 'Responde a otra solicitud que la última. / It answers another request than the last one.',
  not_asked_for: 'No hay ninguna solicitud de activación abierta. / No activation request is open.',
  other_device: 'Lo firmó otra máquina. / It is signed by another machine.',
  counters_fell: 'Cuenta menos que un informe anterior. / It counts less than an earlier report.',
  same_number_other_content: 'Hay otro informe con el mismo número. / There is another report with the same number.',
  chain_broken: 'No sigue al informe anterior. / It does not follow the report before.',
  epoch_unknown: 'Su época no concuerda con las anteriores. / Its epoch does not fit those before.',
};

export const stateWords: Readonly<Record<'evaluation' | 'valid' | 'expiring' | 'grace' | 'restricted', string>> = {
  evaluation: 'Evaluación, sin licencia / evaluation, no licence',
  valid: 'Vigente / valid',
  expiring: 'Pide atención / wants attention',
  grace: 'En plazo de gracia / in its days of grace',
  restricted:
    'Restringida: nada nuevo; lo que hay se lee, se busca y se exporta / restricted: nothing new; what is there can be read, searched and exported',
};

export const reasonWords: Readonly<Record<LicenceReason | 'unreadable', string>> = {
  expires_soon: 'caduca pronto / expires soon',
  expired: 'ha caducado / has expired',
  not_yet_valid: 'todavía no vale / is not valid yet',
  activation_due: 'falta activarla en esta máquina / is to be activated on this machine',
  deactivated: 'se dio de baja en esta máquina / was deactivated on this machine',
  other_machine: 'se activó en otra máquina / was activated on another machine',
  cloned_disk: 'el disco es copia del de otra máquina / the disk is a copy of another machine’s',
  clock_back: 'el reloj está atrasado / the clock is behind',
  version_not_covered: 'esta versión salió después de lo que cubre / this version came out after what it covers',
  suspended: 'suspendida por quien la emitió / suspended by its issuer',
  revoked: 'revocada por quien la emitió / revoked by its issuer',
  maintenance_ends_soon: 'el mantenimiento acaba pronto / maintenance ends soon',
  maintenance_ended: 'el mantenimiento ha acabado / maintenance has ended',
  unreadable: 'lo instalado no se puede comprobar / what is installed cannot be checked',
};

/** Words for the code of a problem of the API; null for one that is not about licences. */
export function licenceProblemWords(code: string): string | null {
  const own: Readonly<Record<string, string>> = {
    'licence.restricted':
      'La licencia no permite documentos ni preguntas nuevos; lo que hay se lee, se busca y se exporta.',
    'licence.module_missing': 'Este módulo no está en la licencia.',
    'licence.none': 'No hay ninguna licencia instalada.',
    'licence.not_activated': 'Esta máquina no está activada: ./nexus licence activate.',
    'licence.not_bound': 'La licencia no se ata a una máquina; no hay nada que activar.',
    'licence.file_not_found': 'No hay tal archivo.',
  };
  const fault = code.replace(/^licence\./, '');
  if (code.startsWith('licence.') && Object.hasOwn(faultWords, fault))
    return faultWords[fault as LicenceFault].split(' / ')[0]!;
  return own[code] ?? null;
}
