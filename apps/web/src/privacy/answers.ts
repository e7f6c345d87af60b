import type { AskedFragment, ConsentAnswerState, FieldAnswerInput } from '../generated/graphql';

type Field = AskedFragment['fields'][number];

/** An answer that is chosen, and the version of what stood there when it was. */
export interface Choice {
  readonly yes: boolean;
  readonly version: string | null;
}

/** What is chosen on the screen and not yet saved: for a field as a whole, or for single items of it. */
export interface Choices {
  readonly fields: Readonly<Record<string, Choice>>;
  readonly items: Readonly<Record<string, Readonly<Record<string, Choice>>>>;
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

/** A yes is of what stood there when it was chosen; of other words nothing is chosen. A no is one whatever stands there. */
export function chosenOf(choice: Choice | undefined, version: string | null): boolean | undefined {
  return choice?.yes && choice.version !== version ? undefined : choice?.yes;
}

/** What the two buttons of a field show. Nothing is ever filled in for anybody. */
export function shownAnswer(field: Field, choices: Choices): boolean | undefined {
  return chosenOf(choices.fields[field.field.key], field.version) ?? standing(field.answer?.state);
}

export function choose(choices: Choices, key: string, choice: Choice): Choices {
  return {
    fields: { ...choices.fields, [key]: choice },
    // A no to all leaves no single yes behind.
    items: choice.yes ? choices.items : { ...choices.items, [key]: {} },
  };
}

export function chooseItem(choices: Choices, key: string, itemId: string, choice: Choice): Choices {
  const { [key]: _whole, ...fields } = choices.fields;
  return { fields, items: { ...choices.items, [key]: { ...choices.items[key], [itemId]: choice } } };
}

/** What is still chosen once these versions are what is shown, and of what (field or item) a yes was lost. */
export function withoutStale(
  choices: Choices,
  versions: ReadonlySet<string>,
): { readonly choices: Choices; readonly lost: ReadonlySet<string> } {
  const lost = new Set<string>();
  const rest = (chosen: Readonly<Record<string, Choice>>) =>
    Object.fromEntries(
      Object.entries(chosen).filter(([id, { yes, version }]) => {
        const stands = !yes || (version !== null && versions.has(version));
        if (!stands) lost.add(id);
        return stands;
      }),
    );
  const items = Object.entries(choices.items).map(([key, chosen]) => [key, rest(chosen)]);
  return { choices: { fields: rest(choices.fields), items: Object.fromEntries(items) }, lost };
}

export function anythingChosen(choices: Choices): boolean {
  return (
    Object.keys(choices.fields).length > 0 || Object.values(choices.items).some((items) => count(items) > 0)
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
    const chosen = Object.entries(choices.items[field.key] ?? {});
    if (!field.perItem) return whole === undefined ? [] : [{ fieldKey: field.key, ...whole }];
    if (whole?.yes === false) return [{ fieldKey: field.key, yes: false }];
    return [true, false].flatMap((yes) => {
      const items = chosen.flatMap(([id, one]) => (one.yes === yes ? [{ id, version: one.version }] : []));
      return items.length > 0 ? [{ fieldKey: field.key, yes, items }] : [];
    });
  });
}

function count(items: Readonly<Record<string, Choice>>): number {
  return Object.keys(items).length;
}
