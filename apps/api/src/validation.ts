import { CourtyardError } from '@courtyard/errors';
import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage } from 'class-validator';

/** Checks every input by its class. What fails is told by name of field, never by its value. */
export function validation(): ValidationPipe {
  findRulesOnce();
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) =>
      new CourtyardError('input.invalid', { fields: errors.flatMap((error) => pathsOf(error)) }),
  });
}

/**
 * class-validator looks through the rules of all classes for those that a class inherits from, again for each input; on a page of the
 * feed that was half of what checking its arguments took. A class has all its rules before the first input comes.
 */
function findRulesOnce(): void {
  const storage = getMetadataStorage();
  if (Object.hasOwn(storage, 'getTargetValidationMetadatas')) return;
  const find = storage.getTargetValidationMetadatas.bind(storage);
  const found = new Map<unknown, ReturnType<typeof find>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (schema || always || strictGroups || groups?.length)
      return find(target, schema, always, strictGroups, groups);
    const rules = found.get(target) ?? find(target, schema, always, strictGroups, groups);
    found.set(target, rules);
    return rules;
  };
}

function pathsOf({ property, children = [] }: ValidationError): string[] {
  return children.length === 0
    ? [property]
    : children.flatMap((child) => pathsOf(child).map((path) => `${property}.${path}`));
}
