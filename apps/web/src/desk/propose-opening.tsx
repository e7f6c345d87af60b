import { useMutation, useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  AskableFieldsDocument,
  OpeningsDocument,
  ProposeOpeningDocument,
  type Purpose,
  RecipientsDocument,
} from '../generated/graphql';
import form from '../people/form.module.css';
import { useFresh } from '../reauthentication/use-fresh';
import { askable, usePurposeWords } from '../terms/use-purpose-words';
import styles from './disclosure.module.css';
import { FieldChecks } from './field-checks';

/** Purpose, recipient and fields that people may be asked about; another role decides. */
export default function ProposeOpening({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const purposes = usePurposeWords();
  const recipients = useQuery(RecipientsDocument, { variables: { status: 'active' } });
  const fields = useQuery(AskableFieldsDocument);
  const [key] = useState(() => crypto.randomUUID() as string);
  const [recipientId, setRecipientId] = useState('');
  const [purpose, setPurpose] = useState<Purpose | ''>('');
  const [fieldKeys, setFieldKeys] = useState<string[]>([]);
  const [propose] = useMutation(ProposeOpeningDocument, { refetchQueries: [OpeningsDocument] });
  const proposing = useFresh();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (purpose === '') return;
    const input = { idempotencyKey: key, purpose, recipientId, fieldKeys };
    if (await proposing.run(() => propose({ variables: { input } }))) onClose();
  };
  const open = recipients.data?.recipients.nodes.filter(({ never }) => !never) ?? [];
  return (
    <form className={form.card} onSubmit={(event) => void submit(event)} aria-label={t`Propose an opening`}>
      <h2>
        <Trans>Propose an opening</Trans>
      </h2>
      <div className={form.pair}>
        <NativeSelect
          label={t`Recipient`}
          required
          withAsterisk={false}
          value={recipientId}
          onChange={(event) => setRecipientId(event.currentTarget.value)}
          data={[
            { value: '', label: t`Choose` },
            ...open.map(({ id, name }) => ({ value: id, label: name })),
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
            ...askable.map((value) => ({ value, label: purposes.name[value] })),
          ]}
        />
      </div>
      <FieldChecks
        legend={t`Fields`}
        fields={fields.data?.catalogueFields ?? []}
        chosen={fieldKeys}
        onChange={setFieldKeys}
        ofOneKind
      />
      <p className={styles.note}>
        <Trans>One opening is about people, posts or comments; for another of these, propose one more.</Trans>
      </p>
      {proposing.failure !== null && <FailureNotice error={proposing.failure} />}
      <div className={form.buttons}>
        <Button type="submit" variant="filled" loading={proposing.busy} disabled={fieldKeys.length === 0}>
          <Trans>Propose it</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
