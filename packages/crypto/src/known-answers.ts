import {
  argon2Sync,
  createCipheriv,
  createHmac,
  createPrivateKey,
  createSecretKey,
  pbkdf2Sync,
  scryptSync,
  sign,
} from 'node:crypto';
import { fipsMode } from './fips.ts';
import { expandKey, hkdf } from './key-derivation.ts';
import { interpolate } from './shamir.ts';

export type KnownAnswer = {
  name: string;
  expected: string;
  /** Not used, and not tested, in FIPS mode. */
  isUnapproved?: boolean;
  compute(): Buffer;
};

/** Published vectors for every primitive that this package stands on. */
export const knownAnswers: readonly KnownAnswer[] = [
  {
    name: 'AES-256-GCM, empty (McGrew and Viega, test case 13)',
    expected: '530f8afbc74536b9a963b4f1c4cb738b',
    compute: () => gcm('00'.repeat(32), '00'.repeat(12), '', ''),
  },
  {
    name: 'AES-256-GCM, one block (test case 14)',
    expected: 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    compute: () => gcm('00'.repeat(32), '00'.repeat(12), '', '00'.repeat(16)),
  },
  {
    name: 'AES-256-GCM with associated data (test case 16)',
    expected:
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662' +
      '76fc6ece0f4e1768cddf8853bb2d551b',
    compute: () =>
      gcm(
        'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
        'cafebabefacedbaddecaf888',
        'feedfacedeadbeeffeedfacedeadbeefabaddad2',
        'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
      ),
  },
  {
    name: 'HKDF-SHA256 (RFC 5869, test case 1)',
    expected: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    compute: () => hkdf(hex('0b'.repeat(22)), hex('000102030405060708090a0b0c'), hex('f0f1f2f3f4f5f6f7f8f9'), 42),
  },
  {
    name: 'HKDF-SHA256 expand (RFC 5869, test case 1, first 32 bytes)',
    expected: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf',
    compute: () =>
      expandKey(
        createSecretKey(hex('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5')),
        hex('f0f1f2f3f4f5f6f7f8f9'),
      ),
  },
  {
    name: 'HMAC-SHA256 (RFC 4231, test case 2)',
    expected: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    compute: () => createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest(),
  },
  {
    name: 'PBKDF2-HMAC-SHA256 (RFC 7914, section 11, first vector)',
    expected:
      '55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc' +
      '49ca9cccf179b645991664b39d77ef317c71b845b1e30bd509112041d3a19783',
    compute: () => pbkdf2Sync('passwd', 'salt', 1, 64, 'sha256'),
  },
  {
    name: 'Ed25519 (RFC 8032, section 7.1, test 1)',
    expected:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    compute: () =>
      sign(null, Buffer.alloc(0), ed25519('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')),
  },
  {
    name: 'Shamir over GF(256) (published with SLIP-0039, 3 of 5)',
    expected: '0ff784df000c4380a5ed683f7e6e3dcf',
    compute: () =>
      interpolate(
        [
          { x: 1, y: hex('d43099fe444807c46921a4f33a2a798b') },
          { x: 2, y: hex('d9ad4e3bec2e1a7485698823abf05d36') },
          { x: 4, y: hex('1aa7fe3199bc5092ef3816b074cabdf2') },
        ],
        255,
      ),
  },
  {
    name: 'Argon2id (RFC 9106, section 5.3)',
    isUnapproved: true,
    expected: '0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659',
    compute: () =>
      argon2Sync('argon2id', {
        message: hex('01'.repeat(32)),
        nonce: hex('02'.repeat(16)),
        secret: hex('03'.repeat(8)),
        associatedData: hex('04'.repeat(12)),
        memory: 32,
        passes: 3,
        parallelism: 4,
        tagLength: 32,
      }),
  },
  {
    name: 'scrypt (RFC 7914, section 12, second vector)',
    isUnapproved: true,
    expected:
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162' +
      '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
    compute: () => scryptSync('password', 'NaCl', 64, { N: 1024, r: 8, p: 16 }),
  },
];

/**
 * Computes the known answer of every primitive that this process may use; about 10 ms. For the start of the server: a broken or swapped crypto library is
 * found before it seals.
 * @returns the names of what was tested
 * @throws Error that names the first primitive whose answer is wrong.
 */
export function runKnownAnswerTests(answers: readonly KnownAnswer[] = knownAnswers): string[] {
  const asked = answers.filter(({ isUnapproved }) => isUnapproved !== true || fipsMode() === 'off');
  for (const { name, expected, compute } of asked) {
    if (compute().toString('hex') !== expected) throw new Error(`crypto self-test failed: ${name}`);
  }
  return asked.map(({ name }) => name);
}

/** RFC 8410: the 32 bytes of a private key behind the prefix that says so. */
function ed25519(seed: string) {
  return createPrivateKey({ key: hex(`302e020100300506032b657004220420${seed}`), format: 'der', type: 'pkcs8' });
}

function gcm(key: string, nonce: string, associated: string, plaintext: string): Buffer {
  const cipher = createCipheriv('aes-256-gcm', hex(key), hex(nonce)).setAAD(hex(associated));
  return Buffer.concat([cipher.update(hex(plaintext)), cipher.final(), cipher.getAuthTag()]);
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex');
}
