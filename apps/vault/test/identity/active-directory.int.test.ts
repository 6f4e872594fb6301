import { connect, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bearer, type Fixture, startIdentity } from './identity-fixture.ts';
import { base, hasSlapd, type Slapd, startSlapd } from './slapd.ts';

// What is Active Directory's own: names, numbers and syntaxes as Microsoft gives them ([MS-ADA1] to [MS-ADA3]), on another server. Debian's msuser.schema
// leaves out the rules by which values are compared, so that nobody could be found with it.
const schema = `
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.656 NAME 'userPrincipalName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.159 NAME 'accountExpires' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
objectclass ( 1.2.840.113556.1.5.9 NAME 'user' SUP organizationalPerson STRUCTURAL
  MAY ( sAMAccountName $ userPrincipalName $ objectGUID $ userAccountControl $ accountExpires $ displayName $ mail ) )
objectclass ( 1.2.840.113556.1.5.8 NAME 'group' SUP top STRUCTURAL MUST cn MAY member )
`;

/** A GUID as the sixteen bytes that it is, of which hardly one is a letter. */
const guid = (last: number) =>
  Buffer.from([0xff, 0x00, 0x2a, 0x28, 0x29, 0x5c, 0xc3, 0x28, 0x80, 1, 2, 3, 4, 5, 6, last]);
const normalAccount = 0x200;
const disabled = normalAccount | 0x2;

const user = (name: string, login: string, last: number, more: string[] = []) =>
  [
    `dn: cn=${name},ou=Personal,${base}`,
    'objectClass: user',
    `cn: ${name}`,
    `sn: ${name}`,
    `displayName: ${name}`,
    `sAMAccountName: ${login}`,
    `userPrincipalName: ${login}@corp.example.org`,
    `mail: ${login}@example.org`,
    `objectGUID:: ${guid(last).toString('base64')}`,
    `userPassword: clave de ${login} 1`,
    ...(more.some((line) => line.startsWith('userAccountControl')) ? [] : [`userAccountControl: ${normalAccount}`]),
    ...more,
    '',
  ].join('\n');

/** Tenths of microseconds since 1601. */
const ticksOf = (time: number) => ((BigInt(time) + 11_644_473_600_000n) * 10_000n).toString();
const day = 86_400_000;

const entries = [
  `dn: ${base}\nobjectClass: dcObject\nobjectClass: organization\no: Ejemplo\ndc: example\n`,
  `dn: ou=Personal,${base}\nobjectClass: organizationalUnit\nou: Personal\n`,
  `dn: ou=Bajas,${base}\nobjectClass: organizationalUnit\nou: Bajas\n`,
  `dn: ou=Grupos,${base}\nobjectClass: organizationalUnit\nou: Grupos\n`,
  `dn: cn=lector,${base}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: lector\nuserPassword: lector-11\n`,
  user('Ana Ruiz', 'aruiz', 1, ['accountExpires: 9223372036854775807']),
  user('Eva Sanz', 'esanz', 2, ['accountExpires: 0']),
  user('Baja Lara', 'blara', 3, [`userAccountControl: ${disabled}`]),
  user('Vence Ayer', 'vayer', 4, [`accountExpires: ${ticksOf(Date.now() - day)}`]),
  user('Vence Luego', 'vluego', 5, [`accountExpires: ${ticksOf(Date.now() + day)}`]),
  user('Pablo Vera', 'pvera', 6),
  `dn: cn=Auditoría,ou=Grupos,${base}\nobjectClass: group\ncn: Auditoría\nmember: cn=Ana Ruiz,ou=Personal,${base}\n`,
].join('\n');

let slapd: Slapd;
let relay: { server: Server; url: string; heard: Buffer[] };
let fixture: Fixture;
let directoryId: string;

/** Between the vault and the directory: what was asked, byte by byte. */
async function startRelay(to: string): Promise<typeof relay> {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    const upstream = connect(Number(new URL(to).port), '127.0.0.1');
    socket.on('data', (chunk: Buffer) => heard.push(chunk));
    socket.pipe(upstream).pipe(socket);
    for (const one of [socket, upstream]) one.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, heard, url: `ldap://localhost:${(server.address() as { port: number }).port}` };
}

const settings = (change: object = {}) => ({
  name: 'Active Directory',
  newcomers: 'create',
  linkByEmail: false,
  secondStep: 'ours',
  url: slapd.url,
  startTls: true,
  authority: slapd.authority.ca,
  bindDn: `cn=lector,${base}`,
  bindPassword: 'lector-11',
  base,
  filter: '(objectClass=user)',
  loginAttribute: 'sAMAccountName',
  idAttribute: 'objectGUID',
  nameAttribute: 'displayName',
  emailAttribute: 'mail',
  groupBase: `ou=Grupos,${base}`,
  nestedGroups: 'walk',
  groupRules: [{ group: `CN=auditoría, OU=Grupos,${base}`, role: 'auditor' }],
  ...change,
});

let source = 0;
const signIn = (username: string, password: string, sourceId = directoryId) => {
  source += 1;
  return fixture.app.inject({
    method: 'POST',
    url: '/api/v1/session/directory',
    payload: { sourceId, username, password },
    remoteAddress: `198.51.100.${source}`,
  });
};
const lastReason = () => fixture.audit.at(-1)?.reason;

async function withSource<R>(change: object, run: (sourceId: string) => Promise<R>): Promise<R> {
  const sourceId = await fixture.addSource({ kind: 'directory', settings: settings(change) });
  try {
    return await run(sourceId);
  } finally {
    await fixture.identity.service.sources.remove(fixture.admin.actor, sourceId);
  }
}

