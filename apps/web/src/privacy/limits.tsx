import type { ApolloCache } from '@apollo/client';
import { useMutation, useQuery } from '@apollo/client/react';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Switch } from '@mantine/core';
import { FailureNotice } from '../failure/failure-notice';
import {
  MyLimitsDocument,
  type MyLimitsQuery,
  ObjectDocument,
  RestrictProcessingDocument,
} from '../generated/graphql';
import { useDay } from '../language/use-day';
import settings from '../settings/settings.module.css';
import { usePurposeWords } from '../terms/use-purpose-words';
import styles from './privacy.module.css';

/** Restriction (GDPR Art. 18) and objection (Art. 21), each one click. */
export function Limits() {
  const { data, error, refetch } = useQuery(MyLimitsDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <section aria-labelledby="limits">
      <h2 id="limits" className={styles.heading}>
        <Trans>Limits that you set</Trans>
      </h2>
      {error && !data && (
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      )}
      {data && (
        <div className={styles.card}>
          <Restriction limits={data.myLimits} />
          {objectable(data).map((purpose) => (
            <Objection key={purpose} purpose={purpose} limits={data.myLimits} />
          ))}
        </div>
      )}
    </section>
  );
}

type ProcessingLimits = MyLimitsQuery['myLimits'];
type Purpose = MyLimitsQuery['purposePolicies'][number]['purpose'];

/** Where the basis is legitimate interest one can object (GDPR Art. 21(1)). */
function objectable(data: MyLimitsQuery): Purpose[] {
  return data.purposePolicies
    .filter(({ basis, switchedOff }) => !switchedOff && basis?.replaceAll('_', '-') === 'legitimate-interest')
    .map(({ purpose }) => purpose);
}

/** What the server answers is the whole list, and stands on this page at once. */
function keep(cache: ApolloCache, limits: ProcessingLimits | undefined): void {
  if (limits) cache.updateQuery({ query: MyLimitsDocument }, (now) => now && { ...now, myLimits: limits });
}

function Restriction({ limits }: { limits: ProcessingLimits }) {
  const { t } = useLingui();
  const day = useDay();
  const [restrict, { error, loading }] = useMutation(RestrictProcessingDocument, {
    update: (cache, { data }) => keep(cache, data?.restrictProcessing),
  });
  const on = limits.find(({ kind }) => kind === 'restriction');
  return (
    <div className={styles.entry}>
      <div className={settings.choice}>
        <span>
          <Trans>Restrict everything about me</Trans>
          <small>
            {on ? (
              <Trans>Since {day(on.since)}. Only legal claims go on.</Trans>
            ) : (
              <Trans>
                Nothing about you is used any more, except for legal claims. You can lift it again.
              </Trans>
            )}
          </small>
        </span>
        <Switch
          aria-label={t`Restrict everything about me`}
          checked={on !== undefined}
          disabled={loading}
          onChange={(event) =>
            void restrict({ variables: { on: event.currentTarget.checked } }).catch(() => undefined)
          }
        />
      </div>
      {error && <FailureNotice error={error} />}
    </div>
  );
}

function Objection({ purpose, limits }: { purpose: Purpose; limits: ProcessingLimits }) {
  const { t } = useLingui();
  const day = useDay();
  const purposes = usePurposeWords();
  const [object, { error, loading }] = useMutation(ObjectDocument, {
    update: (cache, { data }) => keep(cache, data?.object),
  });
  const name = purposes.name[purpose];
  const since = limits.find((limit) => limit.kind === 'objection' && limit.purpose === purpose)?.since;
  return (
    <div className={styles.entry}>
      <div className={settings.choice}>
        <span>
          {name}
          <small>
            {since ? (
              <Trans>You objected on {day(since)}.</Trans>
            ) : (
              <Trans>The house relies on its legitimate interest. You may object.</Trans>
            )}
          </small>
        </span>
        <Button
          size="xs"
          loading={loading}
          aria-label={since ? t`Take back the objection: ${name}` : t`Object: ${name}`}
          onClick={() => void object({ variables: { purpose, on: !since } }).catch(() => undefined)}
        >
          {since ? <Trans>Take back the objection</Trans> : <Trans>Object</Trans>}
        </Button>
      </div>
      {error && <FailureNotice error={error} />}
    </div>
  );
}
