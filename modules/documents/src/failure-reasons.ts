/** Why a document could not be read, in the user's words, with what to do. Keys are the parser's reasons and the states of the job. */
export const failureReasons: Record<string, { es: string; en: string }> = {
  empty: { es: 'El archivo está vacío (0 bytes).', en: 'The file is empty (0 bytes).' },
  unsupported: {
    es: 'Este tipo de archivo no se puede leer. Conviértalo a PDF o a un formato de Office y vuelva a subirlo.',
    en: 'This type of file cannot be read. Convert it to PDF or an Office format and upload it again.',
  },
  encrypted: {
    es: 'El archivo está protegido con contraseña. Guarde una copia sin contraseña y súbala.',
    en: 'The file is protected by a password. Save a copy without it and upload that one.',
  },
  broken: {
    es: 'El archivo está dañado o incompleto. Pida el original o vuelva a exportarlo.',
    en: 'The file is damaged or cut off. Ask for the original or export it again.',
  },
  bomb: {
    es: 'El archivo se expande de forma desmedida y se ha detenido por seguridad.',
    en: 'The file expands beyond reason and was stopped for safety.',
  },
  too_large: {
    es: 'El archivo supera el límite para su tipo. Divídalo en partes más pequeñas.',
    en: 'The file is over the limit for its type. Split it into smaller parts.',
  },
  too_deep: {
    es: 'El archivo contiene archivos anidados a demasiada profundidad.',
    en: 'The file holds other files nested too deeply.',
  },
  timeout: {
    es: 'La lectura ha superado el tiempo permitido.',
    en: 'Reading took longer than allowed.',
  },
  memory: {
    es: 'La lectura ha superado la memoria permitida.',
    en: 'Reading needed more memory than allowed.',
  },
  needs_libreoffice: {
    es: 'Los formatos antiguos de Office necesitan LibreOffice en el servidor. Instálelo, o guarde el archivo en el formato actual.',
    en: 'Old Office formats need LibreOffice on the server. Install it, or save the file in the current format.',
  },
  no_text: {
    es: 'El archivo se ha leído entero y no contiene texto.',
    en: 'The file was read whole and holds no text.',
  },
  crashed: {
    es: 'El lector se ha detenido con este archivo. El archivo se conserva; puede reintentar.',
    en: 'The reader stopped on this file. The file is kept; you can try again.',
  },
  cancelled: { es: 'Cancelado por una persona.', en: 'Cancelled by a person.' },
  missing_blob: {
    es: 'El archivo guardado no aparece en el almacén. Restaure una copia o vuelva a subirlo.',
    en: 'The stored file is missing from the store. Restore a backup or upload it again.',
  },
};
