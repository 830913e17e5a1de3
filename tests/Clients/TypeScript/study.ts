// node generated/js/study.js http://127.0.0.1:5080 QZ000001 [seconds to play]
// A member signs in, looks for the short film of the demonstration, plays it and sees what it earned.
import { setTimeout as played } from 'node:timers/promises';
import { BeatDocument, CatalogueDocument, FinishDocument, StartDocument } from './generated/operations.js';
import { expected, signIn } from './school.js';

const [, , address, subject, seconds] = process.argv;
if (!address || !subject) throw new Error("Say the API's address and a member's number.");
const send = await signIn(address, subject, 'Member');

const { courseware } = await send(CatalogueDocument, { first: 5, search: '半分钟看党史' });
const film = courseware.nodes.find(({ kind }) => kind === 'VIDEO');
const chapter = film?.chapters[0];
if (!film || !chapter) throw new Error('The demonstration is not there.');
console.log(`${film.title}: ${chapter.title}, ${chapter.durationSeconds} s`);

const { startStudySession: start } = await send(StartDocument, { input: { coursewareId: film.id, chapterId: chapter.id, takeOver: true } });
const session = expected(start.studySession, start.errors);
const length = seconds ? Number(seconds) : (chapter.durationSeconds ?? 0);
for (let position = 0, sequence = session.nextSequence; position < length; sequence++) {
  const end = Math.min(position + session.heartbeatSeconds, length);
  await played((end - position) * 1000); // stands for what shows the film
  const input = { sessionId: session.id, sequence, positionSeconds: end, segments: [{ startSeconds: position, endSeconds: end }] };
  const { recordStudyProgress: beat } = await send(BeatDocument, { input });
  const { verifiedSeconds, remainingSeconds } = expected(beat.studySession, beat.errors);
  console.log(`verified ${verifiedSeconds} s, ${remainingSeconds} s to go`);
  position = end;
}

const { finishStudySession: finish } = await send(FinishDocument, { input: { sessionId: session.id } });
for (const credit of expected(finish.credits, finish.errors)) {
  console.log(`credited ${credit.seconds} s, ${credit.hours} hours of ${credit.year}`);
}
