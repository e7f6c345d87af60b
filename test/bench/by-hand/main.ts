import 'reflect-metadata';
import { PostService } from '@courtyard/feed';
import type { Served } from '../../../apps/api/src/serve.js';
import { besideOf, pageByHand } from './page.js';

/**
 * The api with a page of the feed that is written by hand: the same server, the same GraphQL and the same fields, but nothing of
 * the page is judged, neither by PostgreSQL nor in memory. What it costs less is what the walls of the page cost.
 */
const DIST = '../../../apps/api/dist';
const POSTS = '../../../libs/feed/dist/post/post.resolver.js';
const MARKINGS = '../../../libs/feed/dist/marking/marking.resolver.js';
const EMPLOYEES = '../../../libs/people/dist/employee/employee.resolver.js';

/** Puts another method in the place of a resolver's. What Nest knows of it, it knows by the function. */
function replace(prototype: object, name: string, method: (...args: never[]) => unknown): void {
  const before = Reflect.get(prototype, name) as object;
  for (const key of Reflect.getMetadataKeys(before)) {
    Reflect.defineMetadata(key, Reflect.getMetadata(key, before), method);
  }
  Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true });
}

async function main(): Promise<void> {
  const { PostFieldsResolver } = await import(POSTS);
  const { PostMarkingResolver } = await import(MARKINGS);
  const { EmployeeResolver } = await import(EMPLOYEES);
  replace(PostService.prototype, 'feed', pageByHand(process.env['BY_HAND_URL'] ?? ''));
  replace(PostFieldsResolver.prototype, 'author', (_actor: unknown, post: object) => besideOf(post).author);
  replace(
    PostFieldsResolver.prototype,
    'audience',
    (_actor: unknown, post: object) => besideOf(post).audience,
  );
  replace(PostFieldsResolver.prototype, 'mine', (_actor: unknown, post: object) => besideOf(post).mine);
  replace(PostFieldsResolver.prototype, 'allowed', () => ['comment', 'react']);
  replace(
    EmployeeResolver.prototype,
    'department',
    (_actor: unknown, author: object) => besideOf(author).department,
  );
  replace(PostMarkingResolver.prototype, 'marking', () => null);
  const { serve } = await import(`${DIST}/serve.js`);
  const { readApiSettings } = await import(`${DIST}/settings.js`);
  const served: Served = await serve(readApiSettings(process.env));
  for (const end of ['disconnect', 'SIGTERM'] as const)
    process.on(end, () => void served.close().finally(() => process.exit()));
  process.send?.(served.ready);
}

main().catch((failure: Error) => {
  console.error(failure);
  process.exit(1);
});
