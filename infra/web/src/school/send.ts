import type { TypedDocumentString } from './generated/graphql.ts';
import { language } from '../words/words.ts';
import { session } from './session.ts';

/** A request that was refused as a whole, or that never arrived (`NETWORK`). */
export class Refused extends Error {
  readonly code: string;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;

  constructor(code: string, message: string, retryAfter?: number) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
  }

  /** The same request may be answered later: the network, a busy or restarting server, a spent budget. */
  get passing() {
    return ['NETWORK', 'UNAVAILABLE', 'RATE_LIMITED'].includes(this.code);
  }
}

interface Answer<R> {
  data?: R | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

interface Sending {
  /** The request outlives the page. */
  keepalive?: boolean;
  signal?: AbortSignal;
}

/** Hashes of operations stand in the bundle, never their text: the server knows them. */
const hashOf = (operation: TypedDocumentString<unknown, unknown>) => (operation as unknown as { __meta__: { hash: string } }).__meta__.hash;

/** What the first page asked for while its scripts were on their way (see `early` in learner.html). */
const early = (window as { early?: Record<string, Promise<Response> | undefined> }).early ?? {};

/**
 * Sends a registered operation.
 * @throws {Refused} Nothing was answered, or errors beside the data.
 */
export async function send<R, V>(operation: TypedDocumentString<R, V>, variables?: V, sending: Sending = {}): Promise<R> {
  const documentId = hashOf(operation as TypedDocumentString<unknown, unknown>);
  const body = JSON.stringify({ documentId, variables });
  let response: Response;
  try {
    const asked = early[body];
    early[body] = undefined;
    response = asked ? await asked : await post(body, await session.token(), sending);
  } catch (fault) {
    if (fault instanceof Refused) throw fault;
    throw new Refused('NETWORK', String(fault));
  }
  if (response.status === 401 && session.signedIn) {
    // The token ended, or the key behind it changed: once more with a new one.
    response = await post(body, await session.renew(), sending).catch(() => response);
  }
  const answer = (await response.json().catch(() => ({}))) as Answer<R>;
  const error = answer.errors?.[0];
  if (answer.data && !error) return answer.data;
  const code = error?.extensions?.code ?? (response.status >= 500 ? 'UNAVAILABLE' : response.status === 429 ? 'RATE_LIMITED' : 'UNKNOWN');
  const wait = Number(response.headers.get('retry-after'));
  throw new Refused(response.status >= 502 ? 'UNAVAILABLE' : code, error?.message ?? `HTTP ${response.status}`, wait > 0 ? wait : undefined);
}

const post = (body: string, token: string | null, sending: Sending) =>
  fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      'accept-language': language(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body,
    ...sending,
  });

/** What a mutation answers beside its own fields. */
export interface PayloadError {
  __typename?: string;
  code?: string;
  message?: string;
}

/** The first expected failure of a payload as an error that a page shows. */
export function orRefused<P extends { errors?: PayloadError[] | null }>(payload: P): P {
  const error = payload.errors?.[0];
  if (error) throw new Refused(error.code ?? error.__typename ?? 'UNKNOWN', error.message ?? '');
  return payload;
}
