import { createHash } from 'node:crypto';
import type { CodegenConfig } from '@graphql-codegen/cli';
import { addTypenameSelectionDocumentTransform } from '@graphql-codegen/client-preset';

/** Plain hexadecimal, as the protocol of automatic persisted queries has it. */
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Types and documents for the client, from the schema the server generated; needs no network. */
const config: CodegenConfig = {
  schema: '../../docs/generated/schema.graphql',
  documents: ['src/**/*.graphql'],
  generates: {
    'src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { hashAlgorithm: sha256 } },
      config: {
        scalars: { DateTime: 'string', ID: 'string' },
        strictScalars: true,
        enumType: 'string-literal',
        enumsAsTypes: true,
        useTypeImports: true,
      },
      documentTransforms: [addTypenameSelectionDocumentTransform],
    },
  },
};

export default config;
