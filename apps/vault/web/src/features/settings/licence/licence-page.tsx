import { meQuery, NothingHere, RowsState } from '@nexus/page';
import { useQuery } from '@tanstack/react-query';
import { mayRunSystem } from '../duties.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { ActivationSection } from './activation-section.tsx';
import { InstallLicenceFile } from './install-licence-file.tsx';
import { licenceQuery } from './licence-queries.ts';
import { LicenceState } from './licence-state.tsx';
import { ReportsSection, UsageSection } from './usage-section.tsx';

/** What this server may do and until when, and the files that pass with whoever issued the licence. */
export function LicencePage() {
  const { data: me } = useQuery(meQuery);
  const query = useQuery(licenceQuery);
  const { data } = query;
  if (me && !mayRunSystem(me.roles)) return <NothingHere />;
  return (
    <SettingsFrame>
      <RowsState query={query}>
        {data && (
          <>
            <LicenceState licence={data} />
            <InstallLicenceFile />
            {data.licence?.isBound && <ActivationSection licence={data} />}
            <UsageSection licence={data} />
            {data.licence && <ReportsSection />}
          </>
        )}
      </RowsState>
    </SettingsFrame>
  );
}
