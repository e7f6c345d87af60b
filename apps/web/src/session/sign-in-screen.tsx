import { useMutation, useQuery } from '@apollo/client/react';
import { Icon, Mark, Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { client } from '../connection/client';
import { FailureNotice } from '../failure/failure-notice';
import { SignInDocument, SignInPageDocument } from '../generated/graphql';
import { useTitle } from '../shell/title';
import { Door } from './door';
import styles from './door.module.css';

export function SignInScreen() {
  const { t } = useLingui();
  useTitle(t`Sign in`);
  const router = useRouter();
  const { back, expired } = useSearch({ from: '/sign-in' });
  const { data } = useQuery(SignInPageDocument);
  const [signIn, { loading, error }] = useMutation(SignInDocument);
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState('');

  const enter = async (input: { email: string; password: string }) => {
    setBusy(input.email);
    try {
      await signIn({ variables: { input } });
      await client.clearStore();
      await router.navigate({ href: back ?? '/', replace: true });
    } catch {
      setBusy(''); // `error` says it in words
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void enter({ email: email.trim(), password });
  };
  const demo = data?.signInPage.demoAccounts ?? [];

  return (
    <Door>
      <Mark size={40} />
      <h1>{data?.signInPage.organisationName ?? 'Courtyard'}</h1>
      <p className={styles.promise}>
        <Trans>What you say here stays here, unless you say yes.</Trans>
      </p>
      {expired && (
        <Notice role="status" icon="clock" title={<Trans>Your session has ended.</Trans>}>
          <Trans>Sign in again to go on. Your drafts are kept in this tab.</Trans>
        </Notice>
      )}
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
        <PasswordInput
          label={t`Password`}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
        />
        {error && <FailureNotice error={error} />}
        <Button type="submit" variant="filled" fullWidth loading={loading && busy === email.trim()}>
          <Trans>Sign in</Trans>
        </Button>
        <p className={styles.meta}>
          <Link to="/forgot">
            <Trans>Forgot your password?</Trans>
          </Link>
        </p>
      </form>
      {demo.length > 0 && (
        <section className={styles.demo} aria-labelledby="demo">
          <h2 id="demo">
            <Trans>Demo: come in as</Trans>
          </h2>
          <ul>
            {demo.map((account) => (
              <li key={account.email}>
                <button
                  type="button"
                  disabled={loading}
                  onClick={() => void enter({ email: account.email, password: account.password })}
                >
                  <span>
                    <b>{account.name}</b>
                    <span className={styles.meta}>{account.title}</span>
                  </span>
                  <Icon name="down" small />
                </button>
              </li>
            ))}
          </ul>
          <p className={styles.meta}>
            <Trans>These people are invented. Only a demo on this machine shows them.</Trans>
          </p>
        </section>
      )}
    </Door>
  );
}
