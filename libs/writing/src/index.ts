export { HIDDEN_SIGNS, hasHiddenSigns, isSeen, isShownAsIs } from './hidden-signs.js';
export { LIMITS } from './limits.js';
export { cleanLink } from './link.js';
export { mentionsIn, partsOf } from './parts.js';
export { plainTextOf, sayingOf } from './plain-text.js';
export { DocumentRefusal, type ReadDocument, type RefusalReason, readDocument } from './reading.js';
export { TOPIC, topicName } from './topic.js';
export type {
  Block,
  Code,
  Flow,
  Heading,
  Inline,
  Link,
  List,
  ListItem,
  Mark,
  Mention,
  Paragraph,
  Quotation,
  Table,
  TableCell,
  TableRow,
  TaskItem,
  TaskList,
  Topic,
  Words,
  Writing,
} from './writing.js';
