import { Trans } from '@lingui/react/macro';
import type { PledgeFragment } from '../generated/graphql';
import { useViewer } from '../session/viewer';
import { Day } from './due';

/** To whom, and by when. */
export function Given({ pledge, own }: { pledge: PledgeFragment; own: boolean }) {
  const { employee } = useViewer();
  const day = <Day on={pledge.dueOn} />;
  const { to } = pledge;
  if (to?.id === employee.id) return <Trans>Promised to you, by {day}.</Trans>;
  if (to) {
    const { name } = to;
    return own ? (
      <Trans>
        You promised it to {name}, by {day}.
      </Trans>
    ) : (
      <Trans>
        Promised to {name}, by {day}.
      </Trans>
    );
  }
  return own ? (
    <Trans>You promised it to everyone it reaches, by {day}.</Trans>
  ) : (
    <Trans>Promised to everyone it reaches, by {day}.</Trans>
  );
}
