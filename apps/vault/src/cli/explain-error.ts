import { ReleaseError } from '@nexus/release';
import { ApiError, ServerUnreachableError } from './api-client.ts';
import { exitCodes, InterruptedError } from './exit-codes.ts';
import { licenceProblemWords } from './licence/licence-words.ts';
import { NotSignedInError } from './saved-session.ts';
import { SpaceNameError } from './spaces-by-name.ts';

/** What the server says in English, for those who sign in at a Spanish terminal. By code or else status of the problem. */
const spanish: Record<string | number, string> = {
  'session.refused': 'El correo y la contraseña no coinciden, o esta persona no puede entrar.',
  'session.delayed': 'Demasiados intentos fallidos desde aquí; espere un poco.',
  sealed: 'El servidor está precintado: ./nexus unseal.',
  'keys.evaluation_key_in_use': 'La clave de evaluación sigue junto a los datos: ./nexus seal --setup.',
  'keys.same_officer': 'Tiene que aprobarlo otro oficial.',
  'keys.on_hold': 'El espacio tiene una retención legal.',
  401: 'La sesión no vale o ha caducado: ./nexus login.',
  403: 'No tiene permiso para esto.',
  404: 'No existe, o no es para usted.',
};

/** What the person can mend is one line and a code of its own; null is our fault and comes with its trace. */
export function explainError(error: unknown): { message: string; code: number } | null {
  if (error instanceof InterruptedError) return { message: error.message, code: exitCodes.interrupted };
  if (error instanceof ServerUnreachableError) return { message: error.message, code: exitCodes.noServer };
  if (error instanceof NotSignedInError) return { message: error.message, code: exitCodes.notAllowed };
  if (isAboutBackups(error)) return { message: error.message, code: exitCodes.failed };
  if (error instanceof ReleaseError) return { message: error.message, code: exitCodes.failed };
  if (error instanceof SpaceNameError) return { message: error.message, code: exitCodes.failed };
  if (error instanceof ApiError) {
    const translated = licenceProblemWords(error.code) ?? spanish[error.code] ?? spanish[error.status];
    const message = translated ? `${translated} / ${error.message}` : error.message;
    return { message, code: isRefusal(error) ? exitCodes.notAllowed : exitCodes.failed };
  }
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
    return { message: 'No queda sitio en el disco. / No space is left on the disk.', code: exitCodes.failed };
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return null;
  if (error.code === 'ENOENT')
    return { message: `No existe ${error.path}. / There is no such file or folder.`, code: exitCodes.failed };
  if (error.code !== 'EACCES' && error.code !== 'EPERM') return null;
  return { message: `No se puede leer ${error.path}. / It cannot be read.`, code: exitCodes.failed };
}

/** Names, because the classes come with all of the restore, which most commands do not need. */
const backupErrors = new Set([
  'StoreError',
  'RootKeyError',
  'RetirementRefusedError',
  'TargetAwayError',
  'TargetFullError',
  'TargetRefusedError',
  'BackupBrokenError',
  'NotRestorableError',
  'RestoreFolderError',
  'KeyFileError',
  'DatabaseStartError',
]);

function isAboutBackups(error: unknown): error is Error {
  return error instanceof Error && backupErrors.has(error.constructor.name);
}

/** Who asks is unknown or may not; asking again does not help. */
export function isRefusal(error: ApiError): boolean {
  return error.status === 401 || error.status === 403;
}
