import { maxPasswordLength } from '@nexus/crypto';
import { Timestamp } from '@nexus/http';
import { z } from 'zod';

export const RoleSchema = z.enum(['administrator', 'officer', 'auditor']).meta({ id: 'Role' });

const PersonName = z.string().trim().min(1).max(200);
const Email = z.email().max(254);
/** The rules of a good password are checked by the service, which knows the address. */
const Password = z.string().min(1).max(maxPasswordLength);
const AnyLocale = z.enum(['es', 'en']);
const Locale = AnyLocale.default('es');
const AnyTimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, 'not a time zone of the IANA list')
  .describe('IANA name, such as Europe/Madrid');
const TimeZone = AnyTimeZone.default('UTC');
const LinkToken = z.string().min(1).max(200);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export const SetupState = z.object({
  needed: z.boolean().describe('Nobody can sign in yet; the link is in the server’s output'),
});
export const SetupBody = z.object({
  token: LinkToken,
  name: PersonName,
  email: Email,
  password: Password,
  locale: Locale,
  timeZone: TimeZone,
});
/** Six digits of an app, or a recovery code. */
const Code = z.string().trim().min(1).max(40);
export const SignInBody = z.object({
  email: z.string().min(1).max(254),
  password: Password,
  code: Code.optional().describe('For people with a second step: `session.code_required` asks for it'),
});
export const OwnPasswordBody = z.object({ password: Password });
export const CodeBody = z.object({ code: Code });
export const SecondFactorSchema = z
  .object({
    isOn: z.boolean(),
    since: Timestamp.nullable(),
    codesLeft: z.int().describe('Recovery codes not used yet'),
  })
  .meta({ id: 'SecondFactor' });
export const OneTimeSecretSchema = z.object({
  secret: z.string().describe('Base32, for typing into an app'),
  uri: z.string().describe('The same for a QR code: `otpauth://totp/...`'),
});
const Base64Url = z.string().max(20_000);
const credential = { id: Base64Url, rawId: Base64Url, type: z.literal('public-key') };
export const NewPasskeyBody = z.object({
  name: z.string().trim().min(1).max(100),
  response: z
    .object({ ...credential, response: z.object({ clientDataJSON: Base64Url, attestationObject: Base64Url }) })
    .describe('RegistrationResponseJSON of WebAuthn'),
});
export const PasskeySignInBody = z.object({
  response: z
    .object({
      ...credential,
      response: z.object({
        clientDataJSON: Base64Url,
        authenticatorData: Base64Url,
        signature: Base64Url,
        userHandle: Base64Url.optional(),
      }),
    })
    .describe('AuthenticationResponseJSON of WebAuthn'),
});
export const PasskeyParams = z.object({ passkeyId: z.uuid() });
export const PasskeyNameBody = z.object({ name: z.string().trim().min(1).max(100) });
export const PasskeySchema = z
  .object({ id: z.uuid(), name: z.string(), createdAt: Timestamp, lastUsedAt: Timestamp.nullable() })
  .meta({ id: 'Passkey' });
/** Loose, because the standard goes on growing and the browser reads it all. */
export const NewPasskeyOptionsSchema = z
  .looseObject({
    challenge: z.string(),
    rp: z.object({ id: z.string().optional(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ alg: z.int(), type: z.literal('public-key') })),
  })
  .describe('PublicKeyCredentialCreationOptionsJSON of WebAuthn');
export const PasskeySignInOptionsSchema = z
  .looseObject({ challenge: z.string(), rpId: z.string().optional() })
  .describe('PublicKeyCredentialRequestOptionsJSON of WebAuthn');
export const RecoveryCodesSchema = z.object({ codes: z.array(z.string()).describe('Shown once. Each works once.') });
export const JoinBody = z.object({ token: LinkToken, password: Password });
/** Strict, so that a mistyped or future field is refused instead of silently left out. */
export const ProfileBody = z
  .strictObject({ name: PersonName.optional(), locale: AnyLocale.optional(), timeZone: AnyTimeZone.optional() })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'give at least one field');
