import { expect, it } from 'vitest';
import { setPdf } from './set-pdf.ts';

const template = '#let data = json(bytes(sys.inputs.data))\n#data.name';

it('makes a PDF of a template and data', async () => {
  const file = await setPdf(template, { name: 'Hospital Central' });
  expect(file.subarray(0, 5).toString('latin1')).toBe('%PDF-');
});

it('takes what looks like source as words', async () => {
  const file = await setPdf(template, { name: '#panic("no") $x$ *bold* #read("/etc/passwd")' });
  expect(file.length).toBeGreaterThan(500);
});

it('says what is wrong with a template', async () => {
  await expect(setPdf('#nothing-like-this', {})).rejects.toThrow();
});
