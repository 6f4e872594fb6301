import { meQuery, NothingHere, RowsState } from '@nexus/page';
import { useQuery } from '@tanstack/react-query';
import { SecurityFrame } from '../security-frame.tsx';
import { ErasuresSection } from './erasures-section.tsx';
import { keysQuery } from './keys-queries.ts';
import { RootKeySection } from './root-key-section.tsx';
import { SelfTestsSection } from './self-tests-section.tsx';
import { SpaceKeysSection } from './space-keys-section.tsx';
import { UnsealMethodsSection } from './unseal-methods-section.tsx';

/** Keys, for the security officer: how old they are, who can open the server, what replaces and what destroys them. No key is ever shown. */
export function KeysPage() {
  const { data: me } = useQuery(meQuery);
  const isOfficer = me?.roles.includes('officer') ?? false;
  const query = useQuery({ ...keysQuery, enabled: isOfficer });
  if (me && !isOfficer) return <NothingHere />;
  const keys = query.data;
  return (
    <SecurityFrame>
      <RowsState query={query}>
        {keys && (
          <>
            <RootKeySection keys={keys} />
            <UnsealMethodsSection keys={keys} />
            <SpaceKeysSection keys={keys} />
            <ErasuresSection delayDays={keys.erasureDelayDays} />
            <SelfTestsSection />
          </>
        )}
      </RowsState>
    </SecurityFrame>
  );
}
