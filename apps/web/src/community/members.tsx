import { useMutation, useQuery } from '@apollo/client/react';
import { Icon, RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { countAnew } from '../feed/feed-cache';
import {
  AddCommunityMemberDocument,
  type CommunityCardFragment,
  CommunityMembersDocument,
  JumpDocument,
  RemoveCommunityMemberDocument,
} from '../generated/graphql';
import formStyles from '../people/form.module.css';
import listStyles from '../people/list.module.css';
import { PersonRow } from '../people/person-row';

export interface MembersProps {
  community: CommunityCardFragment;
  onClose: () => void;
}

export default function Members({ community, onClose }: MembersProps) {
  const { t } = useLingui();
  const { data, error, refetch, fetchMore } = useQuery(CommunityMembersDocument, {
    variables: { id: community.id },
    fetchPolicy: 'cache-and-network',
  });
  const [remove, removing] = useMutation(RemoveCommunityMemberDocument, { update: countAnew });
  const mayManage = community.allowed.includes('manage_members');
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
      {mayManage && (
        <AddMember communityId={community.id} onAdded={() => void refetch().catch(() => undefined)} />
      )}
      {(error ?? removing.error) && <FailureNotice error={error ?? removing.error} />}
      {!members && !error && <RowBones count={3} label={t`Reading the members`} />}
      {members && (
        <ul className={listStyles.list}>
          {members.nodes.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              end={
                mayManage && (
                  <Button
                    size="xs"
                    aria-label={t`Remove ${person.name}`}
                    onClick={() => void take(person.id)}
                  >
                    <Trans>Remove</Trans>
                  </Button>
                )
              }
            />
          ))}
        </ul>
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
  const [add, { error }] = useMutation(AddCommunityMemberDocument, { update: countAnew });
  const take = async (employeeId: string) => {
    try {
      await add({ variables: { communityId, employeeId } });
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
        label={t`Let somebody in`}
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
                <Button size="xs" aria-label={t`Let ${person.name} in`} onClick={() => void take(person.id)}>
                  <Trans>Let in</Trans>
                </Button>
              }
            />
          ))}
        </ul>
      )}
    </div>
  );
}
