import { Button, Select } from '@mantine/core';
import { type Me, useProblemText } from '@nexus/page';
import { formatWhen, type Locale, Notice } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { SpaceSummary } from '../../app/queries.ts';
import { AddMember } from './add-member.tsx';
import { RemoveMemberDialog } from './remove-member-dialog.tsx';
import { type Member, membersQuery, roles, type SpaceRole } from './space-queries.ts';
import classes from './spaces.module.css';

/** Who is in the space and what they may do. A space keeps an owner: the last one can neither leave nor become anything else. */
export function Members({ space, me }: { space: SpaceSummary; me: Me }) {
  const { t, i18n } = useTranslation('spaces');
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { data: members = [], error } = useQuery(membersQuery(space.id));
  const [problem, setProblem] = useState<string | null>(null);
  const [leaving, setLeaving] = useState<Member | null>(null);
  const isOwner = space.role === 'owner';
  const owners = members.filter(({ role }) => role === 'owner').length;

  async function changeRole(member: Member, role: SpaceRole): Promise<void> {
    setProblem(null);
    try {
      await api.PUT('/api/v1/spaces/{spaceId}/members/{personId}', {
        params: { path: { spaceId: space.id, personId: member.personId } },
        body: { role },
      });
    } catch (cause) {
      setProblem(problemText(cause));
    }
    await queries.invalidateQueries({ queryKey: membersQuery(space.id).queryKey });
    if (member.personId === me.id) await queries.invalidateQueries({ queryKey: ['spaces'] });
  }

  return (
    <section className={classes['section']} aria-labelledby="members">
      <h2 id="members">{t('members.title')}</h2>
      {(error || problem) && <Notice tone="bad">{problem ?? problemText(error)}</Notice>}
      <ul className={classes['list']}>
        {members.map((member) => {
          const isMe = member.personId === me.id;
          const isLastOwner = member.role === 'owner' && owners === 1;
          return (
            <li key={member.personId} className={classes['member']}>
              <span className={classes['spaceName']}>
                <strong>
                  {member.name || t('members.unknown')}
                  {isMe && ` (${t('members.you')})`}
                </strong>
                <small>
                  {isLastOwner
                    ? t('members.lastOwner')
                    : t('members.since', { date: formatWhen(member.addedAt, i18n.language as Locale) })}
                </small>
              </span>
              {isOwner && !isLastOwner ? (
                <Select
                  size="xs"
                  w={150}
                  aria-label={t('members.roleOf', { name: member.name })}
                  data={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
                  value={member.role}
                  allowDeselect={false}
                  onChange={(role) => role && void changeRole(member, role as SpaceRole)}
                />
              ) : (
                <span className={classes['muted']}>{t(`role.${member.role}`)}</span>
              )}
              {(isOwner || isMe) && !isLastOwner ? (
                <Button variant="subtle" color="gray" size="xs" onClick={() => setLeaving(member)}>
                  {t(isMe ? 'members.leave' : 'members.remove')}
                </Button>
              ) : (
                <span />
              )}
            </li>
          );
        })}
      </ul>
      <dl className={classes['roles']}>
        {roles.map((role) => (
          <div key={role}>
            <dt>{t(`role.${role}`)}</dt>
            <dd>{t(`roleLong.${role}`)}</dd>
          </div>
        ))}
      </dl>
      {isOwner && <AddMember spaceId={space.id} />}
      {leaving && (
        <RemoveMemberDialog
          space={space}
          member={leaving}
          isMe={leaving.personId === me.id}
          onClose={() => setLeaving(null)}
        />
      )}
    </section>
  );
}
