import { useMutation, useQuery } from '@apollo/client/react';
import { Empty, Notice } from '@courtyard/ui';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { inputOf, type PartChoice } from '../feed/audience-choice';
import { AudiencePicker } from '../feed/audience-picker';
import { AskConsentDocument, AudienceOfDocument, OpeningsDocument } from '../generated/graphql';
import form from '../people/form.module.css';
import { useFresh } from '../reauthentication/use-fresh';
import { Head } from '../shell/head';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import desk from './desk.module.css';
import styles from './entry.module.css';
import { FieldChecks } from './field-checks';

const blank = () => ({
  key: crypto.randomUUID() as string,
  openingId: '',
  fieldKeys: [] as string[],
  question: '',
  benefit: '',
  validMonths: '6',
  coversUntil: '',
  parts: [] as PartChoice[],
});

/** The composer of a request: what the house has opened, asked of an audience, in words that are theirs to judge. */
export function AskScreen() {
  const { t } = useLingui();
  const purposes = usePurposeWords();
  const fields = useFieldNames();
  const openings = useQuery(OpeningsDocument, {
    variables: { status: 'active' },
    fetchPolicy: 'cache-and-network',
  });
  const [draft, setDraft] = useState(blank);
  const set = (over: Partial<typeof draft>) => setDraft({ ...draft, ...over });
  const parts = inputOf(draft.parts);
  const audience = useQuery(AudienceOfDocument, { variables: { parts }, skip: parts.length === 0 });
  const [ask] = useMutation(AskConsentDocument);
  const asking = useFresh();
  const [asked, setAsked] = useState('');
  const open = openings.data?.openings.nodes.filter(({ status }) => status === 'active') ?? [];
  const opening = open.find(({ id }) => id === draft.openingId);
  const counted = parts.length > 0 ? (audience.data ?? audience.previousData)?.audience : undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!opening) return;
    const input = {
      idempotencyKey: draft.key,
      recipientId: opening.recipient.id,
      purpose: opening.purpose,
      fieldKeys: draft.fieldKeys,
      benefit: draft.benefit.trim(),
      question: draft.question.trim(),
      validMonths: Number(draft.validMonths),
      coversUntil: draft.coversUntil ? new Date(`${draft.coversUntil}T23:59:59`).toISOString() : null,
      audience: parts,
    };
    if (!(await asking.run(() => ask({ variables: { input } })))) return;
    setAsked(opening.recipient.name);
    setDraft(blank());
  };

  return (
    <div className={desk.column}>
      <Head name={t`Ask people`} rule={<Trans>A question, never a condition</Trans>} />
      {asked && (
        <div className={styles.bar}>
          <Notice tone="good" icon="check" role="status" title={<Trans>Asked, for {asked}.</Trans>}>
            <Trans>
              Whoever was asked too often lately was left out; nobody learns who. Who says no, or nothing, is
              told to nobody either.
            </Trans>
          </Notice>
        </div>
      )}
      {openings.error && !openings.data && (
        <FailureNotice
          error={openings.error}
          onRetry={() => void openings.refetch().catch(() => undefined)}
        />
      )}
      {openings.data && open.length === 0 && (
        <Empty
          title={<Trans>Nothing is open to be asked for</Trans>}
          step={
            <Button component={Link} to="/desk/openings">
              <Trans>See the openings</Trans>
            </Button>
          }
        >
          <Trans>Two people of two roles have to open fields to a recipient first.</Trans>
        </Empty>
      )}
      {open.length > 0 && (
        <form className={form.card} onSubmit={(event) => void submit(event)} aria-label={t`Ask people`}>
          <NativeSelect
            label={t`What the house has opened`}
            required
            withAsterisk={false}
            value={draft.openingId}
            onChange={(event) => set({ openingId: event.currentTarget.value, fieldKeys: [] })}
            data={[
              { value: '', label: t`Choose` },
              ...open.map((one) => ({
                value: one.id,
                label: `${one.recipient.name} · ${purposes.name[one.purpose]} · ${fields.list(one.fields)}`,
              })),
            ]}
          />
          {opening && (
            <FieldChecks
              legend={t`Fields to ask for`}
              fields={opening.fields}
              chosen={draft.fieldKeys}
              onChange={(fieldKeys) => set({ fieldKeys })}
            />
          )}
          <Textarea
            label={t`The question it answers`}
            description={t`As people read it on their card: whole, plain, and no more than it is.`}
            required
            withAsterisk={false}
            rows={2}
            maxLength={500}
            value={draft.question}
            onChange={(event) => set({ question: event.currentTarget.value })}
          />
          <Textarea
            label={t`What is in it for them`}
            description={t`If there is nothing in it for them, say so.`}
            required
            withAsterisk={false}
            rows={2}
            maxLength={500}
            value={draft.benefit}
            onChange={(event) => set({ benefit: event.currentTarget.value })}
          />
          <div className={form.pair}>
            <NativeSelect
              label={t`A yes ends after`}
              value={draft.validMonths}
              onChange={(event) => set({ validMonths: event.currentTarget.value })}
              data={Array.from({ length: 12 }, (_, month) => ({
                value: String(month + 1),
                label: month === 0 ? t`1 month` : t`${month + 1} months`,
              }))}
            />
            <TextInput
              label={t`Also covers what is written until (may stay empty)`}
              type="date"
              value={draft.coversUntil}
              onChange={(event) => set({ coversUntil: event.currentTarget.value })}
            />
          </div>
          <p className={styles.sentence}>
            <Trans>
              Asked of{' '}
              <AudiencePicker
                parts={draft.parts}
                audience={counted}
                onChange={(next) => set({ parts: next })}
              />
            </Trans>
            {counted && (
              <>
                {' · '}
                <Plural value={counted.count} one="at most # person" other="at most # people" />
              </>
            )}
          </p>
          {asking.failure !== null && <FailureNotice error={asking.failure} />}
          <div className={form.buttons}>
            <Button
              type="submit"
              variant="filled"
              loading={asking.busy}
              disabled={draft.fieldKeys.length === 0 || parts.length === 0}
            >
              <Trans>Ask them</Trans>
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
