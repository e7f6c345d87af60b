import { cleanName } from './cleaning.js';
import type { IntegrationRecord, PersonRecord, SourceKey } from './record.js';
import type { PartialMessage, SlackUser } from './shape.js';

/** Somebody or something a message can be by, from, or about. */
export interface Agent {
  readonly key: SourceKey;
  readonly kind: 'person' | 'integration';
  name: string;
  /** False while `name` is only the placeholder. */
  named: boolean;
}

const FORMER_NAME = 'Former member';
const SLACKBOT = 'USLACKBOT';
/** No id of Slack holds a space. */
const SLACK_SLOT = 'slack itself';
const ID = /^[A-Za-z0-9_.:-]{1,64}$/;

/**
 * Everyone in users.json, and everyone that only messages know. Met in the first reading; the second only looks up,
 * so that nobody can appear after the people have been handed over.
 */
export class Directory {
  private readonly people = new Map<string, PersonRecord>();
  private readonly integrations = new Map<string, IntegrationRecord>();
  /** Slack's id of a user or bot, or the name of a nameless one, to its record. */
  private readonly agents = new Map<string, Agent>();
  private readonly botNames = new Map<string, string>();
  private readonly listed = new Set<string>();
  private readonly appUsers = new Map<string, string>();
  private readonly plainAuthors = new Set<string>();

  constructor(readonly team: string) {}

  key(...parts: string[]): SourceKey {
    return [`slack:${this.team}`, ...parts.map((part) => encodeURIComponent(part))].join('/');
  }

  /** An entry of users.json. */
  enlist(user: SlackUser): void {
    const profile = user.profile ?? {};
    this.listed.add(user.id);
    const displayName = cleanName(profile.display_name);
    const handle = cleanName(user.name, 80);
    const named = cleanName(user.real_name) || cleanName(profile.real_name) || displayName || handle;
    if (user.is_bot === true || user.id === SLACKBOT) {
      this.addIntegration(user.id, named || 'Integration', this.key(user.id));
      if (profile.bot_id) this.agents.set(profile.bot_id, this.agents.get(user.id) as Agent);
      return;
    }
    const record: PersonRecord = {
      kind: 'person',
      sourceKey: this.key(user.id),
      status: user.deleted === true ? 'deactivated' : 'active',
      standing: this.isGuest(user) ? 'guest' : 'member',
      name: named || FORMER_NAME,
      handle: handle || null,
      displayName: displayName || null,
      email: emailOf(profile.email),
      title: cleanName(profile.title, 200) || null,
    };
    this.addPerson(user.id, record, named !== '');
  }

  /** Somebody an entry names; unknown people become former ones, by their own id and nothing invented. */
  meet(id: string | null | undefined, name = ''): void {
    if (!id || !ID.test(id)) return;
    const known = this.agents.get(id);
    if (known !== undefined && (known.named || name === '')) return;
    if (id === SLACKBOT) {
      this.addIntegration(id, 'Slackbot', this.key(id));
      return;
    }
    const record: PersonRecord = {
      kind: 'person',
      sourceKey: this.key(id),
      status: 'former',
      standing: 'guest',
      name: name || FORMER_NAME,
      handle: null,
      displayName: null,
      email: null,
      title: null,
    };
    this.addPerson(id, record, name !== '');
  }

  /** The author of a message, met. Bots are kept one per id, or per name where they have no id. */
  meetAuthor(message: PartialMessage): void {
    const bot = botOf(message);
    if (!hasAuthor(message)) {
      if (bot !== null) this.meetBot(bot, message);
      return;
    }
    const user = message.user as string;
    this.meet(user, profileName(message));
    if (this.listed.has(user)) return;
    if (bot !== null && message.bot_profile) {
      this.meetBot(bot, message);
      this.appUsers.set(user, bot.slot);
    } else this.plainAuthors.add(user);
  }

  /** Slack's notice "added an integration: <…/services/B…|github>" is the only place that names old webhooks. */
  noteBotName(noticeText: string): void {
    for (const match of noticeText.matchAll(/<[^<>|]*\/services\/(B[A-Z0-9]{1,40})\|([^<>]{1,200})>/g)) {
      const name = cleanName(match[2]);
      if (name !== '') this.botNames.set(match[1] as string, name);
    }
  }

