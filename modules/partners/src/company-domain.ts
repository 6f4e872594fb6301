/** Providers where everybody has an address: sharing such a domain says nothing. */
const publicProviders = new Set([
  'aol.com',
  'cantv.net',
  'gmail.com',
  'gmx.com',
  'gmx.es',
  'gmx.net',
  'googlemail.com',
  'hotmail.com',
  'hotmail.es',
  'icloud.com',
  'live.com',
  'mail.com',
  'me.com',
  'movistar.es',
  'msn.com',
  'outlook.com',
  'outlook.es',
  'proton.me',
  'protonmail.com',
  'telefonica.net',
  'terra.es',
  'tutanota.com',
  'web.de',
  'yahoo.com',
  'yahoo.es',
  'ymail.com',
  'zoho.com',
]);

/** The domain of a company's own mail; null at a public provider. */
export function companyDomainOf(email: string): string | null {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  return domain === '' || publicProviders.has(domain) ? null : domain;
}
