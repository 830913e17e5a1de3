import type { Held, SignIn } from './session.ts';

/** Somebody of the demonstration, as `GET /dev/subjects` lists them. */
export interface Person {
  subject: string;
  roles: string[];
  name: string;
  purpose: string;
}

const KEY = 'person';

async function issue(subject: string, roles: string[]): Promise<Held | null> {
  const response = await fetch('/dev/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ subject, roles }),
  });
  const answer = (await response.json()) as { accessToken?: string; expiresIn?: number; error?: string };
  if (!response.ok || !answer.accessToken) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return { token: answer.accessToken, until: Date.now() + (answer.expiresIn ?? 3600) * 1000 };
}

/** Signing in on one's own machine: whoever was chosen stays chosen in this browser. */
export const development: SignIn & { people(): Promise<Person[]>; choose(person: Pick<Person, 'subject' | 'roles'>): Promise<Held | null> } = {
  async people() {
    const response = await fetch('/dev/subjects');
    return response.ok ? ((await response.json()) as Person[]) : [];
  },
  async choose({ subject, roles }) {
    const held = await issue(subject, roles);
    localStorage.setItem(KEY, JSON.stringify({ subject, roles }));
    return held;
  },
  async renew() {
    const person = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Person | null;
    return person && issue(person.subject, person.roles);
  },
  signOut() {
    localStorage.removeItem(KEY);
    return Promise.resolve();
  },
};
