import { useQuery } from '@apollo/client/react';
import { Panel } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import { MyConsentsDocument, type SaidFragment } from '../generated/graphql';
import { useFieldNames } from '../terms/use-field-names';
import { standing, standsYes } from './answers';
import styles from './privacy.module.css';
import { useWithdraw } from './use-withdraw';

/** The latest answers beside the page, with the one click that takes a yes back. */
export function SaidBefore() {
  const { data } = useQuery(MyConsentsDocument, { fetchPolicy: 'cache-and-network' });
  const latest =
    data?.myConsents.nodes.filter(({ state }) => standing(state) !== undefined).slice(0, 4) ?? [];
  if (latest.length === 0) return null;
  return (
    <Panel title={<Trans>What you said before</Trans>}>
      <ul className={styles.before}>
        {latest.map((consent) => (
          <Before key={consent.id} consent={consent} />
        ))}
      </ul>
    </Panel>
  );
}

function Before({ consent }: { consent: SaidFragment }) {
  const { name } = useFieldNames();
  const { withdraw, loading } = useWithdraw();
  const field = name(consent.field);
  return (
    <li>
      {standsYes(consent.state) ? (
        <Trans>
          Yes to {consent.recipient.name}: {field}
        </Trans>
      ) : (
        <Trans>
          No to {consent.recipient.name}: {field}
        </Trans>
      )}
      <span className={styles.meta}>
        {standsYes(consent.state) ? (
          <button
            type="button"
            className={styles.link}
            disabled={loading}
            onClick={() => void withdraw(consent.id)}
          >
            <Trans>Take it back</Trans>
          </button>
        ) : (
          <Trans>Nothing changed for you</Trans>
        )}
      </span>
    </li>
  );
}
