import { useMutation } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { ChangePasswordDocument } from '../generated/graphql';
import { shortestPassword } from '../session/password';
import { useViewer } from '../session/viewer';
import styles from './settings.module.css';

export function ChangePassword() {
  const { t } = useLingui();
  const { employee } = useViewer();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [change, { data, error, loading }] = useMutation(ChangePasswordDocument);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await change({ variables: { input: { current, next } } });
      setCurrent('');
      setNext('');
    } catch {
      // `error` says it in words.
    }
  };
  const toggle = { 'aria-label': t`Show or hide the password` };
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <input type="text" name="username" autoComplete="username" value={employee.name} readOnly hidden />
      <PasswordInput
        label={t`Present password`}
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        visibilityToggleButtonProps={toggle}
      />
      <PasswordInput
        label={t`New password`}
        description={t`At least ${shortestPassword} characters. Four ordinary words are good; nothing else is asked of it.`}
        autoComplete="new-password"
        required
        withAsterisk={false}
        minLength={shortestPassword}
        value={next}
        onChange={(event) => setNext(event.currentTarget.value)}
        visibilityToggleButtonProps={toggle}
      />
      {error && <FailureNotice error={error} />}
      {data && current === '' && next === '' && (
        <Notice tone="good" icon="check" role="status" title={<Trans>Your password is changed.</Trans>}>
          <Trans>Use the new one from now on.</Trans>
        </Notice>
      )}
      <div>
        <Button type="submit" loading={loading}>
          <Trans>Change the password</Trans>
        </Button>
      </div>
    </form>
  );
}
