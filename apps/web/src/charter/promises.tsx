import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import styles from './charter.module.css';

/** The eight promises, in the words of the product, each with what of it is not built yet. */
export function Promises() {
  return (
    <ol className={styles.promises}>
      <OnePromise title={<Trans>Walls</Trans>}>
        <Trans>
          Nothing about a person leaves for marketing, advertising, scoring or sale, or to such a party, ever.
          To any other third party only where the house has opened it and everybody concerned has said yes to
          that field, purpose and recipient. The answer is no until somebody says yes.
        </Trans>
      </OnePromise>
      <OnePromise
        title={<Trans>No shadow reader</Trans>}
        missing={
          <Trans>Reading under a case is not built: nobody can read beyond their audience at all.</Trans>
        }
      >
        <Trans>
          Reading beyond one’s audience needs two people, a reason and an end date, and the person concerned
          is told. Nobody can sign in as somebody else.
        </Trans>
      </OnePromise>
      <OnePromise
        title={<Trans>Complete memory</Trans>}
        missing={
          <Trans>
            No witness outside the house signs yet, and the proof that your own list is complete is not built.
            Each single entry can be proven.
          </Trans>
        }
      >
        <Trans>
          Every reveal of a guarded field, every disclosure, consent and change of policy is in a log that can
          only grow. An outsider can check that nothing recorded was changed or dropped. It cannot prove that
          everything was recorded; the application has no way to read without recording.
        </Trans>
      </OnePromise>
      <OnePromise title={<Trans>No score</Trans>}>
        <Trans>
          There is no score of a person, no ranking, no count of followers and no record of who read what, not
          even for administrators.
        </Trans>
      </OnePromise>
      <OnePromise title={<Trans>No detriment</Trans>}>
        <Trans>Saying no changes nothing in what you can do, and nobody else can learn who said no.</Trans>
      </OnePromise>
      <OnePromise title={<Trans>Your filter</Trans>}>
        <Trans>
          The newest comes first, and every card can say why it is there. Nothing is delivered or ordered by
          what is known about a person, and nothing is sponsored.
        </Trans>
      </OnePromise>
      <OnePromise
        title={<Trans>Forgetting works</Trans>}
        missing={
          <Trans>Erasing everything of an account is not built; what was moved in can be erased.</Trans>
        }
      >
        <Trans>
          What is withdrawn or taken back is gone from feeds, open screens and pending disclosures within
          seconds, and leaves the proofs of the log valid.
        </Trans>
      </OnePromise>
      <OnePromise
        title={<Trans>No dead ends</Trans>}
        missing={<Trans>Questions with an owner are not built yet.</Trans>}
      >
        <Trans>
          A question put to the network gets an answer, a person who owns it, or an honest “nobody yet”.
        </Trans>
      </OnePromise>
    </ol>
  );
}

function OnePromise({
  title,
  children,
  missing,
}: {
  title: ReactNode;
  children: ReactNode;
  missing?: ReactNode;
}) {
  return (
    <li>
      <h2>{title}</h2>
      <p>{children}</p>
      {missing && <p className={styles.missing}>{missing}</p>}
    </li>
  );
}
