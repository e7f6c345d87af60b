import { useMutation, useQuery } from '@apollo/client/react';
import { Icon, RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  AddPasskeyDocument,
  BeginPasskeyRegistrationDocument,
  MyPasskeysDocument,
  type PasskeyFragment,
  RemovePasskeyDocument,
} from '../generated/graphql';
import { When } from '../language/when';
import { FrozenNotice } from '../reauthentication/frozen-notice';
import { makePasskey, passkeysWork } from '../reauthentication/passkey';
import { useFresh } from '../reauthentication/use-fresh';
import styles from './settings.module.css';

/** Passkeys prove who says yes: nothing to type, nothing to give away. */
export function Passkeys() {
  const { t } = useLingui();
  const { data, error, refetch } = useQuery(MyPasskeysDocument, { fetchPolicy: 'cache-and-network' });
  const frozenUntil = data?.me.frozenUntil;
  return (
    <>
      {frozenUntil && <FrozenNotice until={frozenUntil} />}
      <p className={styles.aside}>
        <Trans>
          A passkey shows that it is you when you say yes or approve: by finger, face or key, with nothing to
          give away. Adding one lets yes and approvals rest for 14 days.
        </Trans>
      </p>
      {error && !data && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!data && !error && <RowBones count={1} label={t`Reading your passkeys`} />}
      {data && data.me.passkeys.length > 0 && (
        <ul className={styles.sessions}>
          {data.me.passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} passkey={passkey} />
          ))}
        </ul>
      )}
      {passkeysWork() ? (
        data && <AddPasskey />
      ) : (
        <p className={styles.aside}>
          <Trans>This browser has no passkeys.</Trans>
        </p>
      )}
    </>
  );
}

function PasskeyRow({ passkey }: { passkey: PasskeyFragment }) {
  const { t } = useLingui();
  const [remove] = useMutation(RemovePasskeyDocument, { variables: { id: passkey.id } });
  const removing = useFresh();
  return (
    <li>
      <Icon name="lock" />
      <div>
        <b>{passkey.name}</b>
        <p>
          <Trans>
            Added <When at={passkey.createdAt} within />
          </Trans>
          {passkey.lastUsedAt && (
            <>
              {' · '}
              <Trans>
                last used <When at={passkey.lastUsedAt} within />
              </Trans>
            </>
          )}
        </p>
        {removing.failure !== null && <FailureNotice error={removing.failure} />}
      </div>
      <Button
        size="xs"
        loading={removing.busy}
        aria-label={t`Remove the passkey ${passkey.name}`}
        onClick={() => void removing.run(() => remove())}
      >
        <Trans>Remove</Trans>
      </Button>
    </li>
  );
}

function AddPasskey() {
  const { t } = useLingui();
  const [name, setName] = useState('');
  const [open, setOpen] = useState(false);
  const [begin] = useMutation(BeginPasskeyRegistrationDocument);
  const [add] = useMutation(AddPasskeyDocument);
  const adding = useFresh();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await adding.run(async () => {
      const { data } = await begin();
      const response = await makePasskey(data?.beginPasskeyRegistration ?? '');
      return add({ variables: { input: { name: name.trim(), response } } });
    });
    if (!done) return;
    setName('');
    setOpen(false);
  };
  if (!open)
    return (
      <div>
        <Button onClick={() => setOpen(true)}>
          <Trans>Add a passkey</Trans>
        </Button>
      </div>
    );
  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      <TextInput
        label={t`What you call it`}
        placeholder={t`Laptop`}
        required
        withAsterisk={false}
        maxLength={60}
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {adding.failure !== null && <FailureNotice error={adding.failure} />}
      <div className={styles.two}>
        <Button type="submit" loading={adding.busy}>
          <Trans>Make the passkey</Trans>
        </Button>
        <Button onClick={() => setOpen(false)}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
