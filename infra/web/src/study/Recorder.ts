/** Content that was played, in seconds of the film. */
export interface Segment {
  startSeconds: number;
  endSeconds: number;
}

/** What a media element said, and how it stood at that moment. */
export interface MediaMoment {
  type: string;
  currentTime: number;
  rate: number;
  paused: boolean;
  seeking: boolean;
  /** Seconds of a clock that never goes back. */
  now: number;
}

/** More film than this beyond what the time allows was jumped over. */
const TOLERANCE = 1;
/** Shorter pieces are noise. */
const SHORTEST = 0.05;
/** After a pause the element settles a little later than it said; within this the next piece begins where the last one ended. */
const SETTLING = 0.25;

/**
 * Turns what a media element says into the segments that were really played. Pure: it knows neither page nor clock.
 * A piece grows only as fast as time and speed allow. A long gap without events is accepted where film and time agree: a frozen page plays on.
 */
export class Recorder {
  readonly #length: number;
  #open: { start: number; end: number; at: number; rate: number } | null = null;
  #settled: number | null = null;
  #closed: Segment[] = [];

  /** @param length Seconds that the server measured; nothing is played beyond. */
  constructor(length: number) {
    this.#length = length;
  }

  /** Whether film is running. */
  get playing() {
    return this.#open !== null;
  }

  take(moment: MediaMoment) {
    switch (moment.type) {
      case 'playing':
        this.#begin(moment);
        break;
      case 'timeupdate':
        if (!moment.seeking && !moment.paused && this.#open && !this.#grow(moment)) this.#begin(moment);
        break;
      case 'ratechange':
        if (!moment.seeking && this.#open && !this.#grow(moment)) this.#begin(moment);
        if (this.#open) this.#open.rate = moment.rate;
        break;
      case 'pause':
      case 'waiting':
      case 'ended':
        if (!moment.seeking) this.#grow(moment);
        this.#close();
        break;
      case 'seeking':
      case 'emptied':
      case 'error':
        // Where the element stands now is where it went, not how far it played.
        this.#close();
        this.#settled = null;
        break;
      case 'seeked':
        // It plays from here, or rests here: by the time that it says it plays it is a little further.
        this.#settled = moment.paused ? moment.currentTime : null;
        if (!moment.paused) this.#begin(moment);
        break;
    }
  }

  /** What was played since the last asking; the piece that runs goes on from there. */
  drain(): Segment[] {
    const open = this.#open;
    if (open && open.end - open.start >= SHORTEST) {
      this.#push(open.start, open.end);
      open.start = open.end;
    }
    return this.#closed.splice(0);
  }

  #begin(moment: MediaMoment) {
    if (this.#open) return;
    const settled = this.#settled;
    const start = settled !== null && Math.abs(moment.currentTime - settled) < SETTLING ? settled : moment.currentTime;
    this.#open = { start, end: Math.max(start, moment.currentTime), at: moment.now, rate: moment.rate };
    this.#settled = null;
  }

  /** Whether the piece that runs reached this moment; otherwise it is closed where it was. */
  #grow(moment: MediaMoment): boolean {
    const open = this.#open;
    if (!open) return false;
    const film = moment.currentTime - open.end;
    const allowed = (moment.now - open.at) * Math.max(open.rate, moment.rate) + TOLERANCE;
    if (film < 0 || film > allowed) {
      this.#close();
      this.#settled = null;
      return false;
    }
    open.end = moment.currentTime;
    open.at = moment.now;
    return true;
  }

  #close() {
    const open = this.#open;
    if (!open) return;
    if (open.end - open.start >= SHORTEST) this.#push(open.start, open.end);
    this.#settled = open.end;
    this.#open = null;
  }

  #push(start: number, end: number) {
    const [from, to] = [this.#inside(start), this.#inside(end)];
    if (to > from) this.#closed.push({ startSeconds: from, endSeconds: to });
  }

  /** Milliseconds are what the server reckons in. */
  #inside(seconds: number) {
    return Math.min(this.#length, Math.max(0, Math.round(seconds * 1000) / 1000));
  }
}
