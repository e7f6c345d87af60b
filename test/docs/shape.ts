/**
 * How an answer differs from the one a guide shows, one sentence each; none when it is of that shape. In the guide `…`
 * stands for any text, a number for any number, and a list of one object for any list of such that is not empty; names of
 * fields, other texts, true, false and null are meant as they stand.
 */
export function differences(shown: unknown, answered: unknown, at = 'answer'): string[] {
  if (Array.isArray(shown)) return ofList(shown, answered, at);
  if (typeof shown === 'object' && shown !== null) return ofObject(shown, answered, at);
  if (typeof shown === 'number') return typeof answered === 'number' ? [] : [differs(shown, answered, at)];
  if (typeof shown === 'string' && typeof answered === 'string') {
    return patternOf(shown).test(answered) ? [] : [differs(shown, answered, at)];
  }
  return shown === answered ? [] : [differs(shown, answered, at)];
}

function ofList(shown: readonly unknown[], answered: unknown, at: string): string[] {
  if (!Array.isArray(answered)) return [differs(shown, answered, at)];
  const [only] = shown;
  const anyNumber = shown.length === 1 && (typeof only === 'object' || only === '…');
  if (anyNumber ? answered.length === 0 : answered.length !== shown.length)
    return [differs(shown, answered, at)];
  return answered.flatMap((one, i) => differences(anyNumber ? only : shown[i], one, `${at}[${i}]`));
}

function ofObject(shown: object, answered: unknown, at: string): string[] {
  if (typeof answered !== 'object' || answered === null) return [differs(shown, answered, at)];
  const [wanted, given] = [shown as Record<string, unknown>, answered as Record<string, unknown>];
  const names = new Set([...Object.keys(wanted), ...Object.keys(given)]);
  return [...names].flatMap((name) =>
    name in wanted && name in given
      ? differences(wanted[name], given[name], `${at}.${name}`)
      : [`${at}.${name} is ${name in wanted ? 'not in the answer' : 'not in the guide'}.`],
  );
}

function patternOf(text: string): RegExp {
  const literal = text.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${literal.join('[\\s\\S]+')}$`);
}

function differs(shown: unknown, answered: unknown, at: string): string {
  return `${at} is ${JSON.stringify(answered)}, and the guide shows ${JSON.stringify(shown)}.`;
}
