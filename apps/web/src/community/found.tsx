import { useMutation } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { CommunitiesDocument, type CommunityAccess, FoundCommunityDocument } from '../generated/graphql';
import formStyles from '../people/form.module.css';
import styles from './community.module.css';

export default function Found({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [key] = useState(() => crypto.randomUUID());
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState('');
  const [access, setAccess] = useState<CommunityAccess>('open');
  const [found, { error, loading }] = useMutation(FoundCommunityDocument, {
    refetchQueries: [
      { query: CommunitiesDocument, variables: {} },
      { query: CommunitiesDocument, variables: { mine: true } },
    ],
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { idempotencyKey: key, name: name.trim(), purpose: purpose.trim(), access };
    try {
      const { data } = await found({ variables: { input } });
      if (data)
        await navigate({ to: '/communities/$communityId', params: { communityId: data.foundCommunity.id } });
    } catch {
      // `error` says it in words; the form keeps them.
    }
  };
  return (
    <form
      className={formStyles.card}
      onSubmit={(event) => void submit(event)}
      aria-label={t`Found a community`}
    >
      <h2>
        <Trans>Found a community</Trans>
      </h2>
      <TextInput
        label={t`Name`}
        required
        withAsterisk={false}
        autoFocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Textarea
        label={t`What it is for`}
        required
        withAsterisk={false}
        autosize
        minRows={2}
        maxRows={6}
        value={purpose}
        onChange={(event) => setPurpose(event.currentTarget.value)}
      />
      <div className={styles.access}>
        <SegmentedControl
          aria-label={t`Who may join`}
          value={access}
          onChange={(value) => setAccess(value as CommunityAccess)}
          data={[
            { value: 'open', label: t`Open` },
            { value: 'closed', label: t`Closed` },
          ]}
        />
        <p className={styles.note}>
          {access === 'open' ? (
            <Trans>Every employee may join by themselves, and then reads what was posted before.</Trans>
          ) : (
            <Trans>Owners let members in. Others see its name and purpose, not its posts.</Trans>
          )}
        </p>
      </div>
      {error && <FailureNotice error={error} />}
      <div className={formStyles.buttons}>
        <Button type="submit" variant="filled" loading={loading}>
          <Trans>Found it</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
