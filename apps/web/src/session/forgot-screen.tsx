import { useMutation } from '@apollo/client/react';
import { Mark, Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { RequestPasswordResetDocument } from '../generated/graphql';
import { useTitle } from '../shell/title';
import { Door } from './door';
import styles from './door.module.css';

/** Asks for a link to choose a new password. Whether there is such an account is told to nobody. */
export function ForgotScreen() {
  const { t } = useLingui();
  useTitle(t`Forgot your password`);
  const [email, setEmail] = useState('');
  const [request, { data, error, loading }] = useMutation(RequestPasswordResetDocument);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void request({ variables: { email: email.trim() } }).catch(() => undefined);
  };
  return (
    <Door>
      <Mark size={40} />
      <h1>
        <Trans>Forgot your password</Trans>
      </h1>
      {data ? (
        <>
          <p className={styles.gap} />
          <Notice role="status" icon="check" title={<Trans>Look into your mail.</Trans>}>
            <Trans>
              If somebody signs in with this address, a link is on its way. It works once and for an hour. We
              do not say whether the address is known. If nothing comes, ask your administrator: not every
              house sends mail.
            </Trans>
          </Notice>
        </>
      ) : (
        <>
          <p className={styles.promise}>
            <Trans>
              You get a link by mail. After a new password, saying yes and approving rest for 14 days, so that
              nobody else can do it in your name.
            </Trans>
          </p>
          <form className={styles.form} onSubmit={submit}>
            <TextInput
              label={t`Work email`}
              type="email"
              name="email"
              autoComplete="username"
              required
              withAsterisk={false}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            {error && <FailureNotice error={error} />}
            <Button type="submit" variant="filled" fullWidth loading={loading}>
              <Trans>Send me a link</Trans>
            </Button>
          </form>
        </>
      )}
      <p className={styles.below}>
        <Link to="/sign-in">
          <Trans>Back to sign-in</Trans>
        </Link>
      </p>
    </Door>
  );
}
