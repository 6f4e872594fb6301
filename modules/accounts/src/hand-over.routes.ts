import { type HttpReply, type HttpRequest, sessionCookieOf, setSessionCookie } from '@nexus/http';
import type { AccountsService } from './accounts.service.ts';
import type { MeView } from './accounts.view.ts';
import type { IssuedSession } from './new-session.ts';

export type Entered = { me: MeView; session: IssuedSession };

/**
 * The token goes into the cookie alone, where no script of the page can read it. What the browser had before is over: a session never goes on
 * under a token that was there before somebody signed in.
 */
export async function handOver(
  request: HttpRequest,
  reply: HttpReply,
  service: Pick<AccountsService, 'endReplacedSession'>,
  { me, session }: Entered,
): Promise<{ me: MeView; expiresAt: string }> {
  const before = sessionCookieOf(request);
  if (before !== null) await service.endReplacedSession(before);
  setSessionCookie(reply, session.token, session.expiresAt);
  return { me, expiresAt: session.expiresAt.toISOString() };
}
