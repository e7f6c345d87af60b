import { useLingui } from '@lingui/react/macro';
import type { WithheldReason } from '../generated/graphql';

/** Why something is withheld, in a sentence that names no person and no answer of one. */
export function useReasonWords(): Record<WithheldReason, string> {
  const { t } = useLingui();
  return {
    purpose_never: t`Never for this purpose`,
    recipient_never: t`Never to such a party`,
    policy: t`Not opened by the house`,
    small_group: t`Fewer than ten would be in it`,
    restricted: t`Its use is restricted`,
    withheld: t`No live yes from everyone it is about`,
  };
}
