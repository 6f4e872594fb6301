import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import { type Actor, systemActor } from '@nexus/kernel';
import type { Counters, SigningKey } from '@nexus/licence-file';
import { createActivationsService } from './activations/activations.service.ts';
import { issuerRoutes } from './issuer.routes.ts';
import {
  createIssueLicence,
  type IssuedLicence,
  type IssueInput,
  type LicenceTermsChange,
} from './issuing/issue-licence.ts';
import { markExpired } from './issuing/licences.repository.ts';
import { createTakingBack, type Refund } from './issuing/taking-back.ts';
import { createKeysService } from './keys/keys.service.ts';
import { createParts, type LicencesDependencies } from './licences.parts.ts';
import { licencesRoutes } from './licences.routes.ts';
import { createLicencesService } from './licences.service.ts';
import type { LicencesTables, LicencesTx, RefundDecisionRow } from './licences.tables.ts';
import { createPoliciesService } from './policies/policies.service.ts';
import { createUsageService, type Settlement } from './usage/usage.service.ts';

/** The policies ask who acts for whom, and sealed columns are guarded by the keys module: migrate after `organisations` and `keys`. */
export const licencesMigrations = { name: 'licences', directory: new URL('../migrations/', import.meta.url) };

export type LicencesModule = ReturnType<typeof createLicencesModule>;

export function createLicencesModule(dependencies: LicencesDependencies) {
  const parts = createParts(dependencies);
  const keys = createKeysService(parts);
  const policies = createPoliciesService(parts);
  const issuing = createIssueLicence(parts, keys, policies);
  const takingBack = createTakingBack(parts, keys);
  const activations = createActivationsService(parts, keys, takingBack);
  const usage = createUsageService(parts, activations);
  const service = createLicencesService(parts, issuing, usage);
  const own = (tx: Tx) => tx as LicencesTx;

  return {
    service,
    keys,
    policies,
    activations,
    usage,
    takingBack,
    /** For use cases that span modules, in their transaction. Whoever calls has decided that the actor may. */
    flow: {
      issue: (tx: Tx, actor: Actor, input: IssueInput): Promise<IssuedLicence> => issuing.issue(own(tx), actor, input),
      reissue: (
        tx: Tx,
        actor: Actor,
        licenceId: string,
        change: LicenceTermsChange,
        reason: string,
      ): Promise<IssuedLicence> => issuing.reissue(own(tx), actor, licenceId, change, reason),
      suspend: (tx: Tx, actor: Actor, licenceId: string, reason: string): Promise<void> =>
        takingBack.suspend(own(tx), actor, licenceId, reason),
      revoke: (tx: Tx, actor: Actor, licenceId: string, reason: string): Promise<void> =>
        takingBack.revoke(own(tx), actor, licenceId, reason),
      onRefund: (tx: Tx, actor: Actor, refund: Refund): Promise<RefundDecisionRow[]> =>
        takingBack.onRefund(own(tx), actor, refund),
      unsettled: (tx: Tx, licenceId: string): Promise<Counters> => usage.unsettled(own(tx), licenceId),
      settle: (
        tx: Tx,
        actor: Actor,
        given: { licenceId: string; invoiceId: string; period: string },
      ): Promise<Settlement> => usage.settle(own(tx), actor, given),
      /** Root, key and policies at once, for an installation that is set up by a program. */
      adoptIssuer: async (
        tx: Tx,
        actor: Actor,
        { products, ...made }: { rootPem: string; key: SigningKey; chain: Uint8Array; products: readonly string[] },
      ): Promise<void> => {
        await keys.adopt(own(tx), actor, made);
        for (const product of products) await policies.ensureProduct(own(tx), actor, product);
      },
    },
    jobs: [
      {
        name: 'licences.expire',
        run: () =>
          dependencies.database.withWorker<LicencesTables, void>('licences', async (tx) => {
            for (const id of await markExpired(tx, parts.clock.now()))
              await parts.record(tx, systemActor('licences'), 'licence.expired', { kind: 'licence', id });
          }),
      },
    ],
    routes(app: HttpApp): void {
      licencesRoutes({ service, activations, usage, takingBack })(app);
      issuerRoutes(keys, policies)(app);
    },
  };
}
