import { Icon } from '@courtyard/ui';
import { Trans } from '@lingui/react/macro';
import styles from './yes-no.module.css';

export interface YesNoProps {
  /** What the answer is about, for readers of the screen. */
  about: string;
  value: boolean | undefined;
  onChoose: (yes: boolean) => void;
  /** A yes rests while the account is frozen; a no never does. */
  yesRests?: boolean;
  disabled?: boolean;
}

/** Two buttons of the same size and the same look, nothing filled in (privacy-model.md section 4). */
export function YesNo({ about, value, onChoose, yesRests = false, disabled = false }: YesNoProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings its own layout
    <div className={styles.pair} role="group" aria-label={about}>
      <button
        type="button"
        aria-pressed={value === true}
        disabled={disabled || (yesRests && value !== true)}
        onClick={() => onChoose(true)}
      >
        {value === true && <Icon name="check" small />}
        <Trans>Yes</Trans>
      </button>
      <button
        type="button"
        aria-pressed={value === false}
        disabled={disabled}
        onClick={() => onChoose(false)}
      >
        {value === false && <Icon name="check" small />}
        <Trans>No</Trans>
      </button>
    </div>
  );
}
