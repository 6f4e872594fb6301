import {
  type Icon,
  IconBook2,
  IconBuildingCommunity,
  IconBuildingHospital,
  IconFileInvoice,
  IconFileText,
  IconHome,
  IconLayoutKanban,
  IconMap2,
  IconShieldCheck,
  IconTags,
  IconUserPlus,
  IconUsersGroup,
} from '@tabler/icons-react';
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
  { to: '/pipeline', name: 'pipeline', icon: IconLayoutKanban, office: [], portal: [] },
  { to: '/deals', name: 'deals', icon: IconShieldCheck, office: [], portal: [] },
  { to: '/customers', name: 'customers', icon: IconBuildingHospital, office: [], portal: [] },
  { to: '/partners', name: 'partners', icon: IconUsersGroup, office: [], portal: [] },
  { to: '/applications', name: 'applications', icon: IconUserPlus, office: ['owner', 'channel_manager'] },
  { to: '/territories', name: 'territories', icon: IconMap2, office: [] },
  { to: '/organisations', name: 'organisations', icon: IconBuildingCommunity, office: [], portal: ['partner_admin'] },
  {
    to: '/quotes',
    name: 'quotes',
    icon: IconFileText,
    office: [],
    portal: ['partner_admin', 'partner_seller'],
  },
  { to: '/invoices', name: 'invoices', icon: IconFileInvoice, office: [], portal: ['partner_admin'] },
  { to: '/catalogue', name: 'catalogue', icon: IconTags, office: [], portal: [] },
  { to: '/knowledge', name: 'knowledge', icon: IconBook2, office: [], portal: [] },
];
