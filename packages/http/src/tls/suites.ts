import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';

/**
 * What is spoken: TLS 1.3, and 1.2 with forward secrecy and authenticated encryption only (RFC 9325). With `onlyApproved` also nothing that
 * FIPS 140-3 does not approve: no ChaCha20, no X25519. The hybrid with ML-KEM keeps what is recorded today closed to tomorrow's quantum computers.
 */
export function tlsSuites({ onlyApproved }: { onlyApproved: boolean }): SecureContextOptions {
  const modern = onlyApproved ? [] : ['TLS_CHACHA20_POLY1305_SHA256'];
  const classic = onlyApproved ? [] : ['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'];
  return {
    minVersion: 'TLSv1.2',
    ciphers: [
      'TLS_AES_256_GCM_SHA384',
      'TLS_AES_128_GCM_SHA256',
      ...modern,
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-RSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-RSA-AES128-GCM-SHA256',
      ...classic,
    ].join(':'),
    ecdhCurve: onlyApproved ? 'P-256:P-384' : 'X25519MLKEM768:X25519:P-256:P-384',
    honorCipherOrder: true,
    // A ticket would let a card come back that was revoked meanwhile: each connection shows its certificate anew.
    secureOptions: constants.SSL_OP_NO_TICKET | constants.SSL_OP_NO_RENEGOTIATION,
  };
}
