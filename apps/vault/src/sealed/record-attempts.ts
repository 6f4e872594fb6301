import { anonymous, systemActor } from '@nexus/kernel';
import type { Vault } from '../compose.ts';
import { attemptsOf } from './unseal-attempts.ts';

/** What was tried while the server was sealed and had no log: now it has one. */
export async function recordAttempts(
  dataDir: string,
  audit: Pick<Vault['audit']['service'], 'recordNow'>,
): Promise<void> {
  const { attempts, dropped } = await attemptsOf(dataDir).take();
  for (const { at, source, method, outcome } of attempts) {
    const isRefused = outcome !== 'opened' && outcome !== 'share_accepted';
    await audit.recordNow({
      actor: anonymous,
      action: isRefused ? 'system.unseal_refused' : 'system.unsealed',
      outcome: isRefused ? 'denied' : 'success',
      details: { at, source, method, result: outcome },
    });
  }
  if (dropped === 0) return;
  await audit.recordNow({
    actor: systemActor('start'),
    action: 'system.unseal_refused',
    outcome: 'denied',
    details: { dropped },
  });
}
