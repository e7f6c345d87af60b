import { Trans, useLingui } from '@lingui/react/macro';
import type { ProposalStatus, Role } from '../generated/graphql';
import { When } from '../language/when';
import { useRoleWords } from '../terms/use-role-words';
import styles from './entry.module.css';

export function StatusTag({ status }: { status: ProposalStatus }) {
  const { t } = useLingui();
  const words: Record<ProposalStatus, string> = {
    proposed: t`Waits for a second person`,
    active: t`In force`,
    retired: t`Ended`,
    refused: t`Refused`,
  };
  const waits = status === 'proposed' ? ` ${styles.waits}` : '';
  return <span className={`${styles.tag}${waits}`}>{words[status]}</span>;
}

export interface TwoRolesProps {
  proposal: {
    status: ProposalStatus;
    proposedByMe: boolean;
    proposedRole: Role;
    proposedAt: string;
    decidedRole: Role | null;
    decidedAt: string | null;
  };
}

/** In which role it was proposed, and in which it was decided. */
export function TwoRoles({ proposal }: TwoRolesProps) {
  const roles = useRoleWords();
  const first = roles.named(proposal.proposedRole);
  return (
    <p className={styles.meta}>
      {proposal.proposedByMe ? (
        <Trans>
          Proposed by you, as {first}, <When at={proposal.proposedAt} within />
        </Trans>
      ) : (
        <Trans>
          Proposed by {first}, <When at={proposal.proposedAt} within />
        </Trans>
      )}
      {proposal.decidedRole && proposal.decidedAt && (
        <>
          {' · '}
          <Trans>
            decided by {roles.named(proposal.decidedRole)}, <When at={proposal.decidedAt} within />
          </Trans>
        </>
      )}
    </p>
  );
}