  /**
   * After the first reading. An unlisted user who wrote only as an app is that app; whoever wrote a single plain
   * message stays a person, because people are protected and integrations are not.
   */
  settle(): void {
    for (const [id, name] of this.botNames) {
      const agent = this.agents.get(id);
      if (agent?.kind === 'integration' && !agent.named) this.addIntegration(id, name, agent.key);
    }
    for (const [user, slot] of this.appUsers) {
      const app = this.agents.get(slot);
      if (app === undefined || this.plainAuthors.has(user)) continue;
      this.people.delete(this.key(user));
      this.agents.set(user, app);
    }
  }

  find(id: string): Agent | null {
    return this.agents.get(id) ?? null;
  }

  authorOf(message: PartialMessage): Agent {
    const bot = botOf(message);
    const byUser = message.user ? this.agents.get(message.user) : undefined;
    if (byUser !== undefined && hasAuthor(message)) return byUser;
    return (bot === null ? undefined : this.agents.get(bot.slot)) ?? byUser ?? this.slack();
  }

  /** The integration that stands for Slack's own notices and for messages without any author. */
  slack(): Agent {
    return this.agents.get(SLACK_SLOT) ?? this.addIntegration(SLACK_SLOT, 'Slack', this.key('bot', 'slack'));
  }

  get peopleRecords(): readonly PersonRecord[] {
    return [...this.people.values()];
  }

  get integrationRecords(): readonly IntegrationRecord[] {
    return [...this.integrations.values()];
  }

  get personCount(): number {
    return this.people.size;
  }

  private isGuest(user: SlackUser): boolean {
    const foreign = Boolean(user.team_id) && user.team_id !== this.team && !user.enterprise_user;
    return (
      user.is_restricted === true || user.is_ultra_restricted === true || user.is_stranger === true || foreign
    );
  }

  private meetBot(bot: Bot, message: PartialMessage): void {
    const name = cleanName(message.bot_profile?.name) || cleanName(message.username);
    const known = this.agents.get(bot.slot);
    if (known !== undefined && (known.named || name === '')) return;
    this.addIntegration(bot.slot, name || `Integration ${bot.id}`, bot.key(this), name !== '');
  }

  private addPerson(id: string, record: PersonRecord, named: boolean): void {
    this.people.set(record.sourceKey, record);
    this.agents.set(id, { key: record.sourceKey, kind: 'person', name: record.name, named });
  }

  /** A name found later reaches the aliases too: they hold the same agent. */
  private addIntegration(slot: string, name: string, key: SourceKey, named = true): Agent {
    const known = this.agents.get(slot);
    const agent = known?.key === key ? known : { key, kind: 'integration' as const, name, named };
    agent.name = name;
    agent.named = named;
    this.integrations.set(key, { kind: 'integration', sourceKey: key, name });
    this.agents.set(slot, agent);
    return agent;
  }
}

/** A user posts as themself unless the entry calls itself a bot's. */
function hasAuthor(message: PartialMessage): boolean {
  return Boolean(message.user) && message.subtype !== 'bot_message';
}

interface Bot {
  readonly id: string;
  readonly slot: string;
  key(directory: Directory): SourceKey;
}

function botOf(message: PartialMessage): Bot | null {
  const id = message.bot_id || message.bot_profile?.id;
  if (id) return { id, slot: id, key: (directory) => directory.key('bot', id) };
  const name = cleanName(message.username);
  if (name === '' || message.user) return null;
  return { id: name, slot: `named ${name}`, key: (directory) => directory.key('bot-name', name) };
}

function profileName(message: PartialMessage): string {
  const profile = message.user_profile;
  return cleanName(profile?.real_name) || cleanName(profile?.display_name) || cleanName(profile?.name);
}

/** Kept only if it is one address; what else stands in the field is nobody's address. */
function emailOf(email: string | null | undefined): string | null {
  const address = cleanName(email, 254);
  return /^[^\s@]{1,64}@[^\s@]+$/u.test(address) ? address : null;
}
