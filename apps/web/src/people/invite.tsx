import { useMutation } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { type DepartmentsQuery, InviteEmployeeDocument } from '../generated/graphql';
import { When } from '../language/when';
import { inOrder } from './department-tree';
import styles from './form.module.css';

const blank = () => ({
  key: crypto.randomUUID() as string,
  name: '',
  email: '',
  title: '',
  departmentId: '',
});

export interface InviteProps {
  departments: DepartmentsQuery['departments'];
  onClose: () => void;
}

/** A link that works once, handed over by whoever makes it. */
export default function Invite({ departments, onClose }: InviteProps) {
  const { t } = useLingui();
  const [fields, setFields] = useState(blank);
  const [invite, { data, error, loading, reset }] = useMutation(InviteEmployeeDocument);
  const set = (over: Partial<typeof fields>) => setFields({ ...fields, ...over });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { key, name, email, title, departmentId } = fields;
    const input = {
      idempotencyKey: key,
      name: name.trim(),
      email: email.trim(),
      ...(title.trim() ? { title: title.trim() } : {}),
      ...(departmentId ? { departmentId } : {}),
    };
    void invite({ variables: { input } }).catch(() => undefined);
  };
  if (data)
    return (
      <Made
        name={fields.name}
        path={data.inviteEmployee.path}
        expiresAt={data.inviteEmployee.expiresAt}
        onAnother={() => {
          setFields(blank());
          reset();
        }}
        onClose={onClose}
      />
    );
  return (
    <form className={styles.card} onSubmit={submit} aria-label={t`Invite someone`}>
      <h2>
        <Trans>Invite someone</Trans>
      </h2>
      <div className={styles.pair}>
        <TextInput
          label={t`Name`}
          required
          withAsterisk={false}
          autoFocus
          value={fields.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t`Work email`}
          type="email"
          required
          withAsterisk={false}
          value={fields.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
        <TextInput
          label={t`Title (may stay empty)`}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <NativeSelect
          label={t`Department`}
          value={fields.departmentId}
          onChange={(event) => set({ departmentId: event.currentTarget.value })}
          data={[
            { value: '', label: t`None` },
            ...inOrder(departments).map(({ department, depth }) => ({
              value: department.id,
              label: `${'\u2007\u2007'.repeat(depth)}${department.name}`,
            })),
          ]}
        />
      </div>
      {error && <FailureNotice error={error} />}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={loading}>
          <Trans>Make the link</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}

interface MadeProps {
  name: string;
  path: string;
  expiresAt: string;
  onAnother: () => void;
  onClose: () => void;
}

function Made({ name, path, expiresAt, onAnother, onClose }: MadeProps) {
  const { t } = useLingui();
  const { copy, copied } = useClipboard({ timeout: 3_000 });
  const link = new URL(path, location.origin).href;
  return (
    <section className={styles.card} aria-label={t`Invitation for ${name}`}>
      <h2>
        <Trans>Invitation for {name}</Trans>
      </h2>
      <TextInput
        label={t`Link`}
        readOnly
        value={link}
        onFocus={(event) => event.currentTarget.select()}
        autoFocus
      />
      <Notice icon="lock">
        <Trans>
          It works once, until <When at={expiresAt} within />. Hand it to {name} yourself; it is not shown
          again and nobody else is told.
        </Trans>
      </Notice>
      <div className={styles.buttons}>
        <Button variant="filled" onClick={() => copy(link)}>
          {copied ? <Trans>Copied</Trans> : <Trans>Copy the link</Trans>}
        </Button>
        <Button onClick={onAnother}>
          <Trans>Invite another</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </section>
  );
}