describe.skipIf(!hasSlapd)('Active Directory : needs slapd and openssl', () => {
  beforeAll(async () => {
    slapd = await startSlapd(entries, schema);
    relay = await startRelay(slapd.url);
    fixture = await startIdentity();
    directoryId = await fixture.addSource({ kind: 'directory', settings: settings() });
  }, 60_000);
  afterAll(async () => {
    await fixture?.close();
    relay?.server.close();
    await slapd?.close();
  });
  beforeEach(() => {
    fixture.audit.length = 0;
  });

  test('an account comes in by its short name, in any capitals, and is the same person under another name elsewhere in the tree: its GUID says so', async () => {
    const first = await signIn('ARuiz', 'clave de aruiz 1');
    expect(first.json().me).toMatchObject({ name: 'Ana Ruiz', email: 'aruiz@example.org' });
    slapd.change(
      `dn: cn=Ana Ruiz,ou=Personal,${base}\nchangetype: modrdn\nnewrdn: cn=Ana Ruiz Gil\ndeleteoldrdn: 1\nnewsuperior: ou=Bajas,${base}\n`,
    );
    slapd.change(
      `dn: cn=Ana Ruiz Gil,ou=Bajas,${base}\nchangetype: modify\nreplace: sAMAccountName\nsAMAccountName: agil\n`,
    );
    expect((await signIn('agil', 'clave de aruiz 1')).json().me.id).toBe(first.json().me.id);
    // Whoever gets the name that became free is somebody else.
    slapd.change(
      `dn: cn=Eva Sanz,ou=Personal,${base}\nchangetype: modify\nreplace: sAMAccountName\nsAMAccountName: aruiz\n`,
    );
    const other = await signIn('aruiz', 'clave de esanz 1');
    expect(other.json().me.name).toBe('Eva Sanz');
    expect(other.json().me.id).not.toBe(first.json().me.id);
  });

  test('or by its principal name, which looks like an address and is none', async () => {
    await withSource({ loginAttribute: 'userPrincipalName' }, async (sourceId) => {
      const entered = await signIn('pvera@CORP.example.org', 'clave de pvera 1', sourceId);
      expect(entered.json().me).toMatchObject({ name: 'Pablo Vera', email: 'pvera@example.org' });
      expect((await signIn('pvera@example.org', 'clave de pvera 1', sourceId)).statusCode).toBe(401);
    });
  });

  test('a disabled or expired account stays outside with the right password too, and in a wrong one nobody learns which it is', async () => {
    for (const login of ['blara', 'vayer']) {
      expect((await signIn(login, `clave de ${login} 1`)).statusCode).toBe(401);
      expect(lastReason()).toBe('disabled_in_directory');
      expect((await signIn(login, 'no es esta')).statusCode).toBe(401);
      expect(lastReason()).toBe('wrong_password');
    }
  });

  test('the usual filter by a bit of the account’s flags keeps disabled accounts from being found at all', async () => {
    const filter = '(&(objectClass=user)(!(userAccountControl:1.2.840.113556.1.4.803:=2)))';
    await withSource({ filter, linkByEmail: true }, async (sourceId) => {
      expect((await signIn('blara', 'clave de blara 1', sourceId)).statusCode).toBe(401);
      expect(lastReason()).toBe('unknown_account');
      expect((await signIn('agil', 'clave de aruiz 1', sourceId)).statusCode).toBe(201);
    });
  });

  test('whoever is disabled there is out here with the next comparison, sessions included', async () => {
    const entered = await signIn('vluego', 'clave de vluego 1');
    const [cookie] = entered.cookies;
    expect(entered.statusCode).toBe(201);
    slapd.change(
      `dn: cn=Vence Luego,ou=Personal,${base}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: ${disabled}\n`,
    );
    await fixture.identity.service.sources.synchronizeNow(fixture.admin.actor, directoryId);
    expect(fixture.audit.find(({ action }) => action === 'person.suspended')).toMatchObject({
      reason: 'disabled_in_directory',
    });
    expect((await fixture.app.inject({ url: '/api/v1/me', headers: bearer(cookie!.value) })).statusCode).toBe(401);
  });

  test('groups in groups are asked for in one question with the rule of Active Directory, in the form that a directory reads', async () => {
    // Other servers read the rule and know no such chain: they answer with no group, and without an error.
    const change = { url: relay.url, startTls: false, nestedGroups: 'active_directory', linkByEmail: true };
    await withSource(change, async (sourceId) => {
      relay.heard.length = 0;
      expect((await signIn('agil', 'clave de aruiz 1', sourceId)).statusCode).toBe(201);
    });
    const member = `cn=Ana Ruiz Gil,ou=Bajas,${base}`;
    // RFC 4511 section 4.5.1.7.7: extensibleMatch [9] of rule [1], attribute [2] and value [3].
    const field = (tag: number, text: string) =>
      Buffer.concat([Buffer.of(tag, Buffer.byteLength(text)), Buffer.from(text)]);
    const asked = Buffer.concat(relay.heard);
    const parts = [field(0x81, '1.2.840.113556.1.4.1941'), field(0x82, 'member'), field(0x83, member)];
    const at = asked.indexOf(parts[0]!);
    expect(at).toBeGreaterThan(0);
    expect(asked.subarray(at, at + Buffer.concat(parts).length)).toEqual(Buffer.concat(parts));
    expect(asked.includes(field(0x04, 'objectClass'))).toBe(true);
    expect(asked.includes(Buffer.concat([field(0x04, 'objectClass'), field(0x04, 'group')]))).toBe(true);
  });
});
