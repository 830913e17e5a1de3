// What in the second schema breaks clients of the first, by GraphQL Inspector: a JSON list of where and what.
import { readFile } from 'node:fs/promises';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { buildSchema } from 'graphql';

const [released, current] = await Promise.all(process.argv.slice(2, 4).map(async (file) => buildSchema(await readFile(file, 'utf8'))));
const breaking = (await diff(released, current)).filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
console.log(JSON.stringify(breaking.map(({ path, message }) => ({ path, message }))));
