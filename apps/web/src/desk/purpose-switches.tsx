import { useMutation, useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Switch } from '@mantine/core';
import { FailureNotice } from '../failure/failure-notice';
import { type PurposeLawFragment, PurposeLawsDocument, SwitchPurposeDocument } from '../generated/graphql';
import { useFresh } from '../reauthentication/use-fresh';
import { useViewer } from '../session/viewer';
import settings from '../settings/settings.module.css';
import { askable, usePurposeWords } from '../terms/use-purpose-words';
import { useRoleWords } from '../terms/use-role-words';
import styles from './entry.module.css';

/** Purposes that the house allows at all. The list itself is closed: none can be added or widened. */
export function PurposeSwitches() {
  const { data } = useQuery(PurposeLawsDocument, { fetchPolicy: 'cache-and-network' });
  const laws = data?.purposePolicies.filter(({ purpose }) => askable.includes(purpose)) ?? [];
  if (laws.length === 0) return null;
  return (
    <section aria-labelledby="purposes">
      <h2 id="purposes" className={styles.heading}>
        <Trans>Purposes</Trans>
      </h2>
      <p className={styles.meta}>
        <Trans>Switched off, a purpose takes every yes to it along; on again, it starts at no.</Trans>
      </p>
      <div className={styles.card}>
        {laws.map((law) => (
          <OneSwitch key={law.purpose} law={law} />
        ))}
      </div>
    </section>
  );
}

function OneSwitch({ law }: { law: PurposeLawFragment }) {
  const { t } = useLingui();
  const purposes = usePurposeWords();
  const roles = useRoleWords();
  const [change] = useMutation(SwitchPurposeDocument);
  const changing = useFresh();
  const { officeFrom } = useViewer();
  const name = purposes.name[law.purpose];
  return (
    <div>
      <div className={settings.choice}>
        <span>
          {name}
          <small>
            {law.onProposedRole ? (
              <Trans>
                Wanted back by {roles.named(law.onProposedRole)}; another person of another role decides
              </Trans>
            ) : law.switchedOff ? (
              <Trans>Closed for everybody</Trans>
            ) : (
              <Trans>Can be opened, field by field</Trans>
            )}
          </small>
        </span>
        <Switch
          aria-label={t`Allow: ${name}`}
          checked={!law.switchedOff}
          disabled={
            changing.busy ||
            (law.onProposedRole !== null && law.onProposedByMe) ||
            (law.switchedOff && officeFrom !== null)
          }
          onChange={(event) => {
            const off = !event.currentTarget.checked;
            void changing.run(() => change({ variables: { purpose: law.purpose, off } }));
          }}
        />
      </div>
      {changing.failure !== null && <FailureNotice error={changing.failure} />}
    </div>
  );
}
