/** The actions a client is told about in `allowed`; policies know more. */
export enum Action {
  read = 'read',
  revise = 'revise',
  withdraw = 'withdraw',
  comment = 'comment',
  react = 'react',
  reveal = 'reveal',
  join = 'join',
  request = 'request',
  take_over = 'take_over',
  leave = 'leave',
  invite = 'invite',
  archive = 'archive',
  manage_members = 'manage_members',
  change_roles = 'change_roles',
  decide = 'decide',
  retire = 'retire',
  cancel = 'cancel',
  record_answer = 'record_answer',
  accept = 'accept',
  take_back = 'take_back',
  confirm = 'confirm',
  reopen = 'reopen',
  take = 'take',
  give_back = 'give_back',
  keep = 'keep',
  break = 'break',
  move = 'move',
  announce = 'announce',
  acknowledge = 'acknowledge',
  remind = 'remind',
  judge = 'judge',
  pass = 'pass',
  settle = 'settle',
  take_up = 'take_up',
  tell_outcome = 'tell_outcome',
  look_back = 'look_back',
}

/** Those of a policy's actions that a client knows by name, each once, in the order of the list. */
export function toldActions(actions: readonly string[]): Action[] {
  return Object.values(Action).filter((action) => actions.includes(action));
}
