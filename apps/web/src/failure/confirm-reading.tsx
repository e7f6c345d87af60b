import { useMutation } from '@apollo/client/react';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { ConfirmBulkReadingDocument } from '../generated/graphql';

/** After `reading.too_much`: one plain button, and the list goes on where it stopped. */
export function ConfirmReading({ onConfirmed }: { onConfirmed: () => void }) {
  const [confirm, { loading }] = useMutation(ConfirmBulkReadingDocument);
  const go = () =>
    void confirm()
      .then(onConfirmed)
      // What refused it says so itself, the next time the list is asked for.
      .catch(() => undefined);
  return (
    <Button size="xs" loading={loading} onClick={go}>
      <Trans>Yes, I mean to read on</Trans>
    </Button>
  );
}
