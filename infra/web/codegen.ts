import type { CodegenConfig } from '@graphql-codegen/cli';

// Types of the operations out of the schema, their hashes, and the words of enum values out of their descriptions.
const config: CodegenConfig = {
  schema: '../../api/schema.graphql',
  documents: 'operations/**/*.graphql',
  generates: {
    'src/school/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false, persistedDocuments: { mode: 'replaceDocumentWithHash', hashAlgorithm: 'sha256' } },
      config: {
        documentMode: 'string',
        enumsAsTypes: true,
        useTypeImports: true,
        strictScalars: true,
        scalars: { Date: 'string', DateTime: 'string', Decimal: 'number', Long: 'number', URL: 'string' },
      },
    },
    'src/words/generated/enums.ts': { plugins: ['./enum-words.cjs'] },
  },
};
export default config;
