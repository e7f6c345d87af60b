import { CourtyardError } from '@courtyard/errors';
import { type ValidationError, ValidationPipe } from '@nestjs/common';

/** Checks every input by its class. What fails is told by name of field, never by its value. */
export function validation(): ValidationPipe {
  return new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) =>
      new CourtyardError('input.invalid', { fields: errors.flatMap((error) => pathsOf(error)) }),
  });
}

function pathsOf({ property, children = [] }: ValidationError): string[] {
  return children.length === 0
    ? [property]
    : children.flatMap((child) => pathsOf(child).map((path) => `${property}.${path}`));
}
