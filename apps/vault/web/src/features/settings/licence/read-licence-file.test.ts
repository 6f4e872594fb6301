import { expect, test } from 'vitest';
import { readLicenceFile } from './read-licence-file.ts';

test('text stays text, a file as it was signed becomes base64', async () => {
  const text = '-----BEGIN NEXUS LICENCE-----\nTkVYVVM=\n-----END NEXUS LICENCE-----\n';
  expect(await readLicenceFile(new Blob([text]))).toBe(text);
  const bytes = Uint8Array.from([...Buffer.from('NEXUSLF'), 1, 2, 255, 0]);
  expect(Buffer.from(await readLicenceFile(new Blob([bytes])), 'base64')).toEqual(Buffer.from(bytes));
});
