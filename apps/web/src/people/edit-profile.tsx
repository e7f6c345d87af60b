import { useApolloClient, useMutation } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import { ProfileDocument, type ProfileFragment, ReviseProfileDocument } from '../generated/graphql';
import styles from './form.module.css';
import { changed, differing, type PlainFields, plainOf } from './plain-fields';
import profileStyles from './profile.module.css';

export default function EditProfile({ person, onDone }: { person: ProfileFragment; onDone: () => void }) {
  const { t } = useLingui();
  const client = useApolloClient();
  const [base, setBase] = useState({ fields: plainOf(person), version: person.version });
  const [fields, setFields] = useState(base.fields);
  const [theirs, setTheirs] = useState<PlainFields | null>(null);
  const [revise, { loading }] = useMutation(ReviseProfileDocument);
  const [failure, setFailure] = useState<unknown>(null);
  const set = (over: Partial<PlainFields>) => setFields({ ...fields, ...over });
  const labels: Record<keyof PlainFields, string> = {
    name: t`Name`,
    title: t`Title`,
    pronouns: t`Pronouns`,
    bio: t`About me`,
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setFailure(null);
    try {
      await revise({ variables: { input: { version: base.version, ...changed(base.fields, fields) } } });
      onDone();
    } catch (error) {
      if (failureOf(error).code === 'conflict.stale_version') await compare();
      else setFailure(error);
    }
  };
  const compare = async () => {
    try {
      const { data } = await client.query({
        query: ProfileDocument,
        variables: { id: person.id },
        fetchPolicy: 'network-only',
      });
      if (data?.node.__typename !== 'Employee') return;
      const stored = plainOf(data.node);
      setBase({ fields: stored, version: data.node.version });
      setTheirs(stored);
    } catch (error) {
      setFailure(error);
    }
  };

  return (
    <form className={styles.card} onSubmit={(event) => void submit(event)} aria-label={t`Edit your profile`}>
      {theirs && (
        <Notice
          tone="amber"
          icon="clock"
          role="alert"
          title={<Trans>Your profile was changed elsewhere meanwhile.</Trans>}
          actions={
            <Button size="xs" onClick={onDone}>
              <Trans>Keep what is stored</Trans>
            </Button>
          }
        >
          <Trans>Here are both; saving puts yours over it.</Trans>
          <dl className={profileStyles.both}>
            {differing(theirs, fields).map((field) => (
              <div key={field}>
                <dt>{labels[field]}</dt>
                <dd>
                  <Trans>Stored: {theirs[field] || '–'}</Trans>
                </dd>
                <dt />
                <dd>
                  <Trans>Yours: {fields[field] || '–'}</Trans>
                </dd>
              </div>
            ))}
          </dl>
        </Notice>
      )}
      <div className={styles.pair}>
        <TextInput
          label={labels.name}
          required
          withAsterisk={false}
          autoFocus
          value={fields.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={labels.title}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <TextInput
          label={labels.pronouns}
          value={fields.pronouns}
          onChange={(event) => set({ pronouns: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label={labels.bio}
        description={t`What others may ask you about. Everyone here can read it.`}
        autosize
        minRows={3}
        maxRows={12}
        value={fields.bio}
        onChange={(event) => set({ bio: event.currentTarget.value })}
      />
      {failure !== null && <FailureNotice error={failure} />}
      <div className={styles.buttons}>
        <Button type="submit" variant="filled" loading={loading}>
          {theirs ? <Trans>Save mine over it</Trans> : <Trans>Save</Trans>}
        </Button>
        <Button onClick={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
