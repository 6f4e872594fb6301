import type { ClientCertificates } from '@nexus/http';
import type { Check } from '../source-check.ts';

/** A rule for cards does nothing while the server asks for none. */
export function testCards(clients: ClientCertificates): Check[] {
  return [
    clients === 'none'
      ? { step: 'server', outcome: 'bad', code: 'no_client_authority' }
      : { step: 'server', outcome: 'good', detail: clients },
  ];
}
