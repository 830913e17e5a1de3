import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';

/** The API said no; api/ERRORS.md tells what to do about each code. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

type Answer<Result> = { data?: Result | null; errors?: { message: string; extensions: { code: string } }[] };

export type School = <Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables) => Promise<Result>;

/** Signs in at the development issuer (in production the token comes from Entra ID) and returns what sends operations, typed by their documents. */
export const signIn = async (address: string, subject: string, role: string): Promise<School> => {
  const post = async (path: string, headers: Record<string, string>, body: unknown): Promise<Response> =>
    fetch(new URL(path, address), { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

  const { accessToken } = (await (await post('/dev/token', {}, { subject, roles: [role] })).json()) as { accessToken: string };
  const headers = { accept: 'application/graphql-response+json', authorization: `Bearer ${accessToken}` };
  return async <Result, Variables>(document: TypedDocumentNode<Result, Variables>, variables: Variables) => {
    const { data, errors } = (await (await post('/graphql', headers, { query: print(document), variables })).json()) as Answer<Result>;
    if (errors?.[0]) throw new Refused(errors[0].extensions.code, errors[0].message);
    return data!;
  };
};

/** The expected failures of a mutation are data: a program decides by their code. */
export const expected = <Result>(result: Result | null, errors: readonly ({ code: string; message: string } | object)[] | null): Result => {
  const first = errors?.[0];
  if (first && 'code' in first) throw new Refused(first.code, first.message);
  return result!;
};
