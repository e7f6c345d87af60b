import { useMutation, useQuery } from '@apollo/client/react';
import { Mark } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../connection/client';
import { FailureNotice } from '../failure/failure-notice';
import { AcceptInvitationDocument, InvitationDocument } from '../generated/graphql';
import { Opening } from '../shell/places';
import { useTitle } from '../shell/title';
import { Door } from './door';
import styles from './door.module.css';
import { shortestPassword } from './password';
import { takeToken } from './token';

// Read once as the page opens: drawing it twice must not find an emptied address.
const token = takeToken();

/** The token stands in the fragment, which no browser sends: it reaches no log and no referrer. */
export function InvitationScreen() {
  const { t } = useLingui();
  useTitle(t`Invitation`);
  const router = useRouter();
  const { data, error, loading } = useQuery(InvitationDocument, {
    variables: { token },
    fetchPolicy: 'no-cache',
  });
  const [accept, accepting] = useMutation(AcceptInvitationDocument);
  const [password, setPassword] = useState('');

  if (loading) return <Opening />;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      await accept({ variables: { input: { token, password } } });
      await client.clearStore();
      await router.navigate({ to: '/', replace: true });
    } catch {
      // `accepting.error` says it in words.
    }
  };

  return (
    <Door>
      <Mark size={40} />
      {data ? (
        <>
          <h1>
            <Trans>Welcome, {data.invitation.name}</Trans>
          </h1>
          <p className={styles.promise}>
            <Trans>
              {data.invitation.organisationName} keeps a courtyard: what you say here stays here, unless you
              say yes.
            </Trans>
          </p>
          <form className={styles.form} onSubmit={(event) => void submit(event)}>
            <TextInput
              label={t`Work email`}
              value={data.invitation.email}
              readOnly
              name="email"
              autoComplete="username"
            />
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
            {accepting.error && <FailureNotice error={accepting.error} />}
            <Button type="submit" variant="filled" fullWidth loading={accepting.loading}>
              <Trans>Come in</Trans>
            </Button>
          </form>
        </>
      ) : (
        <>
          <h1>
            <Trans>Invitation</Trans>
          </h1>
          <p className={styles.gap} />
          <FailureNotice error={error} />
        </>
      )}
    </Door>
  );
}
