import { useMutation, useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { FailureNotice } from '../failure/failure-notice';
import { countAnew } from '../feed/feed-cache';
import {
  AdmitToCommunityDocument,
  CommunityDoorDocument,
  DeclineCommunityRequestDocument,
  RevokeCommunityInvitationDocument,
} from '../generated/graphql';
import { dayWords } from '../language/time';
import listStyles from '../people/list.module.css';
import { PersonRow } from '../people/person-row';
import styles from './community.module.css';

/** Who waits before it, asked or unasked; for those who let people in. */
export function Door({ communityId, onEntered }: { communityId: string; onEntered: () => void }) {
  const { i18n, t } = useLingui();
  const { data, error } = useQuery(CommunityDoorDocument, {
    variables: { id: communityId },
    fetchPolicy: 'cache-and-network',
  });
  const refetchQueries = [{ query: CommunityDoorDocument, variables: { id: communityId } }];
  const [admit, admitting] = useMutation(AdmitToCommunityDocument, { update: countAnew, refetchQueries });
  const [decline, declining] = useMutation(DeclineCommunityRequestDocument, { refetchQueries });
  const [revoke, revoking] = useMutation(RevokeCommunityInvitationDocument, { refetchQueries });
  const failure = error ?? admitting.error ?? declining.error ?? revoking.error;
  const door = data?.node.__typename === 'Community' ? data.node : undefined;
  const answer = async (work: Promise<unknown>) => {
    await work.catch(() => undefined);
    onEntered();
  };
  return (
    <>
      {failure && <FailureNotice error={failure} />}
      {door && door.requests.nodes.length > 0 && (
        <div>
          <h3 className={styles.small}>
            <Trans>They ask to be let in</Trans>
          </h3>
          <ul className={listStyles.list} aria-label={t`Requests`}>
            {door.requests.nodes.map(({ employee, words }) => {
              const variables = { communityId, employeeId: employee.id };
              return (
                <PersonRow
                  key={employee.id}
                  person={employee}
                  words={words}
                  end={
                    <span className={styles.two}>
                      <Button
                        size="xs"
                        aria-label={t`Let ${employee.name} in`}
                        onClick={() => void answer(admit({ variables }))}
                      >
                        <Trans>Let in</Trans>
                      </Button>
                      <Button
                        size="xs"
                        aria-label={t`Answer ${employee.name} with no`}
                        onClick={() => void answer(decline({ variables }))}
                      >
                        <Trans>No</Trans>
                      </Button>
                    </span>
                  }
                />
              );
            })}
          </ul>
        </div>
      )}
      {door && door.invitations.nodes.length > 0 && (
        <div>
          <h3 className={styles.small}>
            <Trans>Asked in, no answer yet</Trans>
          </h3>
          <ul className={listStyles.list} aria-label={t`Invitations`}>
            {door.invitations.nodes.map(({ employee, expiresAt, invitedBy }) => (
              <PersonRow
                key={employee.id}
                person={employee}
                words={t`By ${invitedBy.name}, until ${dayWords(new Date(expiresAt), i18n.locale)}`}
                end={
                  <Button
                    size="xs"
                    aria-label={t`Take the invitation of ${employee.name} back`}
                    onClick={() =>
                      void answer(revoke({ variables: { communityId, employeeId: employee.id } }))
                    }
                  >
                    <Trans>Take back</Trans>
                  </Button>
                }
              />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}
