import PostalMime from 'postal-mime';
import { until } from '../../apps/egress/fixtures/egress-process.js';
import { Post } from '../../apps/egress/fixtures/post.js';
import { type Product, startProduct } from '../journeys/product.js';
import { Visitor } from './visitor.js';

/** A forgotten password from beginning to end, on the product as it is served: asked for, mailed, read, used. */
let post: Post;
let product: Product;

beforeAll(async () => {
  post = await Post.open();
  product = await startProduct({ SMTP_URL: post.url, MAIL_FROM: 'courtyard@kessler.example' });
}, 120_000);
afterAll(async () => {
  await product?.stop();
  await post?.close();
});

const ask = (email: string) =>
  new Visitor(product.url).graphql('mutation ($email: String!) { requestPasswordReset(email: $email) }', {
    email,
  });

test('the link that is mailed opens the account, once, and nobody learns who has one', async () => {
  const [ada] = product.signIns ?? [];
  if (!ada) throw new Error('The demo has no sign-in.');
  expect(await ask('nobody@kessler.example')).toEqual({ requestPasswordReset: true });
  expect(await ask(ada.email)).toEqual({ requestPasswordReset: true });
  const taken = await until(async () => post.taken[0], 'A mail');
  const mail = await PostalMime.parse(taken.raw);
  expect(taken.to).toEqual([ada.email]);
  const link = new URL(/https?:\/\/\S+/.exec(mail.text ?? '')?.[0] ?? '');
  expect(link.pathname).toBe('/reset');
  const input = { token: link.hash.slice(1), password: 'a lake nobody has named yet' };
  const reset = 'mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) }';
  expect(await new Visitor(product.url).graphql(reset, { input })).toEqual({ resetPassword: true });
  await new Visitor(product.url).signIn({ email: ada.email, password: input.password });
  await expect(new Visitor(product.url).signIn(ada)).rejects.toThrow();
  await expect(new Visitor(product.url).graphql(reset, { input })).rejects.toThrow();
  // What is told afterwards to the address that was there before.
  const told = await until(async () => post.taken[1], 'The second mail');
  expect(told.to).toEqual([ada.email]);
  expect((await PostalMime.parse(told.raw)).text).toContain(
    'The password of your Courtyard account was reset.',
  );
  expect(post.taken.length).toBe(2);
});
