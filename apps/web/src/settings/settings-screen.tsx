import { useMutation } from '@apollo/client/react';
import { Panel } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { Button, SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { FailureNotice } from '../failure/failure-notice';
import { ChangeLanguageDocument, type Language } from '../generated/graphql';
import { speak } from '../language/language';
import { useSignOut } from '../session/use-sign-out';
import { useViewer } from '../session/viewer';
import { Ambient } from '../shell/ambient';
import { Head } from '../shell/head';
import { singleKeysOn, switchSingleKeys } from '../shell/use-hotkeys';
import { ChangePassword } from './change-password';
import { Passkeys } from './passkeys';
import { Sessions } from './sessions';
import styles from './settings.module.css';

export function SettingsScreen() {
  const { t } = useLingui();
  const signOut = useSignOut();
  return (
    <>
      <Head
        name={t`Settings`}
        action={
          <Button size="xs" onClick={signOut}>
            <Trans>Sign out</Trans>
          </Button>
        }
      />
      <Section title={<Trans>Language and appearance</Trans>}>
        <LanguageChoice />
        <SchemeChoice />
        <SingleKeys />
      </Section>
      <Section title={<Trans>Password</Trans>}>
        <ChangePassword />
      </Section>
      <Section title={<Trans>Passkeys</Trans>}>
        <Passkeys />
      </Section>
      <Section title={<Trans>Where you are signed in</Trans>}>
        <Sessions />
      </Section>
      <Ambient>
        <Panel title={<Trans>What this browser keeps</Trans>}>
          <p className={styles.aside}>
            <Trans>
              Language, appearance and the single keys. Drafts stay in their tab, and go when you sign out or
              close it. Nothing else about you is stored here.
            </Trans>
          </p>
        </Panel>
      </Ambient>
    </>
  );
}

function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function LanguageChoice() {
  const { t } = useLingui();
  const { language } = useViewer();
  const [change, { error }] = useMutation(ChangeLanguageDocument);
  const choose = async (next: Language) => {
    try {
      await change({ variables: { language: next } });
      await speak(next);
    } catch {
      // `error` says it in words; the language stays.
    }
  };
  return (
    <>
      <div className={styles.choice}>
        <span>
          <Trans>Language</Trans>
        </span>
        <SegmentedControl
          aria-label={t`Language`}
          value={language}
          onChange={(value) => void choose(value as Language)}
          data={[
            { value: 'en', label: <span lang="en">English</span> },
            { value: 'de', label: <span lang="de">Deutsch</span> },
          ]}
        />
      </div>
      {error && <FailureNotice error={error} />}
    </>
  );
}

function SchemeChoice() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  return (
    <div className={styles.choice}>
      <span>
        <Trans>Appearance</Trans>
      </span>
      <SegmentedControl
        aria-label={t`Appearance`}
        value={colorScheme}
        onChange={(value) => setColorScheme(value as typeof colorScheme)}
        data={[
          { value: 'light', label: t`Light` },
          { value: 'dark', label: t`Dark` },
          { value: 'auto', label: t`As the system` },
        ]}
      />
    </div>
  );
}

function SingleKeys() {
  const { t } = useLingui();
  const [on, setOn] = useState(singleKeysOn);
  return (
    <div className={styles.choice}>
      <span>
        <Trans>Single keys</Trans>
        <small>
          <Trans>c to write, / to search, j and k to move, ? for all of them</Trans>
        </small>
      </span>
      <Switch
        aria-label={t`Single keys`}
        checked={on}
        onChange={(event) => {
          switchSingleKeys(event.currentTarget.checked);
          setOn(event.currentTarget.checked);
        }}
      />
    </div>
  );
}
