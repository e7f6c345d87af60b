import { useMutation } from '@apollo/client/react';
import { Mark, Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import { ResetPasswordDocument } from '../generated/graphql';
import { useTitle } from '../shell/title';
import { Door } from './door';
import styles from './door.module.css';
import { shortestPassword } from './password';
import { takeToken } from './token';

// Read once as the page opens: drawing it twice must not find an emptied address.
const token = takeToken();

/** A new password by a mailed link. */
export function ResetScreen() {
  const { t } = useLingui();
  useTitle(t`New password`);
  const [password, setPassword] = useState('');
  const [reset, { data, error, loading }] = useMutation(ResetPasswordDocument);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void reset({ variables: { input: { token, password } } }).catch(() => undefined);
  };
  const ended = token === '' || (error && failureOf(error).code === 'password_reset.invalid');
  return (
    <Door>
      <Mark size={40} />
      <h1>
        <Trans>New password</Trans>
      </h1>
      <p className={styles.gap} />
      {data && (
        <Notice role="status" tone="good" icon="check" title={<Trans>Your password is changed.</Trans>}>
          <Trans>
            Every browser was signed out. Saying yes and approving rest for 14 days; everything else works as
            before.
          </Trans>
        </Notice>
      )}
      {!data && ended && <FailureNotice error={error ?? { code: 'password_reset.invalid', details: {} }} />}
      {!data && !ended && (
        <form className={styles.form} onSubmit={submit}>
          <PasswordInput
            label={t`Choose a password`}
            description={t`At least ${shortestPassword} characters. Four ordinary words are good; nothing else is asked of it.`}
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={shortestPassword}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
          />
          {error && <FailureNotice error={error} />}
          <Button type="submit" variant="filled" fullWidth loading={loading}>
            <Trans>Use this password</Trans>
          </Button>
        </form>
      )}
      <p className={styles.below}>
        {ended ? (
          <Link to="/forgot">
            <Trans>Ask for a new link</Trans>
          </Link>
        ) : (
          <Link to="/sign-in">
            <Trans>Back to sign-in</Trans>
          </Link>
        )}
      </p>
    </Door>
  );
}
