import { Archive, type ArchiveLimits } from './archive.js';
import { namedIds } from './body.js';
import { conversationRecord } from './conversation.js';
import { ConversationReader } from './conversation-reader.js';
import { readDays } from './day-file.js';
import { Directory } from './directory.js';
import { type Layout, type ListedConversation, readLayout } from './layout.js';
import type { Surroundings } from './mrkdwn.js';
import { type ImportReport, Tally } from './reason.js';
import type {
  CommentRecord,
  ConversationRecord,
  IntegrationRecord,
  PersonRecord,
  PostRecord,
  SlackRecord,
} from './record.js';
import type { PartialMessage, SlackMessageEvent } from './shape.js';
import { ImportFault } from './slack.errors.js';
import { earlierOf, type ThreadIndex, ThreadIndexBuilder } from './thread-index.js';

export interface SlackReadOptions {
  readonly limits?: Partial<ArchiveLimits>;
  readonly signal?: AbortSignal;
  /** Called once per conversation. `share` runs from 0 to 1 in each phase, in day files. */
  readonly onProgress?: (progress: {
    readonly phase: 'checking' | 'reading';
    readonly share: number;
  }) => void;
}

/** A whole export, checked to its last byte. Hold it open while reading; close it afterwards. */
export interface SlackExport extends AsyncDisposable {
  /** Slack's id of the workspace; part of every source key. */
  readonly workspace: string;
  readonly people: readonly PersonRecord[];
  readonly integrations: readonly IntegrationRecord[];
  readonly conversations: readonly ConversationRecord[];
  /** Final before the first record is handed out: every message is taken or listed under a reason. */
  readonly report: ImportReport;
  /** Posts and comments, conversation by conversation, each root before its comments. Can be read repeatedly. */
  contents(): AsyncGenerator<PostRecord | CommentRecord>;
  /** Everything in an order in which each record refers only to earlier ones. */
  records(): AsyncGenerator<SlackRecord>;
  close(): Promise<void>;
}

/**
 * Reads a Slack export without believing it.
 *
 * 1. The first reading validates everything and produces every record once, discarding them: when this function
 *    returns, the second reading can only fail if the file changes meanwhile (`import.file_changed`, or a fault of
 *    the archive, whose checksums are verified again).
 * 2. Memory holds the people, the conversations, what is unusual about threads, one day file, and one message.
 *
 * @throws ImportFault if anything is wrong; then nothing was handed out.
 */
export async function readSlackExport(file: string, options: SlackReadOptions = {}): Promise<SlackExport> {
  const archive = await Archive.open(file, options.limits);
  try {
    const reading = new ExportReading(archive, await readLayout(archive), options);
    await reading.check();
    return reading;
  } catch (fault) {
    await archive.close();
    throw fault;
  }
}

interface Conversation {
  readonly source: ListedConversation;
  readonly index: ThreadIndex;
  readonly record: ConversationRecord;
}

class ExportReading implements SlackExport {
  readonly workspace: string;
  conversations: readonly ConversationRecord[] = [];
  report: ImportReport = { total: 0, taken: 0, listed: [] };
  private readonly directory: Directory;
  private readonly read: Conversation[] = [];
  private readonly open = new Map<string, { key: string; name: string }>();
  private unexplained = 0;
  private filesRead = 0;

  constructor(
    private readonly archive: Archive,
    private readonly layout: Layout,
    private readonly options: SlackReadOptions,
  ) {
    this.workspace = layout.team;
    this.directory = new Directory(layout.team);
    for (const user of layout.users) this.directory.enlist(user);
  }

  get people(): readonly PersonRecord[] {
    return this.directory.peopleRecords;
  }

  get integrations(): readonly IntegrationRecord[] {
    return this.directory.integrationRecords;
  }

