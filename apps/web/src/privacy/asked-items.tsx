import { useQuery } from '@apollo/client/react';
import { RowBones } from '@courtyard/ui';
import { Trans, useLingui } from '@lingui/react/macro';
import { FailureNotice } from '../failure/failure-notice';
import { ItemsOfMineDocument, type ItemsOfMineQuery } from '../generated/graphql';
import { When } from '../language/when';
import { MoreButton } from '../shell/more-button';
import { AnswerLine } from './answer-line';
import { type Choices, chooseItem, chosenOf, standing, standsYes } from './answers';
import { Changed } from './changed';
import styles from './privacy.module.css';
import { useWithdraw } from './use-withdraw';
import { beginningOf, WholeText } from './whole-text';
import { YesNo } from './yes-no';

export interface AskedItemsProps {
  requestId: string;
  fieldKey: string;
  choices: Choices;
  onChoices: (choices: Choices) => void;
  changed: ReadonlySet<string>;
  yesRests: boolean;
}

/** My items of a field whose yes covers one at a time, page by page, each with the whole of what it says. */
export function AskedItems(props: AskedItemsProps) {
  const { t } = useLingui();
  const { requestId, fieldKey } = props;
  const { data, error, refetch, fetchMore } = useQuery(ItemsOfMineDocument, {
    variables: { requestId, fieldKey },
    fetchPolicy: 'cache-and-network',
  });
  const page = data?.itemsOfMine;
  if (error && !page)
    return (
      <div className={styles.below}>
        <FailureNotice error={error} onRetry={() => void refetch().catch(() => undefined)} />
      </div>
    );
  if (!page)
    return (
      <div className={styles.below}>
        <RowBones count={3} label={t`Reading what is yours`} />
      </div>
    );
  if (page.nodes.length === 0)
    return (
      <p className={`${styles.below} ${styles.meta}`}>
        <Trans>Nothing that anybody wrote is about you.</Trans>
      </p>
    );
  return (
    <div className={styles.below}>
      <ul className={styles.items}>
        {page.nodes.map((item) => (
          <Item key={item.id} item={item} {...props} />
        ))}
      </ul>
      <MoreButton page={page.pageInfo} onMore={(after) => fetchMore({ variables: { after } })} />
    </div>
  );
}

type ItemProps = AskedItemsProps & { item: ItemsOfMineQuery['itemsOfMine']['nodes'][number] };

function Item({ item, fieldKey, choices, onChoices, changed, yesRests }: ItemProps) {
  const { withdraw, loading, error } = useWithdraw();
  const { id, text, version } = item;
  const choice = choices.items[fieldKey]?.[id];
  const chosen = chosenOf(choice, version);
  const isOther = changed.has(id) || (choice !== undefined && chosen === undefined);
  // A no to the whole field is a no to this one too.
  const value = chosen ?? (choices.fields[fieldKey]?.yes === false ? false : standing(item.answer?.state));
  const choose = (yes: boolean) => {
    if (!yes && item.answer && standsYes(item.answer.state)) void withdraw(item.answer.id);
    else onChoices(chooseItem(choices, fieldKey, id, { yes, version }));
  };
  const about = beginningOf(text);
  return (
    <li>
      <div>
        {/* Other words are read from their beginning. */}
        <WholeText key={version} text={text} />
        <p className={styles.meta}>
          <When at={item.at} />
        </p>
        {isOther && chosen === undefined && <Changed />}
      </div>
      {item.blocked ? (
        <p className={styles.meta}>
          <Trans>Somebody else is meant in it, or its author has not said who. It stays.</Trans>
        </p>
      ) : (
        <YesNo about={about} value={value} yesRests={yesRests} disabled={loading} onChoose={choose} />
      )}
      <AnswerLine answer={item.answer} about={about} error={error} onWithdraw={withdraw} />
    </li>
  );
}
