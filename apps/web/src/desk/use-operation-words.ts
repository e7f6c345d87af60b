import { useLingui } from '@lingui/react/macro';

/** What was done, by its name in the code; undefined for what has no words yet. */
export function useOperationWords(): (operation: string) => string | undefined {
  const { t } = useLingui();
  const words: Readonly<Record<string, string>> = {
    importPeople: t`People were moved in`,
    importConversations: t`Conversations were moved in`,
    importContents: t`Posts and comments were moved in`,
    changeLanguage: t`Somebody changed their language`,
    signIn: t`Somebody signed in`,
    signOut: t`Somebody signed out`,
    signOutEverywhere: t`Somebody signed out everywhere`,
    revokeSession: t`A session was ended`,
    changePassword: t`A password was changed`,
    reauthenticate: t`Somebody proved again who they are`,
    inviteEmployee: t`Somebody was invited`,
    acceptInvitation: t`An invitation was accepted`,
    logEntries: t`The log was read`,
    logProof: t`The proof of an entry was fetched`,
    keepConsents: t`Answers that came of age or ran out were brought up to date`,
    putConsentRequest: t`A request was put to people`,
    reviseProfile: t`A profile was changed`,
    setGuardedField: t`A guarded field was changed`,
    revealField: t`A guarded field was shown`,
    replacePhoto: t`A photo was changed`,
    removePhoto: t`A photo was removed`,
    publishPost: t`Something was posted`,
    revisePost: t`A post was changed`,
    withdrawPost: t`A post was withdrawn`,
    addComment: t`A comment was written`,
    reviseComment: t`A comment was changed`,
    withdrawComment: t`A comment was withdrawn`,
    react: t`A reaction was given`,
    takeBackReaction: t`A reaction was taken back`,
    markPersons: t`It was said whom something is about`,
    limitProcessing: t`Somebody limited what is done with their data`,
    requestDisclosure: t`A disclosure was asked for`,
    decideDisclosure: t`A seat of a disclosure was taken`,
    cancelDisclosure: t`A disclosure was called off`,
  };
  return (operation) => (Object.hasOwn(words, operation) ? words[operation] : undefined);
}
