import { useMutation } from '@apollo/client/react';
import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { countAnew } from '../feed/feed-cache';
import {
  ArchiveCommunityDocument,
  ChangeCommunityAccessDocument,
  type CommunityWholeFragment,
  PromiseAnswersDocument,
  ReopenCommunityDocument,
  ReviseCommunityDocument,
} from '../generated/graphql';
import { dayWords } from '../language/time';
import formStyles from '../people/form.module.css';
import { Access, type Opening } from './access';
import styles from './community.module.css';

/** From narrow to wide. */
const WIDTH = ['hidden', 'closed', 'open'];

export interface CaringProps {
  community: CommunityWholeFragment;
  onClose: () => void;
}

/** What its owners decide: what it says of itself, and when it ends. */
export default function Caring({ community, onClose }: CaringProps) {
  const { t } = useLingui();
  const [name, setName] = useState(community.name);
  const [purpose, setPurpose] = useState(community.purpose);
  const [charter, setCharter] = useState(community.charter);
  const [revise, { error, loading }] = useMutation(ReviseCommunityDocument);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const input = { id: community.id, name: name.trim(), purpose: purpose.trim(), charter: charter.trim() };
    try {
      await revise({ variables: { input: { ...input, charter: input.charter || null } } });
      onClose();
    } catch {
      // `error` says it in words; the form keeps them.
    }
  };
  return (
    <section className={formStyles.card} aria-label={t`Look after it`}>
      <form
        className={formStyles.dialog}
        onSubmit={(event) => void submit(event)}
        aria-label={t`What it says`}
      >
        <h2>
          <Trans>Look after it</Trans>
        </h2>
        <TextInput
          label={t`Name`}
          required
          withAsterisk={false}
          maxLength={80}
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
          maxLength={500}
          value={purpose}
          onChange={(event) => setPurpose(event.currentTarget.value)}
        />
        <Textarea
          label={t`Charter (may stay empty)`}
          description={t`Shown to whoever comes in, who agrees to it. Members see a new wording here.`}
          autosize
          minRows={3}
          maxRows={12}
          maxLength={5000}
          value={charter}
          onChange={(event) => setCharter(event.currentTarget.value)}
        />
        {error && <FailureNotice error={error} />}
        <div className={formStyles.buttons}>
          <Button type="submit" variant="filled" loading={loading}>
            <Trans>Save</Trans>
          </Button>
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        </div>
      </form>
      <Door community={community} />
      <Promised community={community} />
      <Ending community={community} />
    </section>
  );
}

function Door({ community }: { community: CommunityWholeFragment }) {
  const { id, access, history } = community;
  const [opening, setOpening] = useState<Opening>({ access, history });
  const [change, { error, loading }] = useMutation(ChangeCommunityAccessDocument, {
    variables: { input: { id, ...opening } },
    update: countAnew,
  });
  const wider =
    WIDTH.indexOf(opening.access) > WIDTH.indexOf(access) ||
    (history === 'from_joining' && opening.history === 'from_start');
  const anew = wider || (opening.access === 'hidden' && access !== 'hidden');
  const same = opening.access === access && opening.history === history;
  return (
    <div className={styles.ending}>
      <h3>
        <Trans>Its door</Trans>
      </h3>
      <Access
        value={opening}
        onChange={setOpening}
        fromStart={
          anew ? (
            <Trans>Whoever comes in reads what is posted from this change on.</Trans>
          ) : (
            <Trans>
              Whoever comes in reads what was posted before, back to when it was last opened wider or hidden.
            </Trans>
          )
        }
      />
      {anew && (
        <p className={styles.wider}>
          <Trans>
            What was posted until now stays with those who can read it now. Whoever comes in later reads of it
            what its authors show them.
          </Trans>
          {wider && opening.access !== access && (
            <>
              {' '}
              <Trans>Who is in it is told to its members only.</Trans>
            </>
          )}
        </p>
      )}
      {error && <FailureNotice error={error} />}
      <div className={styles.end}>
        <Button disabled={same} loading={loading} onClick={() => void change().catch(() => undefined)}>
          {wider ? <Trans>Open it wider</Trans> : <Trans>Change the door</Trans>}
        </Button>
      </div>
    </div>
  );
}

/** Hours, as a promise is made. */
const PROMISES = [4, 24, 48, 168];

function Promised({ community }: { community: CommunityWholeFragment }) {
  const { t } = useLingui();
  const { id, promisedAnswerHours: hours } = community;
  const [promise, { error, loading }] = useMutation(PromiseAnswersDocument);
  const inWords = (some: number) =>
    some < 24
      ? plural(some, { one: 'within # hour', other: 'within # hours' })
      : plural(some / 24, { one: 'within a day', other: 'within # days' });
  // What another client promised stays on the list.
  const steps = [...new Set([...PROMISES, ...(hours === null ? [] : [hours])])].toSorted((a, b) => a - b);
  return (
    <div className={styles.ending}>
      <h3>
        <Trans>Answers</Trans>
      </h3>
      <NativeSelect
        label={t`Whoever asks a question here is promised a first answer`}
        value={hours ?? ''}
        disabled={loading}
        data={[
          { value: '', label: t`at no particular time` },
          ...steps.map((some) => ({ value: String(some), label: inWords(some) })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          void promise({ variables: { id, withinHours: value === '' ? null : Number(value) } }).catch(
            () => undefined,
          )
        }
      />
      {error && <FailureNotice error={error} />}
    </div>
  );
}

function Ending({ community }: { community: CommunityWholeFragment }) {
  const { i18n, t } = useLingui();
  const { id, endsAt, archived } = community;
  const [day, setDay] = useState('');
  const [archive, archiving] = useMutation(ArchiveCommunityDocument);
  const [reopen, reopening] = useMutation(ReopenCommunityDocument, { variables: { id } });
  const error = archiving.error ?? reopening.error;
  const end = (on: string | null) => void archive({ variables: { id, on } }).catch(() => undefined);
  return (
    <div className={styles.ending}>
      <h3>
        <Trans>Its end</Trans>
      </h3>
      <p className={styles.note}>
        {endsAt === null ? (
          <Trans>
            It has no end. Archived it can be read, and nothing new is said in it; it can be reopened.
          </Trans>
        ) : archived ? (
          <Trans>Archived since {dayWords(new Date(endsAt), i18n.locale)}.</Trans>
        ) : (
          <Trans>It ends on {dayWords(new Date(endsAt), i18n.locale)}, and is archived then.</Trans>
        )}
      </p>
      {error && <FailureNotice error={error} />}
      <div className={styles.end}>
        {endsAt !== null && (
          <Button loading={reopening.loading} onClick={() => void reopen().catch(() => undefined)}>
            {archived ? <Trans>Reopen</Trans> : <Trans>Let it go on</Trans>}
          </Button>
        )}
        {!archived && (
          <>
            <TextInput
              label={t`Ends on`}
              type="date"
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
            <Button
              disabled={day === ''}
              loading={archiving.loading}
              onClick={() => end(new Date(`${day}T00:00:00`).toISOString())}
            >
              <Trans>Set the day</Trans>
            </Button>
            <Button loading={archiving.loading} onClick={() => end(null)}>
              <Trans>Archive now</Trans>
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
