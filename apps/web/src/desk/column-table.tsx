import { Trans, useLingui } from '@lingui/react/macro';
import type { ColumnFragment } from '../generated/graphql';
import { shareReleased } from '../terms/count-words';
import { useCountWords } from '../terms/use-count-words';
import { useFieldNames } from '../terms/use-field-names';
import desk from './desk.module.css';
import styles from './disclosure.module.css';
import { useReasonWords } from './use-reason-words';

/** Per field what is released and what is withheld, and why: a sentence, never a person. */
export function ColumnTable({ columns }: { columns: readonly ColumnFragment[] }) {
  const { t } = useLingui();
  const { name } = useFieldNames();
  const count = useCountWords();
  const reasons = useReasonWords();
  // Of few, no part is told: then there is nothing to draw.
  const drawn = columns.some(({ cells, released }) => shareReleased(cells, released) !== null);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable with keys
    <section className={styles.table} tabIndex={0} aria-label={t`What would leave`}>
      <table>
        <caption>
          <Trans>What would leave, field by field</Trans>
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Field</Trans>
            </th>
            {drawn && (
              <th scope="col">
                <Trans>Part released</Trans>
              </th>
            )}
            <th scope="col" className={styles.right}>
              <Trans>Released</Trans>
            </th>
            <th scope="col" className={styles.right}>
              <Trans>Of</Trans>
            </th>
            <th scope="col">
              <Trans>Why the rest is withheld</Trans>
            </th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.field.key}>
              <th scope="row">
                {name(column.field)}
                <span className={desk.code}>{column.field.key}</span>
              </th>
              {drawn && (
                <td className={styles.part}>
                  <Part share={shareReleased(column.cells, column.released)} />
                </td>
              )}
              <td className={styles.right} data-label={t`Released`}>
                {count(column.released)}
              </td>
              <td className={styles.right} data-label={t`Of`}>
                {count(column.cells)}
              </td>
              <td className={styles.why}>
                {column.withheld.map((one) => (
                  <div key={one.reason}>
                    {reasons[one.reason]}: {count(one.count)}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Released is solid, withheld is hatched. Left out where the counts would not tell it. */
function Part({ share }: { share: number | null }) {
  if (share === null) return null;
  return (
    <span className={styles.track} aria-hidden="true">
      <progress max={1} value={share} />
    </span>
  );
}
