import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsString, ValidateBy } from 'class-validator';

// Control characters but line feed and tab; PostgreSQL refuses NUL, and terminals obey the others.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROL = /[\u0000-\u0008\u000B-\u001F\u007F]/;

/**
 * Text that a person writes: trimmed, in NFC, with line feeds only; 1 to `most` characters; no control characters and no
 * lone surrogates, which no database stores and no screen shows. `each`: a list of such texts.
 */
export function Words(most: number, { multiline = false, each = false } = {}): PropertyDecorator {
  const tidied = (value: unknown) => (typeof value === 'string' ? tidy(value) : value);
  return applyDecorators(
    Transform(({ value }) => (each && Array.isArray(value) ? value.map(tidied) : tidied(value))),
    IsString({ each }),
    ValidateBy(
      {
        name: 'words',
        validator: {
          validate: (text: unknown) =>
            typeof text === 'string' &&
            text.isWellFormed() &&
            [...text].length >= 1 &&
            [...text].length <= most &&
            !CONTROL.test(text) &&
            (multiline || !text.includes('\n')),
        },
      },
      { each },
    ),
  );
}

function tidy(text: string): string {
  // Normalising ill-formed text would hide that it is ill-formed.
  return text.isWellFormed() ? text.replace(/\r\n?/g, '\n').normalize('NFC').trim() : text;
}
