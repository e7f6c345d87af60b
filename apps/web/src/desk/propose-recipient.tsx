import { useMutation, useQuery } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  AskableFieldsDocument,
  type DeliveryKind,
  ProposeRecipientDocument,
  type RecipientCardFragment,
  type RecipientCategory,
  RecipientsDocument,
} from '../generated/graphql';
import form from '../people/form.module.css';
import { useFresh } from '../reauthentication/use-fresh';
import { neverCategories, outsideCategories, useRecipientWords } from '../terms/use-recipient-words';
import { FieldChecks } from './field-checks';
import { useCountries } from './use-countries';

export interface ProposeRecipientProps {
  /** The recipient that the new one follows. */
  previous: RecipientCardFragment | null;
  onClose: () => void;
}

/** A named party, as one role sees it; another role decides. */
export default function ProposeRecipient({ previous, onClose }: ProposeRecipientProps) {
  const { t } = useLingui();
  const words = useRecipientWords();
  const countries = useCountries();
  const fields = useQuery(AskableFieldsDocument);
  const [key] = useState(() => crypto.randomUUID() as string);
  const [draft, setDraft] = useState({
    name: previous?.name ?? '',
    category: (previous?.category ?? '') as RecipientCategory | '',
    ownerName: previous?.ownerName ?? '',
    country: previous?.country ?? '',
    contractReference: previous?.contractReference ?? '',
    transferTool: '',
    contractFields: previous?.contractFields ?? [],
    deliveryKind: (previous?.deliveryKind ?? 'file_drop') as DeliveryKind,
    deliveryEndpoint: previous?.deliveryEndpoint ?? '',
    agePublicKey: '',
  });
  const set = (over: Partial<typeof draft>) => setDraft({ ...draft, ...over });
  const [propose] = useMutation(ProposeRecipientDocument, { refetchQueries: [RecipientsDocument] });
  const proposing = useFresh();
  const processor = draft.category === 'processor' || draft.category === 'sub_processor';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const { category } = draft;
    if (category === '') return;
    const text = (words: string) => (words.trim() === '' ? null : words.trim());
    const input = {
      ...draft,
      category,
      idempotencyKey: key,
      previousId: previous?.id ?? null,
      contractReference: text(draft.contractReference),
      transferTool: text(draft.transferTool),
      contractFields: processor ? draft.contractFields : null,
      deliveryEndpoint: text(draft.deliveryEndpoint),
      agePublicKey: draft.agePublicKey.trim(),
    };
    if (await proposing.run(() => propose({ variables: { input } }))) onClose();
  };

  return (
    <form
      className={form.card}
      onSubmit={(event) => void submit(event)}
      aria-label={previous ? t`Propose a change` : t`Propose a recipient`}
    >
      <h2>
        {previous ? <Trans>Propose a change of {previous.name}</Trans> : <Trans>Propose a recipient</Trans>}
      </h2>
      {previous && (
        <Notice icon="alert">
          <Trans>
            A change is a new recipient: every yes to the one before falls, and people are asked anew.
          </Trans>
        </Notice>
      )}
      <div className={form.pair}>
        <TextInput
          label={t`Name`}
          required
          withAsterisk={false}
          autoFocus
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t`To whom it belongs`}
          required
          withAsterisk={false}
          value={draft.ownerName}
          onChange={(event) => set({ ownerName: event.currentTarget.value })}
        />
        <NativeSelect
          label={t`Category`}
          required
          withAsterisk={false}
          value={draft.category}
          onChange={(event) => set({ category: event.currentTarget.value as RecipientCategory })}
          data={[
            { value: '', label: t`Choose` },
            ...outsideCategories.map((value) => ({ value, label: words.category[value] })),
          ]}
        />
        <NativeSelect
          label={t`Country`}
          required
          withAsterisk={false}
          value={draft.country}
          onChange={(event) => set({ country: event.currentTarget.value })}
          data={[{ value: '', label: t`Choose` }, ...countries]}
        />
      </div>
      {draft.category !== '' && neverCategories.includes(draft.category) && (
        <Notice tone="amber" icon="outside">
          <Trans>Nothing ever goes to such a party. Registering it makes that visible, nothing more.</Trans>
        </Notice>
      )}
      {processor && (
        <>
          <div className={form.pair}>
            <TextInput
              label={t`Contract (GDPR Art. 28)`}
              required
              withAsterisk={false}
              value={draft.contractReference}
              onChange={(event) => set({ contractReference: event.currentTarget.value })}
            />
            <TextInput
              label={t`Transfer tool`}
              placeholder={t`Inside the EEA, or standard clauses`}
              required
              withAsterisk={false}
              value={draft.transferTool}
              onChange={(event) => set({ transferTool: event.currentTarget.value })}
            />
          </div>
          <FieldChecks
            legend={t`Fields of the contract`}
            fields={fields.data?.catalogueFields ?? []}
            chosen={draft.contractFields}
            onChange={(contractFields) => set({ contractFields })}
          />
        </>
      )}
      <div className={form.pair}>
        <NativeSelect
          label={t`Goes by`}
          value={draft.deliveryKind}
          onChange={(event) => set({ deliveryKind: event.currentTarget.value as DeliveryKind })}
          data={[
            { value: 'file_drop', label: t`Sealed file in a folder of their own` },
            { value: 'https', label: t`Signed delivery to an address` },
          ]}
        />
        {draft.deliveryKind === 'https' && (
          <TextInput
            label={t`Address`}
            type="url"
            required
            withAsterisk={false}
            placeholder="https://"
            value={draft.deliveryEndpoint}
            onChange={(event) => set({ deliveryEndpoint: event.currentTarget.value })}
          />
        )}
      </div>
      <Textarea
        label={t`Their public key`}
        description={t`An age key. Only they can open what is sent; nobody in the house can.`}
        required
        withAsterisk={false}
        rows={2}
        placeholder="age1…"
        value={draft.agePublicKey}
        onChange={(event) => set({ agePublicKey: event.currentTarget.value })}
      />
      {proposing.failure !== null && <FailureNotice error={proposing.failure} />}
      <div className={form.buttons}>
        <Button type="submit" variant="filled" loading={proposing.busy}>
          <Trans>Propose it</Trans>
        </Button>
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </form>
  );
}
