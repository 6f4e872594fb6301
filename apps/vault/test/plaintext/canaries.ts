/** Begins every word that is looked for; long enough that random bytes do not spell it. */
export const stem = 'zaqxwo';

/** One word for each place where a person can put one. A word that a hash alone keeps is in no copy of the disk, sealed or not. */
export const canaries = {
  text: `${stem}texto`,
  accented: `${stem}acción`,
  largeText: `${stem}grande`,
  word: `${stem}word`,
  pdf: `${stem}pdf`,
  mailSubject: `${stem}asunto`,
  mailText: `${stem}correo`,
  attachment: `${stem}adjunto`,
  attachmentName: `${stem}nombreadjunto`,
  cell: `${stem}celda`,
  column: `${stem}columna`,
  fileName: `${stem}fichero`,
  folderName: `${stem}carpeta`,
  broken: `${stem}roto`,
  inFlight: `${stem}pieza`,
  inFlightName: `${stem}nombrepieza`,
  watchedFolder: `${stem}vigilada`,
  watchedText: `${stem}vigilado`,
  spaceName: `${stem}espacio`,
  question: `${stem}pregunta`,
  unanswered: `${stem}sinrespuesta`,
  title: `${stem}titulo`,
  note: `${stem}opinion`,
  savedSearch: `${stem}busqueda`,
  compartment: `${stem}compartimento`,
  loweringReason: `${stem}motivo`,
  loweringNote: `${stem}resolucion`,
  holdReason: `${stem}retencion`,
  erasureReason: `${stem}borrado`,
  personName: `${stem}persona`,
  email: `${stem}direccion`,
  tokenName: `${stem}programa`,
  directoryName: `${stem}directorio`,
  directoryPassword: `${stem}contrasena`,
  drillQuestion: `${stem}simulacro`,
} as const;

export type Canary = keyof typeof canaries;

/** Asked for, but kept nowhere or as a hash: never on the disk, whoever seals. */
export const neverKept = { password: `${stem}clave`, search: `${stem}buscado` } as const;
