import { IsOptional, IsString, MaxLength } from 'class-validator';
import { validation } from './validation.js';

let asked = 0;

/** Of its own line of classes; whoever looks for what a class inherits asks it as well. */
class Bystander {
  @IsString()
  name = '';

  static [Symbol.hasInstance](_: unknown): boolean {
    asked++;
    return false;
  }
}

class Page {
  @IsOptional()
  @IsString()
  @MaxLength(3)
  after?: string;
}

class FeedPage extends Page {
  @IsOptional()
  @MaxLength(2)
  @IsString()
  author?: string;
}

describe('checking input', () => {
  const pipe = validation();
  const check = (value: object) => pipe.transform(value, { type: 'query', metatype: FeedPage });

  test('judges by the rules of a class and of those it inherits from, each time', async () => {
    for (const _ of [1, 2]) {
      await expect(check({ after: 'abc', author: 'ab' })).resolves.toEqual({ after: 'abc', author: 'ab' });
      for (const [field, wrong] of Object.entries({ after: 'abcd', author: 'abc', other: 'x' }))
        await expect(check({ [field]: wrong })).rejects.toMatchObject({
          code: 'input.invalid',
          details: { fields: [field] },
        });
    }
  });

  test('looks for them once', async () => {
    await check({});
    asked = 0;
    await check({});
    expect(asked).toBe(0);
    expect({} instanceof Bystander).toBe(false);
    expect(asked).toBe(1);
  });
});
