import { useMutation } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { FailureNotice } from '../failure/failure-notice';
import { type AccountNoticeKind, DismissAccountNoticeDocument, type MeQuery } from '../generated/graphql';
import { When } from '../language/when';
import styles from './account-notices.module.css';

type AccountNotices = MeQuery['me']['accountNotices'];

/** What was changed about the account since the last sign-in: shown on every page until it was put away. */
export default function AccountNotices({ notices }: { notices: AccountNotices }) {
  return (
    <div className={styles.notices}>
      {notices.map((notice) => (
        <One key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function One({ notice }: { notice: AccountNotices[number] }) {
  const { t } = useLingui();
  const [dismiss, { error, loading }] = useMutation(DismissAccountNoticeDocument, {
    variables: { id: notice.id },
  });
  const what: Record<AccountNoticeKind, string> = {
    password_reset: t`Your password was reset by a mailed link.`,
    password_changed: t`Your password was changed.`,
    passkey_added: t`A passkey was added to your account.`,
    passkey_removed: t`A passkey was removed from your account.`,
    address_changed: t`The address you sign in with was changed.`,
  };
  return (
    <Notice
      icon="lock"
      role="status"
      title={what[notice.kind]}
      actions={
        <>
          <Button size="xs" loading={loading} onClick={() => void dismiss().catch(() => undefined)}>
            <Trans>It was me</Trans>
          </Button>
          <Button size="xs" component={Link} to="/settings">
            <Trans>It was not me</Trans>
          </Button>
        </>
      }
    >
      <When at={notice.at} />.{' '}
      <Trans>
        If that was not you: change your password, sign out everywhere, and tell whoever runs Courtyard.
      </Trans>
      {error && <FailureNotice error={error} />}
    </Notice>
  );
}
