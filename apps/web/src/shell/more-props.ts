export interface MoreItem {
  label: string;
  onChoose: () => void;
}

export interface MoreProps {
  /** What the button is called for readers of the screen. */
  label: string;
  items: MoreItem[];
  size?: number;
}
