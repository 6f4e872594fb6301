import {
  type Icon,
  IconBook2,
  IconBuildingCommunity,
  IconFileInvoice,
  IconFileText,
  IconHome,
  IconTags,
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
