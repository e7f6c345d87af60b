import { z } from 'zod';
import { isShownAsIs } from './hidden-signs.js';
import { LIMITS } from './limits.js';
import { cleanLink } from './link.js';
import { topicName } from './topic.js';
import type { Flow, Writing } from './writing.js';

/**
 * What a document may hold, stated once: the server stores what this lets through and in the form that it answers, the client's editor is
 * held to it by a test. What is not named here is refused, an attribute too.
 */
const shown = z.string().min(1).refine(isShownAsIs, 'hidden');
const line = shown
  .refine((text) => !/[\n\r\u2028\u2029]/.test(text), 'line')
  .transform((text) => text.normalize('NFC'));

const link = z.strictObject({
  type: z.literal('link'),
  attrs: z.strictObject({
    href: z.string().transform((href, context) => {
      const clean = isShownAsIs(href) ? cleanLink(href) : null;
      if (clean === null) context.addIssue({ code: 'custom', message: 'link' });
      return clean ?? '';
    }),
  }),
});
const plainMark = (type: 'bold' | 'italic' | 'strike' | 'code') => z.strictObject({ type: z.literal(type) });
const mark = z.discriminatedUnion('type', [
  plainMark('bold'),
  plainMark('italic'),
  plainMark('strike'),
  plainMark('code'),
  link,
]);
/** Each once, and code stands for itself: in a link or bold it would not be read as it is. */
const marks = z
  .array(mark)
  .min(1)
  .max(4)
  .refine((all) => new Set(all.map(({ type }) => type)).size === all.length, 'twice')
  .refine((all) => all.length === 1 || all.every(({ type }) => type !== 'code'), 'code');

const words = z.strictObject({ type: z.literal('text'), text: line, marks: marks.optional() });
const mention = z.strictObject({
  type: z.literal('mention'),
  attrs: z.strictObject({ id: z.string().regex(/^[a-z]{1,20}_[0-9a-f-]{36}$/) }),
});
const topic = z.strictObject({
  type: z.literal('topic'),
  attrs: z.strictObject({
    name: z.string().transform((written, context) => {
      const name = isShownAsIs(written) ? topicName(written) : null;
      if (name === null) context.addIssue({ code: 'custom', message: 'topic' });
      return name ?? '';
    }),
  }),
});
const inlines = z.array(
  z.discriminatedUnion('type', [words, z.strictObject({ type: z.literal('hardBreak') }), mention, topic]),
);

const paragraph = z.strictObject({ type: z.literal('paragraph'), content: inlines.optional() });
const heading = z.strictObject({
  type: z.literal('heading'),
  attrs: z.strictObject({ level: z.union([z.literal(2), z.literal(3)]) }),
  content: inlines.optional(),
});
const codeBlock = z.strictObject({
  type: z.literal('codeBlock'),
  attrs: z.strictObject({ language: z.string().regex(/^[a-z0-9+#.-]{1,20}$/) }).optional(),
  content: z
    .array(z.strictObject({ type: z.literal('text'), text: shown }))
    .max(1)
    .optional(),
});

const flow: z.ZodType<Flow> = z.lazy(() =>
  z.discriminatedUnion('type', [paragraph, bulletList, orderedList, taskList, blockquote, codeBlock]),
);
const item = z.tuple([paragraph], flow);
const items = z.array(z.strictObject({ type: z.literal('listItem'), content: item })).min(1);
const bulletList = z.strictObject({ type: z.literal('bulletList'), content: items });
const orderedList = z.strictObject({
  type: z.literal('orderedList'),
  attrs: z.strictObject({ start: z.int().min(0).max(99_999) }).optional(),
  content: items,
});
const taskItem = z.strictObject({
  type: z.literal('taskItem'),
  attrs: z.strictObject({ checked: z.boolean() }),
  content: item,
});
const taskList = z.strictObject({ type: z.literal('taskList'), content: z.array(taskItem).min(1) });
const blockquote = z.strictObject({ type: z.literal('blockquote'), content: z.array(flow).min(1) });

const cell = z.strictObject({
  type: z.enum(['tableHeader', 'tableCell']),
  content: z.array(paragraph).min(1),
});
const row = z.strictObject({
  type: z.literal('tableRow'),
  content: z.array(cell).min(1).max(LIMITS.columns),
});
const table = z.strictObject({
  type: z.literal('table'),
  content: z
    .array(row)
    .min(1)
    .max(LIMITS.rows)
    .refine((rows) => rows.every(({ content }) => content.length === rows[0]?.content.length), 'ragged'),
});

const block = z.discriminatedUnion('type', [
  paragraph,
  heading,
  bulletList,
  orderedList,
  taskList,
  blockquote,
  codeBlock,
  table,
]);

export const writing: z.ZodType<Writing> = z.strictObject({
  type: z.literal('doc'),
  content: z.array(block).min(1),
});
