import { segmentsOf } from './segments.js';

/** A post's words as written: lines kept, addresses made into links, nothing else interpreted. */
export function PlainText({ text }: { text: string }) {
  return segmentsOf(text).map((segment, index) =>
    segment.href ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: segments of one text never move
      <a key={index} href={segment.href} target="_blank" rel="noopener noreferrer nofollow">
        {segment.text}
      </a>
    ) : (
      segment.text
    ),
  );
}
