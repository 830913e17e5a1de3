import { language } from '../words/words.ts';
import { Refused } from './send.ts';
import { session } from './session.ts';

/** Bytes that go in one request: what a broken line costs at most. */
const PIECE = 1 << 20;
/** How often in a row the line may break. */
const TRIES = 5;

const text = (value: string) => btoa(String.fromCharCode(...new TextEncoder().encode(value)));

/**
 * Sends a file as evidence of a claim by tus. Where the line breaks it asks how far the file came and goes on from there.
 * @returns The id of the stored file.
 * @throws {Refused} The file is none that is taken, or nothing gets through.
 */
export async function sendEvidence(file: File): Promise<string> {
  const metadata = `filename ${text(file.name)},filetype ${text(file.type)},purpose ${text('EVIDENCE')}`;
  const created = await ask('/uploads', { method: 'POST', headers: { 'upload-length': String(file.size), 'upload-metadata': metadata } });
  const place = `/${created.headers.get('location')!}`;
  let [offset, failures] = [0, 0];
  for (;;) {
    let answer: Response;
    try {
      answer = await ask(place, {
        method: 'PATCH',
        headers: { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        body: file.slice(offset, offset + PIECE),
      });
      failures = 0;
    } catch (fault) {
      if (!(fault instanceof Refused) || !(fault.passing || fault.code === 'CONFLICT') || ++failures > TRIES) throw fault;
      await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** failures));
      // What came of the piece may be more than nothing, and where all came this is the answer to the last one.
      const asked = await ask(place, { method: 'HEAD' }).catch(() => null);
      if (!asked) continue;
      answer = asked;
    }
    const asset = answer.headers.get('upload-asset-id');
    if (asset) return asset;
    offset = Number(answer.headers.get('upload-offset'));
  }
}

async function ask(path: string, request: RequestInit & { headers?: Record<string, string> }): Promise<Response> {
  let response: Response;
  try {
    const token = await session.token();
    response = await fetch(path, {
      ...request,
      headers: { ...request.headers, 'tus-resumable': '1.0.0', 'accept-language': language(), ...(token ? { authorization: `Bearer ${token}` } : {}) },
    });
  } catch (fault) {
    throw new Refused('NETWORK', String(fault));
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  throw new Refused(problem.code ?? (response.status >= 500 ? 'UNAVAILABLE' : 'UNKNOWN'), problem.detail ?? `HTTP ${response.status}`);
}
