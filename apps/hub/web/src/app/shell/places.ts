import { type Icon, IconBuildingCommunity, IconHome } from '@tabler/icons-react';
import type { OrganisationRole } from '../own-roles.ts';

export type Place = {
  /** Its address, and the key of its name in `places`. */
  to: string;
  name: string;
  icon: Icon;
  /** Roles of the network that have it; `[]` all of them, left out none. */
  office?: readonly OrganisationRole[];
  /** Roles of partners that have it; `[]` all of them, left out none. */
  portal?: readonly OrganisationRole[];
};

/** The places of the page in their order. Each module adds its own. */
export const places: readonly Place[] = [
  { to: '/', name: 'home', icon: IconHome, office: [], portal: [] },
  { to: '/organisations', name: 'organisations', icon: IconBuildingCommunity, office: [], portal: ['partner_admin'] },
];
