import type { AskedFragment, ConsentAnswerState, FieldAnswerInput } from '../generated/graphql';

type Field = AskedFragment['fields'][number];

/** What is chosen on the screen and not yet saved: for a field as a whole, or for single items of it. */
export interface Choices {
  readonly fields: Readonly<Record<string, boolean>>;
  readonly items: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
}

export const nothingChosen: Choices = { fields: {}, items: {} };

/** A yes that counts, or will once it has cooled off. */
export function standsYes(state: ConsentAnswerState | undefined): boolean {
  return state === 'given' || state === 'cooling_off';
}

/** Yes, no, or no answer: what was withdrawn, has expired or fell is no answer any more. */
export function standing(state: ConsentAnswerState | undefined): boolean | undefined {
  if (standsYes(state)) return true;
  return state === 'refused' ? false : undefined;
}

/** What the two buttons of a field show. Nothing is ever filled in for anybody. */
export function shownAnswer(field: Field, choices: Choices): boolean | undefined {
  return choices.fields[field.field.key] ?? standing(field.answer?.state);
}

export function choose(choices: Choices, key: string, yes: boolean): Choices {
  return {
    fields: { ...choices.fields, [key]: yes },
    // A no to all leaves no single yes behind.
    items: yes ? choices.items : { ...choices.items, [key]: {} },
  };
}

export function chooseItem(choices: Choices, key: string, itemId: string, yes: boolean): Choices {
  const { [key]: _whole, ...fields } = choices.fields;
  return { fields, items: { ...choices.items, [key]: { ...choices.items[key], [itemId]: yes } } };
}

export function anythingChosen(choices: Choices): boolean {
  return (
    Object.keys(choices.fields).length > 0 || Object.values(choices.items).some((items) => count(items) > 0)
  );
}

export function containsYes(choices: Choices): boolean {
  return [choices.fields, ...Object.values(choices.items)].some((chosen) =>
    Object.values(chosen).includes(true),
  );
}

/** How many fields have an answer, saved or chosen. */
export function answered(request: AskedFragment, choices: Choices): number {
  return request.fields.filter(
    (field) => shownAnswer(field, choices) !== undefined || count(choices.items[field.field.key] ?? {}) > 0,
  ).length;
}

/** What is sent: only what was chosen. A field whose yes covers one item at a time is never given as a whole. */
export function inputOf(request: AskedFragment, choices: Choices): FieldAnswerInput[] {
  return request.fields.flatMap(({ field }): FieldAnswerInput[] => {
    const whole = choices.fields[field.key];
    const items = Object.entries(choices.items[field.key] ?? {});
    if (!field.perItem) return whole === undefined ? [] : [{ fieldKey: field.key, yes: whole }];
    if (whole === false) return [{ fieldKey: field.key, yes: false }];
    return [true, false].flatMap((yes) => {
      const itemIds = items.filter(([, chosen]) => chosen === yes).map(([id]) => id);
      return itemIds.length > 0 ? [{ fieldKey: field.key, yes, itemIds }] : [];
    });
  });
}

function count(items: Readonly<Record<string, boolean>>): number {
  return Object.keys(items).length;
}
