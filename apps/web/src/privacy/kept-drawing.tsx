/** The house with its gate shut, and something growing in the yard. */
export function KeptDrawing() {
  return (
    <svg
      width="112"
      height="112"
      viewBox="0 0 112 112"
      fill="none"
      stroke="var(--line-2)"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d="M66 104h22a12 12 0 0 0 12-12V20A12 12 0 0 0 88 8H24a12 12 0 0 0-12 12v72a12 12 0 0 0 12 12h22" />
      <rect x="36" y="32" width="40" height="40" rx="4" />
      <path d="M46 104V88M66 104V88" strokeDasharray="2 5" />
      <path
        stroke="var(--accent)"
        d="M56 60c0-7 5-11 10-11 0 7-4 11-10 11zm0 0c0-6-4-9-8-9 0 6 3 9 8 9zm0 0v6"
      />
    </svg>
  );
}
