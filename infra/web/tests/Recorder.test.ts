import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Recorder, type MediaMoment, type Segment } from '../src/study/Recorder.ts';

/** A film of this length that plays, stands, jumps and stutters as it is told, and says so as elements do. */
class Film {
  readonly recorder: Recorder;
  readonly played: Segment[] = [];
  readonly segments: Segment[] = [];
  readonly length: number;
  now = 100;
  at = 0;
  rate = 1;
  paused = true;

  constructor(length: number) {
    this.length = length;
    this.recorder = new Recorder(length);
  }

  say(type: string, more: Partial<MediaMoment> = {}) {
    this.recorder.take({ type, currentTime: this.at, rate: this.rate, paused: this.paused, seeking: false, now: this.now, ...more });
  }

  play() {
    if (!this.paused || this.at >= this.length) return;
    this.paused = false;
    this.say('playing');
  }

  /** Runs for so long; the events between may be left out, as in a frozen page. */
  run(seconds: number, told = true) {
    if (this.paused) {
      this.now += seconds;
      return;
    }
    const step = 0.25;
    for (let left = seconds; left > 0 && this.at < this.length; left -= step) {
      const from = this.at;
      const time = Math.min(step, left, (this.length - from) / this.rate);
      this.now += time;
      this.at = Math.min(this.length, from + time * this.rate);
      this.played.push({ startSeconds: from, endSeconds: this.at });
      if (told) this.say('timeupdate');
    }
    if (!told) this.say('timeupdate');
    if (this.at >= this.length) {
      this.paused = true;
      this.say('pause');
      this.say('ended');
    }
  }

  pause() {
    if (this.paused) return;
    this.paused = true;
    this.say('pause');
  }

  seek(to: number) {
    this.at = to * this.length;
    this.say('seeking', { seeking: true });
    this.now += 0.1;
    this.say('seeked');
  }

  speed(rate: number) {
    this.rate = rate;
    this.say('ratechange');
  }

  stall(seconds: number) {
    if (this.paused) return;
    this.say('waiting');
    this.now += seconds;
    this.say('playing');
  }

  drain() {
    this.segments.push(...this.recorder.drain());
  }
}

const total = (segments: Segment[]) => segments.reduce((sum, segment) => sum + segment.endSeconds - segment.startSeconds, 0);

/** What of these is in none of those. */
function beyond(segments: Segment[], covered: Segment[]) {
  const sorted = covered.map((each) => [each.startSeconds, each.endSeconds] as const).sort((a, b) => a[0] - b[0]);
  return segments.reduce((sum, segment) => {
    let at = segment.startSeconds;
    let missing = 0;
    for (const [from, to] of sorted) {
      if (to <= at) continue;
      if (from >= segment.endSeconds) break;
      missing += Math.max(0, from - at);
      at = Math.max(at, to);
    }
    return sum + missing + Math.max(0, segment.endSeconds - Math.max(at, segment.startSeconds));
  }, 0);
}

type Act = (film: Film) => void;
const acts = fc.array(
  fc.oneof(
    fc.constant<Act>((film) => film.play()),
    fc.constant<Act>((film) => film.pause()),
    fc.constant<Act>((film) => film.drain()),
    fc.double({ min: 0.1, max: 20, noNaN: true }).map<Act>((seconds) => (film) => film.run(seconds)),
    fc.double({ min: 0.1, max: 60, noNaN: true }).map<Act>((seconds) => (film) => film.run(seconds, false)),
    fc.double({ min: 0, max: 1, noNaN: true }).map<Act>((to) => (film) => film.seek(to)),
    fc.constantFrom(0.75, 1, 1.5, 2).map<Act>((rate) => (film) => film.speed(rate)),
    fc.double({ min: 0, max: 5, noNaN: true }).map<Act>((seconds) => (film) => film.stall(seconds)),
  ),
  { maxLength: 60 },
);

test('never more is recorded than was played, nothing outside the film, and nearly all of it', () => {
  fc.assert(
    fc.property(acts, fc.constantFrom(24, 300, 2700), (script, length) => {
      const film = new Film(length);
      for (const act of script) act(film);
      film.pause();
      film.drain();
      for (const segment of film.segments) {
        assert.ok(segment.startSeconds >= 0 && segment.endSeconds <= length && segment.endSeconds > segment.startSeconds, JSON.stringify(segment));
        assert.ok(Number.isInteger(Math.round(segment.endSeconds * 1000)), 'whole milliseconds');
      }
      // A millisecond of rounding at each end.
      assert.ok(beyond(film.segments, film.played) <= 0.002 * film.segments.length + 1e-9);
      assert.ok(total(film.segments) >= total(film.played) - 0.06 * (script.length + 1), `${total(film.segments)} of ${total(film.played)}`);
    }),
    { numRuns: 500 },
  );
});

test('a jump is not film', () => {
  const film = new Film(300);
  film.play();
  film.run(10);
  film.seek(0.5);
  film.run(10);
  film.pause();
  film.drain();
  assert.deepEqual(film.segments, [
    { startSeconds: 0, endSeconds: 10 },
    { startSeconds: 150, endSeconds: 160 },
  ]);
});

test('a page that leaps without saying so earns only what time allows', () => {
  const film = new Film(300);
  film.play();
  film.run(5);
  film.now += 1;
  film.at = 200;
  film.say('timeupdate');
  film.run(5);
  film.pause();
  film.drain();
  assert.deepEqual(film.segments, [
    { startSeconds: 0, endSeconds: 5 },
    { startSeconds: 200, endSeconds: 205 },
  ]);
});

test('a frozen page whose film ran on is believed where film and time agree', () => {
  const film = new Film(300);
  film.play();
  film.run(60, false);
  film.pause();
  film.drain();
  assert.deepEqual(film.segments, [{ startSeconds: 0, endSeconds: 60 }]);
});

test('an element that settles after a pause leaves no gap', () => {
  const film = new Film(300);
  film.play();
  film.run(5);
  film.pause();
  film.at += 0.06;
  film.play();
  film.run(5);
  film.pause();
  film.drain();
  assert.equal(film.segments[1]!.startSeconds, film.segments[0]!.endSeconds);
});

test('a film that says late that it plays counts from where it rested', () => {
  const film = new Film(300);
  film.seek(0.5);
  film.paused = false;
  film.at += 0.04;
  film.say('playing');
  film.run(5);
  film.pause();
  film.drain();
  assert.equal(film.segments[0]!.startSeconds, 150);
});

test('nothing is recorded beyond the length that the server measured', () => {
  const recorder = new Recorder(24);
  const moment = { rate: 1, paused: false, seeking: false };
  recorder.take({ type: 'playing', currentTime: 20, now: 0, ...moment });
  recorder.take({ type: 'timeupdate', currentTime: 24.06, now: 4.06, ...moment });
  recorder.take({ type: 'ended', currentTime: 24.06, now: 4.06, ...moment });
  assert.deepEqual(recorder.drain(), [{ startSeconds: 20, endSeconds: 24 }]);
});
