import { useMutation, useQuery } from '@apollo/client/react';
import { RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  AskableFieldsDocument,
  type DisclosureFormat,
  DisclosuresDocument,
  PreviewDisclosureDocument,
  type Purpose,
  RecipientsDocument,
  RequestDisclosureDocument,
} from '../generated/graphql';
import { clockTime } from '../language/time';
import form from '../people/form.module.css';
import { useFresh } from '../reauthentication/use-fresh';
import { Head } from '../shell/head';
import { useFieldNames } from '../terms/use-field-names';
import { askable, forbidden, usePurposeWords } from '../terms/use-purpose-words';
import { BackToDisclosures } from './back-to-disclosures';
import { ColumnTable } from './column-table';
import styles from './disclosure.module.css';
import { ManifestPaper } from './manifest-paper';
import { OpenedFields } from './opened-fields';
import { Steps } from './steps';
import { useOpened } from './use-opened';

/** Question, recipient, purpose, fields; beneath it at once what would leave, and the smaller request. */
export function NewDisclosureScreen() {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const purposes = usePurposeWords();
  const names = useFieldNames();
  const recipients = useQuery(RecipientsDocument, { variables: { status: 'active' } });
  const fields = useQuery(AskableFieldsDocument);
  const [key] = useState(() => crypto.randomUUID() as string);
  const [question, setQuestion] = useState('');
  const [recipientId, setRecipientId] = useState('');
  const [purpose, setPurpose] = useState<Purpose | ''>('');
  const [ticked, setTicked] = useState<string[]>([]);
  const [format, setFormat] = useState<DisclosureFormat>('csv');
  const [hours, setHours] = useState('48');
  const [request] = useMutation(RequestDisclosureDocument, { refetchQueries: [DisclosuresDocument] });
  const requesting = useFresh();

  const opened = useOpened(recipientId, purpose);
  // What was ticked for another recipient or purpose is not meant for this one, unless it is opened to it, too.
  const fieldKeys = ticked.filter((one) => opened.keys?.has(one));

  const asked = question.trim() !== '';
  const named = recipientId !== '' && purpose !== '';
  const complete = named && fieldKeys.length > 0;
  const preview = useQuery(PreviewDisclosureDocument, {
    variables: { input: { recipientId, purpose: purpose as Purpose, fieldKeys } },
    skip: !complete,
    fetchPolicy: 'no-cache', // counts are true for the moment they are asked for
  });
  const shown = complete ? (preview.data ?? preview.previousData)?.previewDisclosure : undefined;
  const smaller = shown?.smaller ?? null;
  const recipient = recipients.data?.recipients.nodes.find(({ id }) => id === recipientId);
  const at = !asked ? 0 : !named ? 1 : fieldKeys.length === 0 ? 2 : 3;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!complete) return;
    const input = {
      idempotencyKey: key,
      recipientId,
      purpose,
      fieldKeys,
      question: question.trim(),
      format,
      expiresInHours: Number(hours),
    };
    const done = await requesting.run(() => request({ variables: { input } }));
    const id = done?.data?.requestDisclosure.id;
    if (id) await navigate({ to: '/desk/disclosures/$disclosureId', params: { disclosureId: id } });
  };

  return (
    <div className={styles.page}>
      <div>
        <Head
          before={<BackToDisclosures />}
          name={t`New disclosure`}
          rule={<Trans>Nothing leaves before both seats are taken</Trans>}
        />
        <Steps at={at} />
        <form className={form.card} onSubmit={(event) => void submit(event)} aria-label={t`New disclosure`}>
          <Textarea
            label={t`The question of the business that it answers`}
            required
            withAsterisk={false}
            rows={2}
            maxLength={500}
            autoFocus
            value={question}
            onChange={(event) => setQuestion(event.currentTarget.value)}
          />
          <div className={form.pair}>
            <NativeSelect
              label={t`Recipient`}
              required
              withAsterisk={false}
              value={recipientId}
              onChange={(event) => setRecipientId(event.currentTarget.value)}
              data={[
                { value: '', label: t`Choose` },
                ...(recipients.data?.recipients.nodes ?? [])
                  .filter(({ status }) => status === 'active')
                  .map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
            <NativeSelect
              label={t`Purpose`}
              required
              withAsterisk={false}
              value={purpose}
              onChange={(event) => setPurpose(event.currentTarget.value as Purpose)}
              data={[
                { value: '', label: t`Choose` },
                ...[...askable, ...forbidden].map((value) => ({ value, label: purposes.name[value] })),
              ]}
            />
          </div>
          <OpenedFields
            fields={fields.data?.catalogueFields ?? []}
            opened={opened}
            chosen={fieldKeys}
            onChange={setTicked}
          />
          <div className={form.pair}>
            <NativeSelect
              label={t`As`}
              value={format}
              onChange={(event) => setFormat(event.currentTarget.value as DisclosureFormat)}
              data={[
                { value: 'csv', label: t`Table (CSV)` },
                { value: 'jsonl', label: t`JSON Lines` },
              ]}
            />
            <NativeSelect
              label={t`Expires after`}
              value={hours}
              onChange={(event) => setHours(event.currentTarget.value)}
              data={[
                { value: '24', label: t`1 day` },
                { value: '48', label: t`2 days` },
                { value: '72', label: t`3 days` },
                { value: '168', label: t`7 days` },
              ]}
            />
          </div>
          {requesting.failure !== null && <FailureNotice error={requesting.failure} />}
          <div className={form.buttons}>
            <Button type="submit" variant="filled" loading={requesting.busy} disabled={!asked || !complete}>
              <Trans>Ask for two approvals</Trans>
            </Button>
          </div>
        </form>
        {preview.error && complete && (
          <FailureNotice
            error={preview.error}
            onRetry={() => void preview.refetch().catch(() => undefined)}
          />
        )}
        {complete && !shown && !preview.error && <RowBones count={3} label={t`Counting what would leave`} />}
        {shown && (
          <>
            <ColumnTable columns={shown.columns} />
            <p className={styles.note} role="status">
              <Trans>Live, {clockTime(new Date(), i18n.locale)}. Who said no is not shown to anybody.</Trans>
            </p>
          </>
        )}
        {smaller && smaller.length > 0 && smaller.length < fieldKeys.length && (
          <section className={styles.smaller} aria-label={t`A smaller request`}>
            <div>
              <h2>
                <Trans>A smaller request brings the same</Trans>
              </h2>
              <Trans>Of the other fields nothing would leave. These are enough: {names.list(smaller)}.</Trans>
            </div>
            <div>
              <Button size="xs" onClick={() => setTicked(smaller.map((field) => field.key))}>
                <Trans>Use the smaller one</Trans>
              </Button>
            </div>
          </section>
        )}
      </div>
      <ManifestPaper
        recipient={recipient}
        purpose={purpose === '' ? undefined : purpose}
        question={question.trim()}
        columns={shown?.columns ?? []}
        seats={[]}
        manifest={null}
      />
    </div>
  );
}
