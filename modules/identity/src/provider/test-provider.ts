import type { Check } from '../source-check.ts';
import type { ProviderSettings } from '../sources.settings.ts';
import { openProvider, ProviderFault } from './provider-client.ts';

/** Asks a provider what it says about itself, without signing anybody in. */
export async function testProvider(settings: ProviderSettings): Promise<Check[]> {
  try {
    const { config, fetch } = await openProvider(settings);
    const metadata = config.serverMetadata();
    const checks: Check[] = [
      { step: 'connect', outcome: 'good' },
      { step: 'issuer', outcome: 'good', detail: metadata.issuer },
    ];
    const takesProof = metadata.code_challenge_methods_supported?.includes('S256') ?? false;
    checks.push(
      takesProof ? { step: 'endpoints', outcome: 'good' } : { step: 'endpoints', outcome: 'bad', code: 'no_pkce' },
    );
    const response = await fetch(metadata.jwks_uri!);
    const { keys = [] } = (await response.json()) as { keys?: unknown[] };
    checks.push(
      keys.length > 0
        ? { step: 'keys', outcome: 'good', detail: String(keys.length) }
        : { step: 'keys', outcome: 'bad', code: 'no_keys' },
    );
    return checks;
  } catch (error) {
    if (!(error instanceof ProviderFault)) return [{ step: 'keys', outcome: 'bad', code: 'no_keys' }];
    const { code } = error;
    return code === 'unreachable' || code === 'certificate' || code === 'refused'
      ? [{ step: 'connect', outcome: 'bad', code }]
      : [
          { step: 'connect', outcome: 'good' },
          { step: code === 'wrong_issuer' ? 'issuer' : 'endpoints', outcome: 'bad', code },
        ];
  }
}
