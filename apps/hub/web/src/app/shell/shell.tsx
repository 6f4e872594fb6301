import { PageFrame } from '@nexus/page';
import { Side } from './side.tsx';

/** The hub's frame: the places of the office or of the portal, by what the person is. */
export function Shell() {
  return <PageFrame side={(menu) => <Side {...menu} />} />;
}
