import { meQuery, NothingHere } from '@nexus/page';
import { useQuery } from '@tanstack/react-query';
import { mayListPeople, mayRunSystem } from '../duties.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { LocalSignInSection } from './local-sign-in-section.tsx';
import { SessionLimitsSection } from './session-limits-section.tsx';
import { SourcesSection } from './sources-section.tsx';

/** How people come in and for how long: ways for those who run the system, times for those who guard it. */
export function AccessPage() {
  const { data: me } = useQuery(meQuery);
  if (me && !mayListPeople(me.roles)) return <NothingHere />;
  const mayRun = mayRunSystem(me?.roles ?? []);
  return (
    <SettingsFrame>
      {mayRun && <SourcesSection />}
      {mayRun && <LocalSignInSection />}
      <SessionLimitsSection />
    </SettingsFrame>
  );
}
