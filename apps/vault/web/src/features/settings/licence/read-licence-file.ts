/** How a licence file begins that was not written as text. */
const magic = 'NEXUSLF';

/** A file as the server takes it: text as it is, anything else in base64. */
export async function readLicenceFile(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isText = new TextDecoder('latin1').decode(bytes.subarray(0, magic.length)) !== magic;
  if (isText) return new TextDecoder().decode(bytes);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