  async check(): Promise<void> {
    const indices: ThreadIndex[] = [];
    for (const source of this.layout.conversations) indices.push(await this.scan(source));
    for await (const _ of readDays(this.archive, this.layout.unexplained)) this.unexplained += 1;
    this.directory.settle();
    this.layout.conversations.forEach((source, place) => {
      const index = indices[place] as ThreadIndex;
      const record = conversationRecord(source, index.movements, this.directory);
      this.read.push({ source, index, record });
      if (record.access === 'open' && record.name !== null) {
        this.open.set(source.listed.id, { key: record.sourceKey, name: record.name });
      }
    });
    this.conversations = this.read.map(({ record }) => record);
    const tally = new Tally();
    for await (const _ of this.produce(tally, 'checking')) this.refuseIfCancelled();
    this.report = tally.report;
  }

  async *contents(): AsyncGenerator<PostRecord | CommentRecord> {
    const tally = new Tally();
    this.filesRead = 0;
    yield* this.produce(tally, 'reading');
    if (JSON.stringify(tally.report) !== JSON.stringify(this.report))
      throw new ImportFault('import.file_changed');
  }

  async *records(): AsyncGenerator<SlackRecord> {
    yield* this.people;
    yield* this.integrations;
    yield* this.conversations;
    yield* this.contents();
  }

  close(): Promise<void> {
    return this.archive.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private async *produce(
    tally: Tally,
    phase: 'checking' | 'reading',
  ): AsyncGenerator<PostRecord | CommentRecord> {
    for (const { source, index, record } of this.read) {
      const reader = new ConversationReader({
        archive: this.archive,
        slackId: source.listed.id,
        dayFiles: source.dayFiles,
        record,
        index,
        directory: this.directory,
        surroundings: this.surroundingsOf(record),
        tally,
      });
      for await (const content of reader.records()) {
        this.refuseIfCancelled();
        yield content;
      }
      this.progress(phase, source.dayFiles.length);
    }
    for (let count = 0; count < this.unexplained; count += 1) tally.list('unknown_conversation');
  }

  /** The first look at a conversation: who is named, what belongs together. */
  private async scan({ listed, dayFiles }: ListedConversation): Promise<ThreadIndex> {
    const { directory } = this;
    directory.meet(listed.creator);
    for (const member of listed.members ?? []) directory.meet(member);
    const builder = new ThreadIndexBuilder();
    for await (const entry of readDays(this.archive, dayFiles)) {
      this.refuseIfCancelled();
      builder.add(entry);
      if (entry.message !== null) this.meetAll(entry.message);
    }
    this.progress('checking', dayFiles.length);
    return builder.finish();
  }

  private meetAll(event: SlackMessageEvent): void {
    const { directory } = this;
    if (event.subtype === 'bot_add') directory.noteBotName(event.text ?? '');
    for (const message of [event, event.message, earlierOf(event)] as (PartialMessage | null | undefined)[]) {
      if (!message) continue;
      directory.meetAuthor(message);
      directory.meet(message.edited?.user);
      directory.meet(message.inviter);
      directory.meet(message.comment?.user);
      for (const { users } of message.reactions ?? []) for (const user of users ?? []) directory.meet(user);
      for (const id of namedIds(message)) directory.meet(id);
    }
  }

  /** A private channel's name may be read in the channel itself. */
  private surroundingsOf(here: ConversationRecord): Surroundings {
    return {
      directory: this.directory,
      openConversation: (slackId) => {
        const own = here.name !== null && this.directory.key(slackId) === here.sourceKey;
        return own ? { key: here.sourceKey, name: here.name as string } : (this.open.get(slackId) ?? null);
      },
    };
  }

  private progress(phase: 'checking' | 'reading', files: number): void {
    this.filesRead += files;
    const all = this.layout.conversations.reduce((sum, { dayFiles }) => sum + dayFiles.length, 0);
    // Checking reads everything twice: to learn, then to rehearse.
    const share = all === 0 ? 1 : Math.min(this.filesRead / (phase === 'checking' ? 2 * all : all), 1);
    this.options.onProgress?.({ phase, share });
  }

  private refuseIfCancelled(): void {
    if (this.options.signal?.aborted === true) throw new ImportFault('import.cancelled');
  }
}
