import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Beats, joined, MOST_PIECES, type Beat } from '../src/study/Beats.ts';
import type { Segment } from '../src/study/Recorder.ts';

const piece = (startSeconds: number, endSeconds: number): Segment => ({ startSeconds, endSeconds });
const spread = () => 0.5;

test('a lost answer costs nothing: what it carried goes again under a new number', () => {
  const beats = new Beats(1, 30, 0, spread);
  beats.add([piece(0, 30)]);
  const lost = beats.beat()!;
  beats.failed(lost, 31);
  beats.add([piece(30, 60)]);
  assert.equal(beats.due(31, true), false);
  assert.equal(beats.due(33, true), true);
  const again = beats.beat()!;
  assert.ok(again.sequence > lost.sequence);
  assert.deepEqual(again.segments, [piece(0, 60)]);
  beats.answered(again, 34);
  assert.deepEqual(beats.unacknowledged, []);
});

test('one report is on its way at a time, but a page that goes does not wait', () => {
  const beats = new Beats(1, 30, 0, spread);
  beats.add([piece(0, 10)]);
  const first = beats.beat()!;
  beats.add([piece(10, 12)]);
  assert.equal(beats.beat(), null);
  const last = beats.beat(true)!;
  assert.deepEqual(last.segments, [piece(0, 12)]);
  // The answer to the older one says nothing about what the later one carries.
  beats.answered(first, 13);
  assert.deepEqual(beats.unacknowledged, [piece(0, 12)]);
  beats.answered(last, 14);
  assert.deepEqual(beats.unacknowledged, []);
});

test('the server is asked less often while it does not answer, and as late as it says', () => {
  const beats = new Beats(1, 30, 0, spread);
  const waits: number[] = [];
  let now = 100;
  for (let i = 0; i < 8; i++) {
    beats.failed(beats.beat()!, now);
    const from = now;
    while (!beats.due(now, false)) now += 0.5;
    waits.push(now - from);
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 30, 30, 30]);
  beats.failed(beats.beat()!, now, 45);
  assert.equal(beats.due(now + 44, true), false);
  assert.equal(beats.due(now + 45, true), true);
});

test('what the server should know goes as soon as no report is on its way, with film or without', () => {
  const beats = new Beats(1, 30, 0, spread);
  const flying = beats.beat()!;
  beats.hurry();
  assert.equal(beats.due(5, false), false);
  beats.answered(flying, 6);
  assert.equal(beats.due(6, false), true);
  beats.answered(beats.beat()!, 7);
  assert.equal(beats.due(7, false), false);
});

test('silence is counted from the last answer', () => {
  const beats = new Beats(1, 30, 0, spread);
  assert.equal(beats.silentSince, null);
  beats.failed(beats.beat()!, 40);
  assert.equal(beats.silentSince, 0);
  beats.answered(beats.beat()!, 60);
  assert.equal(beats.silentSince, null);
});

test('whatever the network does, everything is acknowledged, numbers rise, and no beat grows beyond its bound', () => {
  const step = fc.record({
    played: fc.boolean(),
    jump: fc.constantFrom(0, 0, 5, -15),
    fate: fc.constantFrom('answered', 'lost', 'unheard', 'none'),
    leaving: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const beats = new Beats(7, 30, 0, spread);
      const heard: Segment[] = [];
      const played: Segment[] = [];
      let [at, now, last] = [0, 0, 6];
      const answer = (beat: Beat) => {
        heard.push(...beat.segments);
        beats.answered(beat, now);
      };
      for (const { played: plays, jump, fate, leaving } of steps) {
        now += 10;
        at = Math.max(0, at + jump);
        if (plays) {
          played.push(piece(at, at + 10));
          beats.add([piece(at, at + 10)]);
          at += 10;
        }
        if (fate === 'none') continue;
        const beat = beats.beat(leaving);
        if (!beat) continue;
        assert.ok(beat.sequence > last);
        last = beat.sequence;
        assert.ok(beat.segments.length <= MOST_PIECES);
        const pieces = [...beat.segments].sort((a, b) => a.startSeconds - b.startSeconds);
        assert.ok(
          pieces.every((each, i) => i === 0 || each.startSeconds >= pieces[i - 1]!.endSeconds),
          'said twice',
        );
        if (fate === 'answered') answer(beat);
        else {
          // The server heard it, or did not: the page cannot tell.
          if (fate === 'unheard') heard.push(...beat.segments);
          beats.failed(beat, now);
        }
      }
      for (let beat = beats.beat(true); beat && beat.segments.length > 0; beat = beats.beat(true)) answer(beat);
      assert.deepEqual(beats.unacknowledged, []);
      const seconds = new Set(
        heard.flatMap((each) => Array.from({ length: Math.round(each.endSeconds - each.startSeconds) }, (_, i) => each.startSeconds + i)),
      );
      if (played.length <= MOST_PIECES)
        for (const each of played) for (let s = each.startSeconds; s < each.endSeconds; s++) assert.ok(seconds.has(s), `second ${s} was never heard`);
    }),
    { numRuns: 300 },
  );
});

test('what was played twice is reported once, in the order in which it was played', () => {
  assert.deepEqual(joined([piece(0, 20), piece(10, 30)]), [piece(0, 30)]);
  assert.deepEqual(joined([piece(10, 20), piece(5, 25)]), [piece(10, 20), piece(5, 10), piece(20, 25)]);
  assert.deepEqual(joined([piece(0, 20), piece(5, 15)]), [piece(0, 20)]);
});

test('pieces join where they touch', () => {
  assert.deepEqual(joined([piece(0, 10), piece(10, 20), piece(21, 22)]), [piece(0, 20), piece(21, 22)]);
});
