/** A row of the table of posts. */
export interface Stored {
  readonly id: string;
  readonly body: string;
}

/** What people did, and what they were told. */
export interface Remembered {
  readonly written: readonly { readonly body: string; readonly postId?: string }[];
  readonly heard: readonly string[];
  readonly answers: readonly { readonly status: number; readonly retryAfter: string | null }[];
}

/** One sentence for each thing that is not as it was told; sent again and again, each post is there once. */
export function lossesOf({ written, heard, answers }: Remembered, rows: readonly Stored[]): string[] {
  const count = (of: readonly string[], one: string) => of.filter((other) => other === one).length;
  const bodies = rows.map(({ body }) => body);
  const ids = new Map(rows.map(({ id, body }) => [body, `post_${id}`]));
  return [
    ...written.flatMap(({ body, postId }) => {
      if (postId === undefined) return [`${body} was never stored`];
      const times = count(bodies, body);
      return [
        ...(times === 1 ? [] : [`${postId} is there ${times} times`]),
        ...(times === 1 && ids.get(body) !== postId ? [`${postId} is there under another id`] : []),
        ...(count(heard, postId) === 1 ? [] : [`${postId} was heard ${count(heard, postId)} times`]),
      ];
    }),
    ...heard.filter((id) => !written.some(({ postId }) => postId === id)).map((id) => `${id} is nobody's`),
    ...answers
      .filter(({ status, retryAfter }) => status === 503 && !retryAfter)
      .map(() => 'a 503 does not say when to come again'),
  ];
}