export const PasswordBody = z.object({ currentPassword: Password, password: Password });
export const InviteBody = z.object({ name: PersonName, email: Email, locale: Locale, timeZone: TimeZone });
export const TokenBody = z.object({
  name: z.string().trim().min(1).max(100),
  days: z.int().min(1).max(365).default(90),
});

export const PersonParams = z.object({ personId: z.uuid() });
export const RoleParams = z.object({ personId: z.uuid(), role: RoleSchema });
export const SessionParams = z.object({ sessionId: z.uuid() });
export const TokenParams = z.object({ tokenId: z.uuid() });

export const MeSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string().nullable(),
    locale: z.string(),
    timeZone: z.string(),
    roles: z.array(RoleSchema),
    evaluation: z.boolean().describe('Duties are not separate and the key lies beside the data: show the banner'),
  })
  .meta({ id: 'Me' });

export const SignedInSchema = z.object({ me: MeSchema, expiresAt: Timestamp });

export const PersonSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['member', 'demo']),
    state: z.enum(['invited', 'active', 'suspended']),
    name: z.string(),
    email: z.string().nullable(),
    locale: z.string(),
    timeZone: z.string(),
    roles: z.array(RoleSchema),
    version: z.int(),
    createdAt: Timestamp,
  })
  .meta({ id: 'Person' });

export const InvitationSchema = z
  .object({ token: z.string().describe('Shown once. Works once.'), expiresAt: Timestamp })
  .meta({ id: 'Invitation' });

export const InvitedSchema = z.object({ person: PersonSchema, invitation: InvitationSchema });

export const SessionSchema = z
  .object({
    id: z.uuid(),
    isCurrent: z.boolean(),
    ip: z.string(),
    userAgent: z.string(),
    way: z.enum(['password', 'passkey', 'link', 'directory', 'provider', 'certificate']),
    createdAt: Timestamp,
    lastSeenAt: Timestamp,
    expiresAt: Timestamp,
  })
  .meta({ id: 'Session' });

export const AccessTokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    createdAt: Timestamp,
    lastUsedAt: Timestamp.nullable(),
    expiresAt: Timestamp,
  })
  .meta({ id: 'AccessToken' });

export const NewAccessTokenSchema = AccessTokenSchema.extend({
  secret: z.string().describe('Shown once. Send it as Authorization: Bearer.'),
}).meta({ id: 'NewAccessToken' });

export const NewPasswordResetSchema = z
  .object({
    token: z.string().describe('Shown once. Works once.'),
    expiresAt: Timestamp,
    needsApproval: z.boolean().describe('Somebody else has to say yes before it works'),
  })
  .meta({ id: 'NewPasswordReset' });

export const OpenPasswordResetSchema = z.object({
  open: z
    .object({ issuedBy: z.uuid(), expiresAt: Timestamp, isApproved: z.boolean(), mayApprove: z.boolean() })
    .nullable(),
});

const SessionLimit = z
  .object({
    fromRank: z.int().min(0).max(99).describe('Holds from this rank of clearance on, up to the next line'),
    idleMinutes: z.int().min(5).max(120),
    totalMinutes: z.int().min(15).max(1440),
    isAddressBound: z.boolean().describe('From another address one signs in again'),
  })
  .meta({ id: 'SessionLimit' });
export const SessionLimitsBody = z.object({ items: z.array(SessionLimit).min(1).max(100) });
export const SessionLimitsSchema = SessionLimitsBody.extend({ mayChange: z.boolean() });

export const LocalSignInSchema = z
  .object({
    passwordsFor: z.enum(['everyone', 'break_glass']),
    breakGlass: z.array(z.uuid()).max(20).describe('Administrators whose password is taken in any case'),
  })
  .meta({ id: 'LocalSignIn' });

export const NoContent = z.undefined().describe('Done');
