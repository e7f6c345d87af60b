import { useQuery } from '@apollo/client/react';
import { Panel } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { AskedOfMeDocument, LeftAboutMeDocument } from '../generated/graphql';
import { numberWords } from '../language/time';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { Tab, Tabs } from '../shell/tabs';
import { forbidden, usePurposeWords } from '../terms/use-purpose-words';
import styles from './privacy.module.css';
import { SaidBefore } from './said-before';

/** What is asked of me, what left, who looked, what I said. Only their owner sees this page. */
export function PrivacyScreen() {
  const { t, i18n } = useLingui();
  const purposes = usePurposeWords();
  const asked = useQuery(AskedOfMeDocument, { fetchPolicy: 'cache-and-network' });
  const left = useQuery(LeftAboutMeDocument, { fetchPolicy: 'cache-and-network' });
  const onSaid = useMatchRoute()({ to: '/privacy/said' });
  const open = asked.data?.askedOfMe.nodes.filter((request) => !request.answered).length;
  const nothingLeft = left.data?.leftAboutMe.nodes.length === 0;
  const many = asked.data?.askedOfMe.pageInfo.hasNextPage ? '+' : '';
  return (
    <>
      <Head name={t`Privacy`} rule={<Trans>Only you see this page</Trans>} />
      <Tabs>
        <Tab to="/privacy" exact note={open ? `${numberWords(open, i18n.locale)}${many}` : undefined}>
          <Trans>Asked of me</Trans>
        </Tab>
        <Tab to="/privacy/left" note={nothingLeft ? <Trans>nothing</Trans> : undefined}>
          <Trans>What left</Trans>
        </Tab>
        <Tab to="/privacy/looked">
          <Trans>Who looked</Trans>
        </Tab>
        <Tab to="/privacy/said">
          <Trans>What I said</Trans>
        </Tab>
      </Tabs>
      <Outlet />
      <Ambient>
        {nothingLeft && (
          <Panel title={<Trans>What left</Trans>}>
            <p className={styles.aside}>
              <Trans>Nothing about you has left.</Trans>
            </p>
          </Panel>
        )}
        {!onSaid && <SaidBefore />}
        <Panel title={<Trans>Never, whatever anybody says</Trans>}>
          <p className={styles.aside}>
            {forbidden.map((purpose) => purposes.name[purpose]).join(', ')}.{' '}
            <Trans>These are not questions here, so nobody can ask you.</Trans>
          </p>
        </Panel>
      </Ambient>
    </>
  );
}
