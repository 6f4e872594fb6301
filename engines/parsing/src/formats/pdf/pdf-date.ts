/**
 * A PDF date (`D:20240131120000+01'00'`, ISO 32000-1, 7.9.4) in RFC 3339; undefined when it is none. Parts that are missing are the
 * earliest possible; a missing zone counts as UTC.
 */
export function parsePdfDate(date: string): string | undefined {
  const found = /^(?:D:)?(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:([-+Z])(\d\d)?'?(\d\d)?)?/.exec(date.trim());
  if (!found) return undefined;
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00', sign, h = '00', m = '00'] =
    found;
  const zone = sign === '+' || sign === '-' ? `${sign}${h}:${m}` : 'Z';
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`;
  return Number.isNaN(Date.parse(text)) ? undefined : text;
}
