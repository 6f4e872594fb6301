export type Whereabouts = { country: string; region?: string | null | undefined; postcode?: string | null | undefined };

/** The path of a customer's place in the tree: as deep as it is known, and no deeper than the first part that is missing. */
export function placePath({ country, region, postcode }: Whereabouts): string {
  const parts = [placeCode(country)];
  if (region) {
    parts.push(placeCode(region));
    if (postcode) parts.push(placeCode(postcode));
  }
  return parts.join('/');
}

/** "Distrito Capital" and "distrito-capital" are one place. */
export function placeCode(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
}
