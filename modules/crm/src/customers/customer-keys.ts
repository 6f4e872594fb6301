/** Legal forms that the same company is written with and without. Longest first: "s a s" before "s a". */
const legalForms = [
  'sociedad anonima',
  'sociedad limitada',
  'compania anonima',
  's a de c v',
  's r l',
  's l u',
  's a s',
  'gmbh',
  'ltda',
  'corp',
  'sapi',
  'inc',
  'llc',
  'ltd',
  'c a',
  's a',
  's l',
  'srl',
  'slu',
  'sas',
  'ca',
  'sa',
  'sl',
  'cia',
  'ag',
  'bv',
];

/** Without accents, case, punctuation and legal form: "Hospital Clínico, C.A." and "hospital clinico" are one. */
export function comparableName(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' y ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const form = legalForms.find((one) => plain.endsWith(` ${one}`));
  return form === undefined ? plain : plain.slice(0, -form.length).trim();
}

/** Name and postcode together. Without a postcode only the name counts, within the country. */
export function nameKeyOf({
  name,
  postcode,
  country,
}: {
  name: string;
  postcode?: string | null | undefined;
  country: string;
}): string {
  const place = postcode ? postcode.toUpperCase().replace(/[^A-Z0-9]/g, '') : '';
  return `${country} ${comparableName(name)} ${place}`.trim();
}

/** "https://www.Hospital.example/es" and "info@hospital.example" name one domain; null when there is none in it. */
export function domainOf(address: string): string | null {
  const host = address
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/^.*@/, '')
    .replace(/[/?#:].*$/, '')
    .replace(/^www\./, '')
    .replace(/\.$/, '');
  return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(host) ? host : null;
}

export type CustomerKeys = {
  taxIdFingerprint: Buffer | null;
  domain: string | null;
  nameKey: string;
  customerId: string | null;
};

/** The keys under which a customer is protected; two registrations that share one are for the same customer. */
export function protectionKeys({ taxIdFingerprint, domain, nameKey, customerId }: CustomerKeys): string[] {
  return [
    ...(taxIdFingerprint ? [`tax ${taxIdFingerprint.toString('hex')}`] : []),
    ...(domain ? [`domain ${domain}`] : []),
    `name ${nameKey}`,
    ...(customerId ? [`customer ${customerId}`] : []),
  ].sort();
}
