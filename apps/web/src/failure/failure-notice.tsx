import { Notice } from '@courtyard/ui';
import { useLingui } from '@lingui/react';
import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ConfirmReading } from './confirm-reading';
import { type Failure, failureOf } from './failure';
import styles from './failure.module.css';
import { textOf } from './failure-texts';

export interface FailureNoticeProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
  actions?: ReactNode;
}

/** What happened, whether anything was lost, what to do; and the number that finds it in the server's log. */
export function FailureNotice({ error, onRetry, actions }: FailureNoticeProps) {
  const { i18n } = useLingui();
  const failure = isFailure(error) ? error : failureOf(error);
  const text = textOf(failure.code);
  return (
    <Notice
      role="alert"
      tone="plain"
      icon="alert"
      title={i18n._(text.what)}
      actions={
        (onRetry || actions) && (
          <>
            {onRetry && failure.code === 'reading.too_much' && <ConfirmReading onConfirmed={onRetry} />}
            {onRetry && failure.code !== 'reading.too_much' && (
              <Button size="xs" onClick={onRetry}>
                <Trans>Try again</Trans>
              </Button>
            )}
            {actions}
          </>
        )
      }
    >
      {i18n._(text.next)} <Wait failure={failure} />
      {failure.requestId && text.traceable && (
        <span className={styles.request}>
          <Trans>For whoever runs Courtyard: {failure.requestId}</Trans>
        </span>
      )}
    </Notice>
  );
}

function Wait({ failure }: { failure: Failure }) {
  const seconds = failure.details['retryAfterSeconds'];
  return typeof seconds === 'number' ? <Trans>Again in {seconds} seconds.</Trans> : null;
}

function isFailure(error: unknown): error is Failure {
  return typeof error === 'object' && error !== null && 'code' in error && 'details' in error;
}
