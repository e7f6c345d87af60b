import { Trans } from '@lingui/react/macro';
import styles from './editor.module.css';
import type { Suggestion } from './suggestions';

export interface SuggestionListProps {
  id: string;
  label: string;
  suggestions: readonly Suggestion[];
  active: number;
  onChoose: (suggestion: Suggestion) => void;
}

export const optionId = (list: string, index: number) => `${list}-${index}`;

/** Below the words; the editor keeps the focus and its keys move here. */
export function SuggestionList({ id, label, suggestions, active, onChoose }: SuggestionListProps) {
  return (
    <div className={styles.suggestions}>
      <div role="listbox" id={id} aria-label={label}>
        {suggestions.map((suggestion, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the editor has the focus, and says which is active
          // biome-ignore lint/a11y/useKeyWithClickEvents: the editor's keys choose
          <div
            key={suggestion.key}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === active}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(suggestion)}
          >
            <b>{suggestion.label}</b>
            {suggestion.detail && <span>{suggestion.detail}</span>}
          </div>
        ))}
      </div>
      <p>
        <Trans>Enter chooses, Escape leaves the words as they are.</Trans>
      </p>
    </div>
  );
}
