import { expect, test } from 'vitest';
import { signS3 } from './s3-signer.ts';

// The examples of Amazon's own documentation, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
const credentials = {
  keyId: 'AKIAIOSFODNN7EXAMPLE',
  secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const host = 'examplebucket.s3.amazonaws.com';
const at = new Date('2013-05-24T00:00:00Z');
const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test.each([
  [
    'a stretch of an object',
    { method: 'GET', path: '/test.txt', query: {}, headers: { host, range: 'bytes=0-9' }, bodySha256: empty },
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  ],
  [
    'an object that is put',
    {
      method: 'PUT',
      path: '/test%24file.text',
      query: {},
      headers: { host, date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY' },
      bodySha256: '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    },
    '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  ],
  [
    'a list',
    { method: 'GET', path: '/', query: { 'max-keys': '2', prefix: 'J' }, headers: { host }, bodySha256: empty },
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  ],
])('%s is signed as in the published example', (_name, request, signature) => {
  expect(signS3(credentials, { ...request, at })['authorization']).toMatch(new RegExp(`Signature=${signature}$`));
});
