import { expect, test } from './journey.js';
import { colleague } from './people.js';
import { type Product, startProduct } from './product.js';

/** With OPERATIONS=persisted only what the client was built with is answered: to people nothing changes. */
let strict: Product;
test.beforeAll(async () => {
  strict = await startProduct({ OPERATIONS: 'persisted' });
});
test.afterAll(() => strict.stop());

test('the built client works, live included, and nothing else is answered', async ({ browser }) => {
  const samira = await colleague(browser, strict, /Samira/);
  const bill = await colleague(browser, strict, /Bill/);
  await samira.keyboard.press('c');
  const composer = samira.getByRole('form', { name: 'New post' });
  await composer.getByRole('button', { name: 'Design' }).click();
  await samira.keyboard.type('Kess');
  await samira.getByRole('option', { name: /Kessler Pumps/ }).click();
  await samira.keyboard.press('Escape');
  await composer.getByRole('textbox', { name: 'Your words' }).fill('Only known operations');
  await composer.getByRole('button', { name: 'Post update' }).click();
  await bill.getByRole('button', { name: /1 new/ }).click();
  await expect(bill.getByText('Only known operations')).toBeVisible();

  const ask = (query: string) =>
    samira.request.post('/graphql', { data: { query } }).then((answer) => answer.json());
  expect(await ask('{ me { roles } }')).toMatchObject({
    errors: [{ extensions: { code: 'graphql.unknown_operation' } }],
  });
  expect(await ask('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  await samira.context().close();
  await bill.context().close();
});
