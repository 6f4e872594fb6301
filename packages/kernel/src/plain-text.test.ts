import { expect, test } from 'vitest';
import { plainText } from './plain-text.ts';

test('case and accents do not count', () => {
  expect(plainText('Ñandú, ÁREA, Zürich')).toBe('nandu, area, zurich');
  expect(plainText(plainText('Año'))).toBe(plainText('an\u0303o'));
});
