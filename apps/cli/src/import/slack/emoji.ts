import { cleanName } from './cleaning.js';

/** Slack's short names of the emoji people react with most; all others stay `:name:`, as custom ones must. */
// biome-ignore format: a table.
const COMMON: Readonly<Record<string, string>> = {
  '+1': '👍', thumbsup: '👍', '-1': '👎', thumbsdown: '👎', heart: '❤️', tada: '🎉', joy: '😂', smile: '😄',
  smiley: '😃', grinning: '😀', slightly_smiling_face: '🙂', laughing: '😆', satisfied: '😆', wink: '😉',
  blush: '😊', heart_eyes: '😍', thinking_face: '🤔', cry: '😢', sob: '😭', scream: '😱', open_mouth: '😮',
  astonished: '😲', sweat_smile: '😅', rolling_on_the_floor_laughing: '🤣', upside_down_face: '🙃',
  neutral_face: '😐', confused: '😕', disappointed: '😞', rage: '😡', angry: '😠', sunglasses: '😎',
  partying_face: '🥳', hugging_face: '🤗', saluting_face: '🫡', melting_face: '🫠', face_palm: '🤦', shrug: '🤷',
  eyes: '👀', clap: '👏', raised_hands: '🙌', pray: '🙏', wave: '👋', ok_hand: '👌', muscle: '💪', fire: '🔥',
  rocket: '🚀', 100: '💯', white_check_mark: '✅', heavy_check_mark: '✔️', ballot_box_with_check: '☑️', x: '❌',
  heavy_plus_sign: '➕', heavy_minus_sign: '➖', question: '❓', exclamation: '❗', warning: '⚠️', bulb: '💡',
  star: '⭐', star2: '🌟', sparkles: '✨', boom: '💥', zap: '⚡', sunny: '☀️', coffee: '☕', beer: '🍺', beers: '🍻',
  cake: '🍰', birthday: '🎂', pizza: '🍕', gift: '🎁', trophy: '🏆', memo: '📝', calendar: '📆', bug: '🐛',
  broken_heart: '💔', blue_heart: '💙', green_heart: '💚', yellow_heart: '💛', purple_heart: '💜', black_heart: '🖤',
  point_up: '☝️', point_right: '👉', point_left: '👈', point_up_2: '👆', point_down: '👇', skull: '💀', robot_face: '🤖',
};

/** `thumbsup::skin-tone-3` is `thumbsup`: the tone tells of the person, not of the reaction. */
export function reactionName(raw: string): string {
  return cleanName(raw.replace(/::skin-tone-\d/g, ''), 100).replace(/[:\s]/g, '');
}

export function emojiOf(name: string): string {
  return Object.hasOwn(COMMON, name) ? (COMMON[name] as string) : `:${name}:`;
}
