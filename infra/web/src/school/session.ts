import { config } from './config.ts';

/** A token and until when it holds, in milliseconds of the clock of this device. */
export interface Held {
  token: string;
  until: number;
}

/** A way of signing in. */
export interface SignIn {
  /** A token that holds for some minutes more; null where nobody is signed in. */
  renew(): Promise<Held | null>;
  signOut(): Promise<void>;
}

/** A token is renewed this long before it ends, so that no film meets its end. */
const AHEAD = 5 * 60_000;
const KEY = 'token';

class Session {
  #held: Held | null = read();
  #renewing: Promise<string | null> | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #way: () => Promise<SignIn>;

  constructor(way: () => Promise<SignIn>) {
    this.#way = way;
  }

  get signedIn() {
    return this.#held !== null;
  }

  /** Tells when somebody signed in or out, by whatever page or part of one. */
  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The token to send; null where nobody is signed in. */
  async token(): Promise<string | null> {
    if (this.#held && Date.now() < this.#held.until - AHEAD) return this.#held.token;
    // Nearly ended: what is left of it serves until a new one is there.
    if (this.#held && Date.now() < this.#held.until) {
      void this.renew().catch(() => undefined);
      return this.#held.token;
    }
    return this.renew();
  }

  /** One renewal at a time, whoever asks. */
  renew(): Promise<string | null> {
    this.#renewing ??= this.#way()
      .then((way) => way.renew())
      .then((held) => (this.keep(held), held?.token ?? null))
      .finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  keep(held: Held | null) {
    this.#held = held;
    if (held) sessionStorage.setItem(KEY, JSON.stringify(held));
    else sessionStorage.removeItem(KEY);
    for (const listener of this.#listeners) listener();
  }

  async signOut() {
    this.keep(null);
    await (await this.#way()).signOut();
  }
}

function read(): Held | null {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? 'null') as Held | null;
  } catch {
    return null;
  }
}

/** Who is signed in, by development's list of people or by the school's provider. */
export const session = new Session(async () => (config.authority ? (await import('./provider.ts')).provider : (await import('./development.ts')).development));
