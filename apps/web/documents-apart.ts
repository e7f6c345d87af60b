import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';

const ONE = '?document=';
const IMPORT = /import\s*\{([^}]*)\}\s*from\s*'([./]+\/generated\/graphql)';?/g;

/**
 * All operations of the client are generated into one file, which would come with the first page as a whole. Whoever imports a document
 * gets it from a module of its own, so that it comes with those who ask by it.
 */
export const documentsApart: Plugin = {
  name: 'documents-apart',
  enforce: 'pre',
  apply: 'build',
  transform(code, id) {
    const [path = ''] = id.split('?');
    if (!/\.tsx?$/.test(path) || !code.includes('/generated/graphql')) return null;
    const apart = code.replace(IMPORT, (_, list: string, from: string) => {
      const names = list.split(',').map((name) => name.trim());
      const documents = names.filter((name) => /^\w+Document$/.test(name));
      const others = names.filter((name) => name !== '' && !documents.includes(name));
      const file = `${resolve(dirname(path), from)}.ts`;
      return [
        ...(others.length > 0 ? [`import { ${others.join(', ')} } from '${from}';`] : []),
        ...documents.map((name) => `import { ${name} } from '${file}${ONE}${name}';`),
      ].join(' ');
    });
    return { code: apart, map: null };
  },
  resolveId: (id) => (id.includes(ONE) ? id : null),
  load(id) {
    const [file, name] = id.split(ONE);
    if (!file || !name) return null;
    const line = new RegExp(`^export const ${name} = (\\{.*\\}) as unknown as `, 'm').exec(
      readFileSync(file, 'utf8'),
    )?.[1];
    if (!line) this.error(`There is no ${name}.`);
    return { code: `export const ${name} = ${line};`, map: null, moduleType: 'js' };
  },
};
