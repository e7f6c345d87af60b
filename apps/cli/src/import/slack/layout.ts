import type { Archive } from './archive.js';
import { jsonElements } from './json-elements.js';
import type { ConversationForm } from './record.js';
import { conversationShape, type SlackConversation, type SlackUser, userShape } from './shape.js';
import { ImportFault } from './slack.errors.js';

/** The lists of conversations, the narrowest first: what two lists name is as narrow as the narrower one. */
const LISTS: readonly { file: string; form: ConversationForm }[] = [
  { file: 'dms.json', form: 'direct_message' },
  { file: 'mpims.json', form: 'group_message' },
  { file: 'groups.json', form: 'private_channel' },
  { file: 'channels.json', form: 'channel' },
];
const PEOPLE_FILES = ['users.json', 'org_users.json'];
const DAY_FILE = /^\d{4}-\d{2}-\d{2}\.json$/;
/** What macOS adds when somebody packs the folder again. */
const DEBRIS = /(^|\/)(__MACOSX(\/|$)|\.DS_Store$|\._[^/]*$)/;

export interface ListedConversation {
  readonly form: ConversationForm;
  readonly listed: SlackConversation;
  /** Paths in the archive, by date. */
  readonly dayFiles: readonly string[];
}

/** The export's table of contents, every list read and checked. */
export interface Layout {
  /** Slack's id of the workspace: the commonest among its users, `workspace` where no user tells. */
  readonly team: string;
  readonly users: readonly SlackUser[];
  /** Channels first, then private channels, group messages, direct messages. */
  readonly conversations: readonly ListedConversation[];
  /** Day files of folders that no list, or more than one entry of them, explains. */
  readonly unexplained: readonly string[];
}

/** @throws ImportFault */
export async function readLayout(archive: Archive): Promise<Layout> {
  const names = archive.entries
    .filter((entry) => !entry.directory && !DEBRIS.test(entry.name))
    .map((entry) => entry.name);
  const top = topFolder(names);
  const present = new Set(names);
  const peopleFile = PEOPLE_FILES.map((file) => top + file).find((file) => present.has(file));
  const lists = LISTS.filter(({ file }) => present.has(top + file));
  if (peopleFile === undefined || lists.length === 0) throw new ImportFault('import.not_a_slack_export');

  const users = await readUsers(archive, peopleFile);
  const folders = dayFilesByFolder(names, top);
  let found: { form: ConversationForm; listed: SlackConversation }[] = [];
  const narrowest = new Set<string>();
  for (const { file, form } of lists) {
    const all = await readConversations(archive, top + file);
    const fresh = all.filter((listed) => !narrowest.has(listed.id));
    for (const { id } of fresh) narrowest.add(id);
    found = [...fresh.map((listed) => ({ form, listed })), ...found];
  }
  const claims = claimFolders(found, folders);
  const conversations = found.map(({ form, listed }) => {
    return { form, listed, dayFiles: folders.get(claims.get(listed.id) ?? '') ?? [] };
  });
  const claimed = new Set(claims.values());
  const unexplained = [...folders].filter(([folder]) => !claimed.has(folder)).flatMap(([, files]) => files);
  return { team: commonestTeam(users), users, conversations, unexplained };
}

/** Some tools pack the folder around the export as well. */
function topFolder(names: readonly string[]): string {
  if (names.some((name) => PEOPLE_FILES.includes(name))) return '';
  const first = names[0]?.split('/')[0];
  const single = first !== undefined && names.every((name) => name.startsWith(`${first}/`));
  return single ? `${first}/` : '';
}

function dayFilesByFolder(names: readonly string[], top: string): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const name of names) {
    const [folder, file, ...deeper] = name.slice(top.length).split('/');
    if (folder === undefined || file === undefined || deeper.length > 0 || !DAY_FILE.test(file)) continue;
    const files = folders.get(folder);
    if (files === undefined) folders.set(folder, [name]);
    else files.push(name);
  }
  for (const files of folders.values()) files.sort();
  return folders;
}

/**
 * A folder has the conversation's name, or its id where it has none. One claimed twice belongs to nobody: taking it
 * for the wrong one of a private and a public conversation would publish it.
 */
function claimFolders(
  found: readonly { listed: SlackConversation }[],
  folders: ReadonlyMap<string, unknown>,
): Map<string, string> {
  const claims = new Map<string, string[]>();
  for (const { listed } of found) {
    for (const folder of new Set([listed.name ?? '', listed.id])) {
      if (folders.has(folder)) claims.set(folder, [...(claims.get(folder) ?? []), listed.id]);
    }
  }
  const byConversation = new Map<string, string>();
  for (const [folder, ids] of claims) {
    const [only, second] = ids;
    if (only !== undefined && second === undefined && !byConversation.has(only))
      byConversation.set(only, folder);
  }
  return byConversation;
}

async function readUsers(archive: Archive, file: string): Promise<SlackUser[]> {
  return readList(archive, file, (value) => userShape.safeParse(value));
}

async function readConversations(archive: Archive, file: string): Promise<SlackConversation[]> {
  return readList(archive, file, (value) => conversationShape.safeParse(value));
}

type Judged<T> =
  | { success: true; data: T }
  | { success: false; error: { issues: readonly { path: readonly PropertyKey[] }[] } };

async function readList<T extends { id: string }>(
  archive: Archive,
  file: string,
  judge: (value: unknown) => Judged<T>,
): Promise<T[]> {
  const items: T[] = [];
  const ids = new Set<string>();
  for (const value of jsonElements(await archive.read(file), file)) {
    const judged = judge(value);
    if (!judged.success) {
      const field = judged.error.issues[0]?.path.filter((part) => typeof part === 'string').join('.');
      throw new ImportFault('import.wrong_shape', {
        file,
        element: items.length,
        ...(field ? { field } : {}),
      });
    }
    if (ids.has(judged.data.id))
      throw new ImportFault('import.duplicate_id', { file, element: items.length });
    ids.add(judged.data.id);
    items.push(judged.data);
  }
  return items;
}

function commonestTeam(users: readonly SlackUser[]): string {
  const counts = new Map<string, number>();
  for (const { team_id: team } of users) if (team) counts.set(team, (counts.get(team) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ranked[0]?.[0] ?? 'workspace';
}
