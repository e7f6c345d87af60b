export type {
  Block,
  Code,
  Writing,
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
  Words,
  Topic,
} from './writing.js';
export { HIDDEN_SIGNS, hasHiddenSigns, isShownAsIs } from './hidden-signs.js';
export { LIMITS } from './limits.js';
export { cleanLink } from './link.js';
export { plainTextOf, sayingOf } from './plain-text.js';
export { DocumentRefusal, type ReadDocument, type RefusalReason, readDocument } from './reading.js';
export { mentionsIn, partsOf } from './parts.js';
export { TOPIC, topicName } from './topic.js';
