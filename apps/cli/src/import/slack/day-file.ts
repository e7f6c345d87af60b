import type { Archive } from './archive.js';
import { jsonElements } from './json-elements.js';
import { messageShape, type SlackMessageEvent } from './shape.js';
import { ImportFault } from './slack.errors.js';

/** An entry of a day file; `message` is null where its fields are not what Slack writes. */
export interface DayEntry {
  readonly message: SlackMessageEvent | null;
  readonly file: string;
}

/**
 * All entries of the files, in their order; one file is in memory at a time. An entry that is not even an object
 * means that the file is no day file: the import is refused. One with a broken field is a broken message.
 *
 * @throws ImportFault
 */
export async function* readDays(archive: Archive, files: readonly string[]): AsyncGenerator<DayEntry> {
  for (const file of files) {
    let element = 0;
    for (const value of jsonElements(await archive.read(file), file)) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new ImportFault('import.wrong_shape', { file, element });
      }
      const judged = messageShape.safeParse(value);
      yield { message: judged.success ? judged.data : null, file };
      element += 1;
    }
  }
}
