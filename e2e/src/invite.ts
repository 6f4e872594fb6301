import { type ApiClient, createApiClient, obtainToken } from '@nexus/vault';
import type { DemoVault } from './demo-vault.ts';

type Invited = { person: { id: string }; invitation: { token: string } };

export type InvitedPerson = { id: string; email: string; password: string; client: ApiClient };

/** Somebody else who has accepted the invitation; in no space yet. */
export async function invite({ url }: Pick<DemoVault, 'url'>, by: ApiClient, name: string): Promise<InvitedPerson> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@example.org`;
  const password = 'siete lunas de papel azul';
  const { person, invitation } = await by.post<Invited>('/people', { name, email });
  const token = await obtainToken(url, '/invitations/accept', { token: invitation.token, password }, 'e2e');
  return { id: person.id, email, password, client: createApiClient(url, { token }) };
}
