import type { Segment } from './Recorder.ts';

/** A report of what was played, under a number of its own. */
export interface Beat {
  sequence: number;
  segments: Segment[];
}

/** The server takes no more pieces in one beat: of more the shortest are not kept. */
export const MOST_PIECES = 64;
const LONGEST_PAUSE = 30;

/** Less than a millisecond is nothing. */
const NOTHING = 0.0005;

/** Segments in the order in which they were played, nothing of them twice, and joined where one begins at the end of the one before. */
export function joined(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    for (const fresh of without(segment, result)) {
      const last = result.at(-1);
      if (last && Math.abs(last.endSeconds - fresh.startSeconds) < NOTHING)
        result[result.length - 1] = { startSeconds: last.startSeconds, endSeconds: fresh.endSeconds };
      else result.push(fresh);
    }
  }
  while (result.length > MOST_PIECES) {
    const lengths = result.map((segment) => segment.endSeconds - segment.startSeconds);
    result.splice(lengths.indexOf(Math.min(...lengths)), 1);
  }
  return result;
}

/** What of a segment lies in none of the others: a beat that says something twice is refused as a whole. */
function without(segment: Segment, others: readonly Segment[]): Segment[] {
  return others.reduce(
    (rest, { startSeconds, endSeconds }) =>
      rest.flatMap((piece) =>
        [
          { startSeconds: piece.startSeconds, endSeconds: Math.min(piece.endSeconds, startSeconds) },
          { startSeconds: Math.max(piece.startSeconds, endSeconds), endSeconds: piece.endSeconds },
        ].filter((left) => left.endSeconds - left.startSeconds > NOTHING),
      ),
    [segment],
  );
}

/**
 * When to report, and what: everything that no answer has acknowledged goes with each try, under a new number, so that a lost answer costs nothing; what was
 * answered never goes again, refused or not. Pure: it knows neither page nor clock.
 */
export class Beats {
  #sequence: number;
  #waiting: Segment[] = [];
  #flying: Beat | null = null;
  #failures = 0;
  #next: number;
  #urgent = false;
  #answeredAt: number;
  readonly #interval: number;
  readonly #random: () => number;

  /**
   * @param first The number that the server expects next.
   * @param interval Seconds between two reports while film runs.
   * @param random From 0 to 1: reports of many learners are spread.
   */
  constructor(first: number, interval: number, now: number, random: () => number = Math.random) {
    this.#sequence = first;
    this.#interval = interval;
    this.#random = random;
    this.#answeredAt = now;
    this.#next = now + this.#spread();
  }

  /** What no answer has acknowledged. */
  get unacknowledged(): Segment[] {
    return joined([...(this.#flying?.segments ?? []), ...this.#waiting]);
  }

  /** Whether a report is on its way. */
  get flying() {
    return this.#flying !== null;
  }

  /** Tries that failed since the last answer. */
  get failures() {
    return this.#failures;
  }

  /** When the server answered last, where it does not answer now. */
  get silentSince() {
    return this.#failures > 0 ? this.#answeredAt : null;
  }

  add(segments: readonly Segment[]) {
    if (segments.length > 0) this.#waiting = joined([...this.#waiting, ...segments]);
  }

  /** Whether it is time for a report. */
  due(now: number, playing: boolean) {
    return this.#flying === null && (this.#urgent || (now >= this.#next && (playing || this.#waiting.length > 0 || this.#failures > 0)));
  }

  /** The next report; null while one is on its way, unless the page goes and cannot wait for it. */
  beat(leaving = false): Beat | null {
    if (this.#flying && !leaving) return null;
    const beat = { sequence: this.#sequence++, segments: this.unacknowledged };
    this.#flying = beat;
    this.#waiting = [];
    this.#urgent = false;
    return beat;
  }

  /** The server answered this report, whatever it thought of its content. */
  answered(beat: Beat, now: number) {
    this.#failures = 0;
    this.#answeredAt = now;
    if (beat !== this.#flying) return;
    this.#flying = null;
    this.#next = now + this.#spread();
  }

  /** No answer came: what it carried waits for the next one. */
  failed(beat: Beat, now: number, retryAfter?: number) {
    if (beat !== this.#flying) return;
    this.#waiting = joined([...beat.segments, ...this.#waiting]);
    this.#flying = null;
    this.#failures++;
    const pause = Math.min(LONGEST_PAUSE, 2 ** (this.#failures - 1));
    this.#next = now + (retryAfter ?? pause * (0.75 + this.#random() / 2));
  }

  /** The network may be back, or the server should know something: the next report goes as soon as none is on its way, with film or without. */
  hurry() {
    this.#urgent = true;
  }

  /** Nothing of it will be sent: the session went on elsewhere. */
  drop() {
    this.#waiting = [];
    this.#flying = null;
  }

  #spread() {
    return this.#interval * (0.9 + this.#random() * 0.2);
  }
}
