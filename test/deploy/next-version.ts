import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './house.js';

const FIXTURES = join(import.meta.dirname, 'fixtures', 'upgrade');
const WORKSPACES = ['apps', 'libs', 'libs/platform'];
/** What a process needs of a package. */
const NEEDED = ['package.json', 'bin', 'dist'];

/** How the column of a community's purpose is mapped, as it was built. */
const MAPPED =
  /Column\(\{\s*type: 'text'\s*\}\)(,\s*_ts_metadata\("design:type", String\)\s*\], Community\.prototype, "purpose")/;

/** This tree as its next version would be built: its own programs, its own migrations, and another name for one column. */
export class NextVersion {
  readonly root: string;

  constructor(folder: string) {
    this.root = join(folder, 'next');
    mkdirSync(this.root);
    cpSync(join(ROOT, 'package.json'), join(this.root, 'package.json'));
    cpSync(join(ROOT, 'migrations'), join(this.root, 'migrations'), { recursive: true });
    for (const workspace of WORKSPACES)
      for (const name of readdirSync(join(ROOT, workspace)))
        for (const part of NEEDED) {
          const from = join(ROOT, workspace, name, part);
          if (existsSync(from)) cpSync(from, join(this.root, workspace, name, part), { recursive: true });
        }
    this.linkPackages();
    this.rename();
  }

  /** Adds a migration to it. */
  add(name: string): void {
    cpSync(join(FIXTURES, name), join(this.root, 'migrations', name));
  }

  /** Packages of others are those of this tree; ours are its own. */
  private linkPackages(): void {
    const packages = join(this.root, 'node_modules');
    mkdirSync(join(packages, '@courtyard'), { recursive: true });
    for (const name of readdirSync(join(ROOT, 'node_modules')))
      if (name !== '@courtyard') symlinkSync(join(ROOT, 'node_modules', name), join(packages, name));
    for (const workspace of WORKSPACES)
      for (const folder of readdirSync(join(this.root, workspace))) {
        const manifest = join(this.root, workspace, folder, 'package.json');
        if (!existsSync(manifest)) continue;
        const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string };
        symlinkSync(join(this.root, workspace, folder), join(packages, name));
      }
  }

  private rename(): void {
    const file = join(this.root, 'libs', 'feed', 'dist', 'community', 'community.entity.js');
    const text = readFileSync(file, 'utf8');
    const renamed = text.replace(MAPPED, "Column({ type: 'text', name: 'aim' })$1");
    if (renamed === text) throw new Error('The mapping of Community.purpose is not where it was.');
    writeFileSync(file, renamed);
  }
}
