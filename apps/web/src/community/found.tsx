import { useMutation } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { CommunitiesDocument, FoundCommunityDocument } from '../generated/graphql';
import formStyles from '../people/form.module.css';
import { Access, type Opening } from './access';

export interface FoundProps {
  onClose: () => void;
  /** The post whose conversation it continues. */
  fromPostId?: string | undefined;
}

export default function Found({ onClose, fromPostId }: FoundProps) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [key] = useState(() => crypto.randomUUID());
  const [name, setName] = useState('');
  const [purpose, setPurpose] = useState('');
  const [charter, setCharter] = useState('');
  const [opening, setOpening] = useState<Opening>({ access: 'open', history: 'from_start' });
  const [inviteSpeakers, setInviteSpeakers] = useState(false);
  const [found, { error, loading }] = useMutation(FoundCommunityDocument, {
    refetchQueries: [
      { query: CommunitiesDocument, variables: {} },
      { query: CommunitiesDocument, variables: { mine: true } },
    ],
  });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = {
      idempotencyKey: key,
      name: name.trim(),
      purpose: purpose.trim(),
      charter: charter.trim() || null,
      ...opening,
      ...(fromPostId ? { fromPostId, inviteSpeakers } : {}),
    };
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
      <Access value={opening} onChange={setOpening} />
      <Textarea
        label={t`Charter (may stay empty)`}
        description={t`Shown to whoever comes in, who agrees to it.`}
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        value={charter}
        onChange={(event) => setCharter(event.currentTarget.value)}
      />
      {fromPostId && (
        <Checkbox
          label={t`Invite those who spoke in the conversation it starts from`}
          checked={inviteSpeakers}
          onChange={(event) => setInviteSpeakers(event.currentTarget.checked)}
        />
      )}
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
