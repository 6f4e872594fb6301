import { meQuery, NothingHere } from '@nexus/page';
import { useQuery } from '@tanstack/react-query';
import { mayRunSystem } from './duties.ts';
import { SettingsFrame } from './settings-frame.tsx';
import { SystemIndex } from './system-index.tsx';
import { SystemJobs } from './system-jobs.tsx';
import { SystemStatus } from './system-status.tsx';

/** For those who run the server: how it does, without a word of what it holds. */
export function SystemPage() {
  const { data: me } = useQuery(meQuery);
  if (me && !mayRunSystem(me.roles)) return <NothingHere />;
  return (
    <SettingsFrame>
      <SystemStatus />
      <SystemIndex />
      <SystemJobs />
    </SettingsFrame>
  );
}
