import { useMutation, useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  BeginPasskeyAssertionDocument,
  MyPasskeysDocument,
  ReauthenticateDocument,
  ReauthenticateWithPasskeyDocument,
} from '../generated/graphql';
import styles from '../people/form.module.css';
import { useViewer } from '../session/viewer';
import { Dialog } from '../shell/sheet';
import { passkeysWork, showPasskey } from './passkey';
import type { Waiting } from './reauthentication';

/** Asks who is at the screen, by passkey where there is one, else by password. */
export default function ReauthenticationDialog({ act }: { act: Waiting }) {
  const { data, error } = useQuery(MyPasskeysDocument);
  const [byPassword, setByPassword] = useState(false);
  const passkeys = passkeysWork() && (data?.me.passkeys.length ?? 0) > 0;
  return (
    <Dialog title={<Trans>Is it you?</Trans>} onClose={act.turnedBack}>
      <div className={styles.dialog}>
        <p>
          <Trans>
            A yes and an approval are given by a person, not by an open screen. Proving it holds for five
            minutes.
          </Trans>
        </p>
        {passkeys && !byPassword ? (
          <ByPasskey onDone={act.proven} onPassword={() => setByPassword(true)} onBack={act.turnedBack} />
        ) : (
          (data || error) && <ByPassword onDone={act.proven} onBack={act.turnedBack} />
        )}
      </div>
    </Dialog>
  );
}

interface WayProps {
  onDone: () => void;
  onBack: () => void;
}

function ByPasskey({ onDone, onBack, onPassword }: WayProps & { onPassword: () => void }) {
  const [begin] = useMutation(BeginPasskeyAssertionDocument);
  const [answer] = useMutation(ReauthenticateWithPasskeyDocument);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const prove = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const { data } = await begin();
      const response = await showPasskey(data?.beginPasskeyAssertion ?? '');
      await answer({ variables: { response } });
      onDone();
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };
  return (
    <>
      {failure !== null && <FailureNotice error={failure} />}
      <div className={styles.buttons}>
        <Button variant="filled" loading={busy} onClick={() => void prove()} data-autofocus>
          <Trans>Use a passkey</Trans>
        </Button>
        <Button onClick={onPassword}>
          <Trans>Use the password</Trans>
        </Button>
        <Button onClick={onBack}>
          <Trans>Go back</Trans>
        </Button>
      </div>
    </>
  );
}

function ByPassword({ onDone, onBack }: WayProps) {
  const { t } = useLingui();
  const { employee } = useViewer();
  const [password, setPassword] = useState('');
  const [prove, { error, loading }] = useMutation(ReauthenticateDocument);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await prove({ variables: { password } });
      onDone();
    } catch {
      setPassword(''); // `error` says it in words
    }
  };
  return (
    <form className={styles.dialog} onSubmit={(event) => void submit(event)}>
      <input type="text" name="username" autoComplete="username" value={employee.name} readOnly hidden />
      <PasswordInput
        label={t`Your password`}
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
      />
      {error && <FailureNotice error={error} />}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={loading}>
          <Trans>It is me</Trans>
        </Button>
        <Button onClick={onBack}>
          <Trans>Go back</Trans>
        </Button>
      </div>
    </form>
  );
}
