import { useQuery } from '@apollo/client/react';
import { Panel, RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import {
  CharterDocument,
  CharterOpeningsDocument,
  type CharterQuery,
  CharterRecipientsDocument,
} from '../generated/graphql';
import { useDay } from '../language/use-day';
import { When } from '../language/when';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { MoreButton } from '../shell/more-button';
import { useWide } from '../shell/widths';
import { useChangeWords } from '../terms/use-change-words';
import { useCountWords } from '../terms/use-count-words';
import { useFieldNames } from '../terms/use-field-names';
import { usePurposeWords } from '../terms/use-purpose-words';
import { useRecipientWords } from '../terms/use-recipient-words';
import { useRoleWords } from '../terms/use-role-words';
import styles from './charter.module.css';
import { Promises } from './promises';
import { useRuleWords } from './use-rule-words';

/** What the house promises, and the policy as it stands, for everybody who works here. */
export function CharterScreen() {
  const { t } = useLingui();
  const wide = useWide();
  const { data, error, refetch } = useQuery(CharterDocument, { fetchPolicy: 'cache-and-network' });
  const years = data && <Years charter={data.charter} />;
  return (
    <>
      <Head name={t`Charter`} rule={<Trans>What this house promises, and the policy as it stands</Trans>} />
      <Promises />
      {error && !data && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {!data && !error && <RowBones count={4} label={t`Reading the policy`} />}
      {data && <Purposes laws={data.purposePolicies} />}
      <Recipients />
      <Openings />
      {data && <Changes charter={data.charter} />}
      {!wide && <div className={styles.below}>{years}</div>}
      <Ambient>{years}</Ambient>
    </>
  );
}

function Part({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <section>
      <h2 className={styles.heading}>{title}</h2>
      {children}
    </section>
  );
}

function Purposes({ laws }: { laws: CharterQuery['purposePolicies'] }) {
  const purposes = usePurposeWords();
  const rules = useRuleWords();
  return (
    <Part title={<Trans>Purposes: the list is closed</Trans>}>
      <div className={styles.card}>
        {laws.map((law) => (
          <div key={law.purpose} className={styles.row}>
            <b>{purposes.name[law.purpose]}</b>
            <span className={law.rule === 'never' ? styles.never : undefined}>
              {law.switchedOff ? <Trans>Switched off in this house.</Trans> : rules(law.rule, law.sentence)}
            </span>
          </div>
        ))}
      </div>
    </Part>
  );
}

function Recipients() {
  const words = useRecipientWords();
  const { data, error, refetch, fetchMore } = useQuery(CharterRecipientsDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const page = data?.recipients;
  return (
    <Part title={<Trans>Recipients</Trans>}>
      {error && !page && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {page?.nodes.length === 0 && (
        <p className={styles.aside}>
          <Trans>There is nobody outside to whom anything could go.</Trans>
        </p>
      )}
      {page && page.nodes.length > 0 && (
        <div className={styles.card}>
          {page.nodes.map((recipient) => (
            <div key={recipient.id} className={styles.row}>
              <b>{recipient.name}</b>
              <span>
                {words.line(recipient)}
                {recipient.never && (
                  <>
                    {'. '}
                    <span className={styles.never}>
                      <Trans>Nothing ever goes there.</Trans>
                    </span>
                  </>
                )}
                {recipient.contractReference && <> · {recipient.contractReference}</>}
              </span>
            </div>
          ))}
        </div>
      )}
      <MoreButton page={page?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
    </Part>
  );
}

function Openings() {
  const fields = useFieldNames();
  const purposes = usePurposeWords();
  const day = useDay();
  const { data, error, refetch, fetchMore } = useQuery(CharterOpeningsDocument, {
    fetchPolicy: 'cache-and-network',
  });
  const page = data?.openings;
  return (
    <Part title={<Trans>What may be asked for</Trans>}>
      {error && !page && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {page?.nodes.length === 0 && (
        <p className={styles.aside}>
          <Trans>Nothing. The walls are closed.</Trans>
        </p>
      )}
      {page && page.nodes.length > 0 && (
        <div className={styles.card}>
          {page.nodes.map((opening) => (
            <div key={opening.id} className={styles.row}>
              <b>{opening.recipient.name}</b>
              <span>
                {fields.list(opening.fields)} · {purposes.name[opening.purpose]}
                {opening.decidedAt && <> · {day(opening.decidedAt)}</>}
              </span>
            </div>
          ))}
        </div>
      )}
      <MoreButton page={page?.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
    </Part>
  );
}

function Changes({ charter }: { charter: CharterQuery['charter'] }) {
  const roles = useRoleWords();
  const words = useChangeWords();
  return (
    <Part title={<Trans>How it came to be so</Trans>}>
      {charter.changes.length === 0 ? (
        <p className={styles.aside}>
          <Trans>The policy has never been changed.</Trans>
        </p>
      ) : (
        <div className={styles.card}>
          {charter.changes.map((change) => (
            <div key={`${change.at}${change.kind}`} className={styles.row}>
              <span className={styles.meta}>
                <When at={change.at} />
              </span>
              <span>
                {words(change.kind, change.text)}
                <span className={styles.meta}> · {roles.leading(change.roles)}</span>
              </span>
            </div>
          ))}
        </div>
      )}
      <p className={styles.code}>
        <Trans>Version of the rules in the code: {charter.policyVersion}</Trans>
      </p>
    </Part>
  );
}

function Years({ charter }: { charter: CharterQuery['charter'] }) {
  return (
    <>
      <Panel title={<Trans>Disclosures, by year</Trans>}>
        <YearList years={charter.disclosures} />
      </Panel>
      <Panel title={<Trans>Demands of the law, by year</Trans>}>
        <YearList years={charter.lawfulDemands} />
      </Panel>
    </>
  );
}

function YearList({ years }: { years: CharterQuery['charter']['disclosures'] }) {
  const count = useCountWords();
  return (
    <ul className={styles.years}>
      {years.map(({ year, count: told }) => (
        <li key={year}>
          <span>{year}</span>
          <span>{count(told)}</span>
        </li>
      ))}
    </ul>
  );
}
