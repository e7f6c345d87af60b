import { useQuery } from '@apollo/client/react';
import { Notice } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { RestingOfficesDocument } from '../generated/graphql';
import { useDay } from '../language/use-day';
import { useViewer } from '../session/viewer';
import { useRoleWords } from '../terms/use-role-words';
import desk from './desk.module.css';
import styles from './entry.module.css';

/** Where one would approve: from when one can. Nothing for whose role rests no more. */
export function OfficeRests() {
  const { officeFrom } = useViewer();
  const day = useDay();
  if (!officeFrom) return null;
  return (
    <p className={styles.meta}>
      <Trans>You can approve from {day(officeFrom)}.</Trans>
    </p>
  );
}

/** Who was newly made to approve, for the others who do: they have two weeks to object. */
export function NewlyGiven() {
  const { data } = useQuery(RestingOfficesDocument, { fetchPolicy: 'cache-and-network' });
  const { officeFrom } = useViewer();
  const day = useDay();
  const others = data?.restingOffices.filter(({ mine }) => !mine) ?? [];
  if (!officeFrom && others.length === 0) return null;
  return (
    <div className={desk.newly}>
      {officeFrom && (
        <Notice icon="clock" title={<Trans>You can approve from {day(officeFrom)}.</Trans>}>
          <Trans>
            Your role was given newly, and the others who approve were told. You see the desk, ask, and stop
            things at once; proposing, deciding and approving rest for two weeks.
          </Trans>
        </Notice>
      )}
      {others.length > 0 && (
        <Notice icon="clock" title={<Trans>Newly made to approve</Trans>}>
          {others.map((office) => (
            <Appointment key={office.holder?.id ?? office.countsFrom} office={office} />
          ))}
          <Trans>Is one of them not right? Say so in the house before that day.</Trans>
        </Notice>
      )}
    </div>
  );
}

interface AppointmentProps {
  office: {
    role: string;
    countsFrom: string;
    holder: { name: string } | null;
    givenBy: { name: string } | null;
  };
}

function Appointment({ office }: AppointmentProps) {
  const roles = useRoleWords();
  const day = useDay();
  const who = office.holder?.name ?? '–';
  const by = office.givenBy?.name ?? '–';
  return (
    <p>
      <Trans>
        {who}: {roles.named(office.role)}, made by {by}; may approve from {day(office.countsFrom)}.
      </Trans>
    </p>
  );
}
