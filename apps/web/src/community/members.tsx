import { useMutation, useQuery } from '@apollo/client/react';
import { Icon, RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { countAnew } from '../feed/feed-cache';
import {
  AddCommunityMemberDocument,
  ChangeCommunityRoleDocument,
  CommunityDoorDocument,
  CommunityMembersDocument,
  type CommunityRole,
  type CommunityWholeFragment,
  InviteToCommunityDocument,
  JumpDocument,
  RemoveCommunityMemberDocument,
} from '../generated/graphql';
import formStyles from '../people/form.module.css';
import listStyles from '../people/list.module.css';
import { PersonRow } from '../people/person-row';
import styles from './community.module.css';
import { Door } from './door';

export interface MembersProps {
  community: CommunityWholeFragment;
  onClose: () => void;
}

export default function Members({ community, onClose }: MembersProps) {
  const { t } = useLingui();
  const { data, error, refetch, fetchMore } = useQuery(CommunityMembersDocument, {
    variables: { id: community.id },
    fetchPolicy: 'cache-and-network',
  });
  const [remove, removing] = useMutation(RemoveCommunityMemberDocument, { update: countAnew });
  const [give, giving] = useMutation(ChangeCommunityRoleDocument);
  const mayManage = community.allowed.includes('manage_members');
  const mayGive = community.allowed.includes('change_roles');
  const owners = new Set(community.owners.map((one) => one.id));
  const moderators = new Set(community.moderators.map((one) => one.id));
  const roleOf = (id: string): CommunityRole =>
    owners.has(id) ? 'owner' : moderators.has(id) ? 'moderator' : 'member';
  const words = { owner: t`Owner`, moderator: t`Moderator`, member: t`Member` };
  const failure = error ?? removing.error ?? giving.error;
  const again = () => void refetch().catch(() => undefined);
  const members = data?.node.__typename === 'Community' ? data.node.members : undefined;
  const take = async (employeeId: string) => {
    await remove({ variables: { communityId: community.id, employeeId } }).catch(() => undefined);
    await refetch().catch(() => undefined);
  };
  return (
    <section className={formStyles.card} aria-label={t`Members`}>
      <h2>
        <Trans>Members</Trans>
      </h2>
      {mayManage && !community.archived && <AddMember communityId={community.id} onAdded={again} />}
      {mayManage && <Door communityId={community.id} onEntered={again} />}
      {failure && <FailureNotice error={failure} />}
      {!members && !error && <RowBones count={3} label={t`Reading the members`} />}
      {members && (
        <div>
          {mayManage && (
            <h3 className={styles.small}>
              <Trans>Who is in it</Trans>
            </h3>
          )}
          <ul className={listStyles.list} aria-label={t`Who is in it`}>
            {members.nodes.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                words={!mayGive && roleOf(person.id) !== 'member' ? words[roleOf(person.id)] : undefined}
                end={
                  mayManage && (
                    <span className={styles.two}>
                      {mayGive && person.kind === 'employee' && (
                        <NativeSelect
                          size="xs"
                          aria-label={t`What ${person.name} is here`}
                          value={roleOf(person.id)}
                          onChange={(event) =>
                            void give({
                              variables: {
                                communityId: community.id,
                                employeeId: person.id,
                                role: event.currentTarget.value as CommunityRole,
                              },
                            }).catch(() => undefined)
                          }
                          data={[
                            { value: 'owner', label: words.owner },
                            { value: 'moderator', label: words.moderator },
                            { value: 'member', label: words.member },
                          ]}
                        />
                      )}
                      {(roleOf(person.id) === 'member' || (mayGive && roleOf(person.id) === 'moderator')) && (
                        <Button
                          size="xs"
                          aria-label={t`Remove ${person.name}`}
                          onClick={() => void take(person.id)}
                        >
                          <Trans>Remove</Trans>
                        </Button>
                      )}
                    </span>
                  )
                }
              />
            ))}
          </ul>
        </div>
      )}
      <div className={formStyles.buttons}>
        {members?.pageInfo.hasNextPage && (
          <Button
            size="xs"
            onClick={() =>
              void fetchMore({ variables: { after: members.pageInfo.endCursor } }).catch(() => undefined)
            }
          >
            <Trans>Show more</Trans>
          </Button>
        )}
        <Button size="xs" onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
      </div>
    </section>
  );
}

function AddMember({ communityId, onAdded }: { communityId: string; onAdded: () => void }) {
  const { t } = useLingui();
  const [words, setWords] = useState('');
  const [search] = useDebouncedValue(words.trim(), 150);
  const found = useQuery(JumpDocument, { variables: { search }, skip: search === '' });
  const [add, adding] = useMutation(AddCommunityMemberDocument, { update: countAnew });
  const [invite, inviting] = useMutation(InviteToCommunityDocument, {
    refetchQueries: [{ query: CommunityDoorDocument, variables: { id: communityId } }],
  });
  const error = adding.error ?? inviting.error;
  const take = async (work: Promise<unknown>) => {
    try {
      await work;
      setWords('');
      onAdded();
    } catch {
      // `error` says it in words.
    }
  };
  return (
    <div>
      <TextInput
        type="search"
        label={t`Ask somebody in`}
        description={t`An invitation leaves the answer to them. Letting them in adds them at once.`}
        placeholder={t`Search by name`}
        leftSection={<Icon name="search" small />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {error && <FailureNotice error={error} />}
      {search !== '' && words !== '' && (
        <ul>
          {(found.data?.employees.nodes ?? []).map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              end={
                <span className={styles.two}>
                  <Button
                    size="xs"
                    aria-label={t`Invite ${person.name}`}
                    onClick={() => void take(invite({ variables: { communityId, employeeId: person.id } }))}
                  >
                    <Trans>Invite</Trans>
                  </Button>
                  <Button
                    size="xs"
                    aria-label={t`Let ${person.name} in`}
                    onClick={() => void take(add({ variables: { communityId, employeeId: person.id } }))}
                  >
                    <Trans>Let in</Trans>
                  </Button>
                </span>
              }
            />
          ))}
        </ul>
      )}
    </div>
  );
}
