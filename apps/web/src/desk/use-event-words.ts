import { useLingui } from '@lingui/react/macro';
import { useChangeWords } from '../terms/use-change-words';
import { useOperationWords } from './use-operation-words';

/** What each kind of event is, in a sentence. It names nobody: the log holds commitments. */
export function useEventWords() {
  const { t } = useLingui();
  const changes = useChangeWords();
  const operations = useOperationWords();
  const kinds: Readonly<Record<string, string>> = {
    opened: t`Something was asked for that is recorded`,
    closed: t`What was asked for was answered, or failed`,
    written: t`Something was written`,
    denied: t`Something was refused`,
    consent: t`Somebody answered a request, or took an answer back`,
    policy: t`The policy changed`,
    disclosure: t`A disclosure went a step further`,
    released: t`Something left the house`,
    bulk_read: t`Much was read at once`,
    restored: t`A backup was put back, and another log began`,
    signed_in: t`Somebody signed in`,
    sign_in_failed: t`A sign-in failed`,
    sign_in_throttled: t`Too many sign-ins were tried`,
    signed_out: t`Somebody signed out`,
    signed_out_everywhere: t`Somebody signed out everywhere`,
    session_revoked: t`A session was ended`,
    password_changed: t`A password was changed`,
    password_reset_requested: t`A password reset was asked for`,
    password_reset: t`A password was reset`,
    invitation_redeemed: t`An invitation was accepted`,
    reauthentication_failed: t`A proof of who it is failed`,
    passkey_added: t`A passkey was added`,
    passkey_removed: t`A passkey was removed`,
    account_frozen: t`Yes and approvals were frozen for an account`,
  };
  const title = ({ kind, operation }: { kind: string; operation: string }): string => {
    const known = Object.hasOwn(kinds, kind) ? (kinds[kind] as string) : kind;
    if (kind === 'policy') return changes(operation, known);
    const done = operations(operation);
    if (done === undefined) return known;
    if (kind === 'written' || kind === 'opened') return done;
    if (kind === 'closed') return t`It ended: ${done}`;
    return known;
  };
  return { kinds, title };
}
