import { useApolloClient, useMutation } from '@apollo/client/react';
import { Icon } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { failureOf } from '../failure/failure';
import { FailureNotice } from '../failure/failure-notice';
import {
  AnswerConsentDocument,
  type AskedFragment,
  AskedOfMeDocument,
  DeferConsentDocument,
  ItemsOfMineDocument,
  MyConsentsDocument,
} from '../generated/graphql';
import { useDay } from '../language/use-day';
import { When } from '../language/when';
import { useFresh } from '../reauthentication/use-fresh';
import facts from '../shell/facts.module.css';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRecipientWords } from '../terms/use-recipient-words';
import { answered, anythingChosen, type Choices, inputOf, nothingChosen, withoutStale } from './answers';
import { AskedField } from './asked-field';
import styles from './privacy.module.css';
import { versionsIn } from './versions';
import { WouldLeave } from './would-leave';

const nothingChanged: ReadonlySet<string> = new Set();

export interface RequestCardProps {
  request: AskedFragment;
  /** While the account is frozen a yes rests. */
  frozen: boolean;
}

/** One request: who, what for, what is in it for me, my own values, and the same two buttons for each. */
export function RequestCard({ request, frozen }: RequestCardProps) {
  const { t } = useLingui();
  const id = useId();
  const [choices, setChoices] = useState<Choices>(nothingChosen);
  const [showing, setShowing] = useState<'leaves' | 'notice' | null>(null);
  const [changed, setChanged] = useState<ReadonlySet<string>>(nothingChanged);
  const client = useApolloClient();
  const [answer] = useMutation(AnswerConsentDocument, {
    refetchQueries: [MyConsentsDocument, ItemsOfMineDocument],
  });
  const [defer, deferring] = useMutation(DeferConsentDocument);
  const answering = useFresh();
  const [later, setLater] = useState(false);
  const total = request.fields.length;
  const done = answered(request, choices);

  const save = async () => {
    const input = { requestId: request.id, answers: inputOf(request, choices) };
    const done = await answering.run(() =>
      answer({ variables: { input } }).catch(async (error: unknown) => {
        if (failureOf(error).code === 'consent.stale_version') await showAnew();
        throw error;
      }),
    );
    if (!done) return; // they stay
    setChoices(nothingChosen);
    setChanged(nothingChanged);
  };
  /** What was asked, as it is now; only what changed is asked again. */
  const showAnew = async () => {
    const shown = await client.refetchQueries({ include: [AskedOfMeDocument, ItemsOfMineDocument] });
    const { choices: left, lost } = withoutStale(choices, versionsIn(shown));
    setChoices(left);
    setChanged(lost);
  };
  const putOff = async () => {
    try {
      await defer({ variables: { requestId: request.id } });
      setLater(true);
    } catch {
      // `deferring.error` says it in words.
    }
  };
  const toggle = (what: 'leaves' | 'notice') => setShowing((now) => (now === what ? null : what));

  return (
    <article className={styles.card} data-card tabIndex={-1} aria-labelledby={id}>
      <div className={styles.top}>
        <div className={styles.from}>
          <span className={styles.gate}>
            <Icon name="outside" />
          </span>
          <div>
            <h2 id={id}>
              <Plural
                value={total}
                one={`${request.recipient.name} asks for one field`}
                other={`${request.recipient.name} asks for # fields`}
              />
            </h2>
            <p className={styles.meta}>
              <Trans>
                Asked <When at={request.askedAt} within />
              </Trans>
            </p>
          </div>
        </div>
        <Facts request={request} />
      </div>
      {request.fields.map((field) => (
        <AskedField
          key={field.field.key}
          request={request}
          field={field}
          choices={choices}
          onChoices={setChoices}
          changed={changed}
          yesRests={frozen}
        />
      ))}
      {showing === 'leaves' && <WouldLeave request={request} />}
      {showing === 'notice' && (
        <section className={styles.inset} aria-label={t`The notice`}>
          <h3>
            <Trans>The notice, version {request.noticeVersion}</Trans>
          </h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with keys */}
          <div className={`${styles.notice} ${styles.quiet}`} tabIndex={0}>
            {request.noticeText}
          </div>
        </section>
      )}
      <div className={styles.foot}>
        <p>
          <Trans>
            <b>If you say no, nothing changes for you.</b> Nobody else can learn who said no or who never
            answered. You can change any answer here later, in one click.
          </Trans>
        </p>
        <p className={styles.quiet}>
          <Plural
            value={request.coolingOffHours}
            one="A yes counts after # hour; until then you can undo it as if it had never been."
            other="A yes counts after # hours; until then you can undo it as if it had never been."
          />{' '}
          <Trans>
            One thing cannot be hidden: who knows you well may notice that your part is missing from what they
            get.
          </Trans>{' '}
          <button
            type="button"
            className={styles.link}
            aria-expanded={showing === 'notice'}
            onClick={() => toggle('notice')}
          >
            <Trans>Read the notice</Trans>
          </button>
        </p>
        {(answering.failure !== null || deferring.error) && (
          <div className={styles.buttons}>
            <FailureNotice error={answering.failure ?? deferring.error} />
          </div>
        )}
        <div className={styles.buttons}>
          <Button loading={answering.busy} disabled={!anythingChosen(choices)} onClick={() => void save()}>
            <Trans>Save my answers</Trans>
          </Button>
          <Button aria-expanded={showing === 'leaves'} onClick={() => toggle('leaves')}>
            <Trans>Show exactly what they would get</Trans>
          </Button>
          {!request.answered && !later && (
            <Button variant="subtle" loading={deferring.loading} onClick={() => void putOff()}>
              <Trans>Not now</Trans>
            </Button>
          )}
          <span className={styles.meta} role="status">
            {later && done === 0 ? (
              <Trans>It stays here. Nobody is told.</Trans>
            ) : (
              <Trans>
                You answered {done} of {total}
              </Trans>
            )}
          </span>
        </div>
      </div>
    </article>
  );
}

function Facts({ request }: { request: AskedFragment }) {
  const purposes = usePurposeWords();
  const recipients = useRecipientWords();
  const day = useDay();
  return (
    <dl className={facts.facts}>
      <dt>
        <Trans>Recipient</Trans>
      </dt>
      <dd>
        <Trans>{recipients.line(request.recipient)}. Nobody else.</Trans>
      </dd>
      <dt>
        <Trans>Purpose</Trans>
      </dt>
      <dd>
        {purposes.name[request.purpose]}: “{request.question}”
      </dd>
      <dt>
        <Trans>What is in it for me</Trans>
      </dt>
      <dd>{request.benefit}</dd>
      <dt>
        <Trans>How far it goes</Trans>
      </dt>
      <dd>
        {request.coversUntil ? (
          <Trans>What is there today, and what you write until {day(request.coversUntil)}.</Trans>
        ) : (
          <Trans>Only what is there today.</Trans>
        )}{' '}
        <Plural
          value={request.validMonths}
          one="It ends by itself after # month."
          other="It ends by itself after # months."
        />
      </dd>
    </dl>
  );
}
