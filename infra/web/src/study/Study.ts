import { BeatDocument, FinishDocument, StartDocument, type CheckFragment, type SessionFragment } from '../school/generated/graphql.ts';
import { Refused, send } from '../school/send.ts';
import { Beats, joined, type Beat } from './Beats.ts';
import { Recorder, type Segment } from './Recorder.ts';

/** A check that a member has to answer, and until when: counted from when it was told, since the clock of a device may be wrong. */
export interface DueCheck extends CheckFragment {
  /** In seconds of {@link now}. */
  until: number;
}

/** What a page shows of a sitting. */
export interface StudyState {
  phase: 'starting' | 'ready' | 'elsewhere' | 'other-tab' | 'superseded' | 'uncredited' | 'finishing' | 'finished' | 'failed';
  session: SessionFragment | null;
  /** Where one was; asked for once the film is there. */
  resumeAt: number | null;
  check: DueCheck | null;
  /** Another device that studies now. */
  active: { title?: string | null; deviceName?: string | null; since?: string | null } | null;
  /** Seconds without an answer; 0 while the server answers. */
  silentFor: number;
  /** The film stands because what would be played could not be counted. */
  held: boolean;
  /** Whoever is signed in has to sign in again; the film and what waits are kept. */
  signedOut: boolean;
  /** Played in this sitting and heard by the server, which may have counted it before {@link lost} last changed. */
  heard: Segment[];
  /** Played, and not heard by the server yet. */
  waiting: Segment[];
  /** How often the server refused something or took it back: what it counts has to be asked for. */
  lost: number;
  /** What was posted when the sitting ended. */
  earnedSeconds: number;
  /** A failure in words. */
  message: string | null;
}

/** What a sitting needs of a media element. */
export type Player = Pick<
  HTMLMediaElement,
  'currentTime' | 'playbackRate' | 'paused' | 'seeking' | 'ended' | 'pause' | 'play' | 'addEventListener' | 'removeEventListener'
>;

const EVENTS = ['playing', 'timeupdate', 'ratechange', 'pause', 'waiting', 'seeking', 'seeked', 'ended', 'emptied', 'error'] as const;
/** The server keeps 120 s of time for a device that is silent: what is played beyond could not be paid. */
const TOLD_AFTER = 60;
const HELD_AFTER = 100;
/** A report that takes longer is taken for lost. */
const ANSWER_WITHIN = 20_000;
/** So often a page is told how far the film has come. */
const SHOWN_EVERY = 5;
/** After this the server has closed a silent sitting: what was kept on the device for it is worth nothing. */
const KEPT_FOR = 15 * 60_000;

/** Seconds of a clock that never goes back. */
export const now = () => performance.now() / 1000;

interface Subject {
  memberId: string;
  coursewareId: string;
  chapterId: string;
  /** Seconds that the server measured. */
  length: number;
  deviceName?: string;
}

/** One sitting of a member before a film: starts it, reports what is played, asks for presence, finishes it. A page subscribes and shows {@link StudyState}. */
export class Study {
  readonly #subject: Subject;
  readonly #listeners = new Set<() => void>();
  #state: StudyState = {
    phase: 'starting',
    session: null,
    resumeAt: null,
    check: null,
    active: null,
    silentFor: 0,
    held: false,
    signedOut: false,
    heard: [],
    waiting: [],
    lost: 0,
    earnedSeconds: 0,
    message: null,
  };
  #recorder: Recorder;
  #beats: Beats | null = null;
  #player: Player | null = null;
  #answer: { checkId: string; answer: string } | null = null;
  /** The film goes on after a check only if it was playing. */
  #wasPlaying = false;
  #finishing = false;
  /** From when a sitting that is to end is tried to be ended again; null where it is not to end. */
  #finishAt: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #continued = false;
  #shownAt = 0;
  #over = false;
  #wakeLock: WakeLockSentinel | null = null;

  constructor(subject: Subject) {
    this.#subject = subject;
    this.#recorder = new Recorder(subject.length);
  }

  get state() {
    return this.#state;
  }

  subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** @param end Which sitting elsewhere is ended for this one: that of another tab of this browser, or that of any device. */
  async start(end: 'none' | 'own' | 'any' = 'none'): Promise<void> {
    this.#set({ phase: 'starting', message: null });
    try {
      const { startStudySession: payload } = await send(StartDocument, {
        input: {
          coursewareId: this.#subject.coursewareId,
          chapterId: this.#subject.chapterId,
          takeOver: end === 'any',
          deviceName: this.#subject.deviceName,
          presence: this.#answer,
        },
      });
      this.#answer = null;
      const error = payload.errors?.[0];
      if (error?.__typename === 'StudySessionActiveError' && end === 'own' && error.sessionId && error.sessionId === localStorage.getItem(this.#own)) {
        await this.start('any');
      } else if (error?.__typename === 'StudySessionActiveError') {
        this.#set({ phase: 'elsewhere', active: error });
      } else if (error?.__typename === 'PresenceCheckDueError' && error.presenceCheck) {
        this.#retry = () => this.start(end);
        this.#ask(error.presenceCheck);
      } else if (error?.__typename === 'PresenceCheckOverError') {
        this.#set({ check: null });
        await this.start(end);
      } else if (error?.__typename === 'ChapterNotCreditableError') {
        this.#set({ phase: 'uncredited' });
      } else if (error || !payload.studySession) {
        this.#set({ phase: 'failed', message: error && 'message' in error ? error.message : null });
      } else {
        this.#begin(payload.studySession);
      }
    } catch (fault) {
      this.#failed(fault);
    }
  }

  /** Listens to a media element. Returns how to stop. */
  attach(player: Player) {
    this.#player = player;
    const listen = (event: { type: string }) => this.#heard(event.type);
    for (const type of EVENTS) player.addEventListener(type, listen);
    const stop = [on(document, 'visibilitychange', this.#visibility), on(window, 'pagehide', this.#leave), on(window, 'pageshow', this.#back)];
    stop.push(on(window, 'online', this.#hurry), on(document, 'resume', this.#hurry));
    this.#timer = setInterval(() => this.#tick(), 1000);
    this.#look();
    return () => {
      for (const type of EVENTS) player.removeEventListener(type, listen);
      for (const each of stop) each();
      clearInterval(this.#timer);
      if (!this.#over) void this.#report(true);
      this.#over = true;
      this.#player = null;
      void this.#wakeLock?.release();
    };
  }

  /** The answer to the check that is shown, one try is one try; null where its time is over. */
  async answer(choice: string | null) {
    const check = this.#state.check;
    if (!check) return;
    this.#answer = choice === null ? null : { checkId: check.id, answer: choice };
    const retry = this.#retry;
    if (retry || choice === null) this.#set({ check: null });
    if (retry) {
      this.#retry = null;
      await retry();
    } else {
      this.#beats?.hurry();
      await this.#report();
    }
    if (!this.#state.check && this.#wasPlaying) this.#goOn();
  }

  /** Ends the sitting and posts what it earned. */
  async finish(): Promise<void> {
    if (!this.#beats || this.#finishing || this.#state.phase === 'finished') return;
    this.#finishing = true;
    this.#finishAt = null;
    this.#set({ phase: 'finishing', message: null });
    try {
      this.#collect();
      this.#player?.pause();
      // Whatever was played arrives before the sitting ends; a report on its way is waited for.
      while (this.#beats.flying || this.#beats.unacknowledged.length > 0) {
        if (this.#state.phase !== 'finishing') return;
        await this.#report();
        if (this.#beats.failures > 0) throw new Refused('NETWORK', '');
        if (this.#beats.flying) await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const { finishStudySession: payload } = await send(FinishDocument, { input: { sessionId: this.#state.session!.id, presence: this.#answer } });
      this.#answer = null;
      const error = payload.errors?.[0];
      if (error?.__typename === 'PresenceCheckDueError' && error.presenceCheck) {
        this.#retry = () => this.finish();
        this.#set({ phase: 'ready' });
        this.#ask(error.presenceCheck);
      } else if (error?.__typename === 'PresenceCheckOverError') {
        this.#finishing = false;
        return await this.finish();
      } else if (error) {
        this.#set({ phase: 'ready', message: 'message' in error ? error.message : null });
      } else {
        this.#over = true;
        this.#wasPlaying = false;
        this.#forget();
        this.#set({
          phase: 'finished',
          session: payload.studySession ?? this.#state.session,
          check: null,
          earnedSeconds: (payload.credits ?? []).reduce((sum, credit) => sum + credit.seconds, 0),
        });
      }
    } catch (fault) {
      this.#set({ phase: 'ready' });
      this.#failed(fault);
      if (fault instanceof Refused && fault.passing) this.#finishAt = now() + (fault.retryAfter ?? 5);
    } finally {
      this.#finishing = false;
    }
  }

  /** The tab of this browser that plays is another one. */
  otherTab() {
    this.#player?.pause();
    void this.#report(true);
    this.#set({ phase: 'other-tab' });
  }

  /** The member chose to go on although this time may not count, or the network is back. */
  playOn() {
    this.#continued = true;
    this.#goOn();
  }

  #retry: (() => Promise<void>) | null = null;

  #begin(session: SessionFragment) {
    const kept = this.#kept(session.id);
    this.#beats = new Beats(session.nextSequence, session.heartbeatSeconds, now());
    this.#over = false;
    localStorage.setItem(this.#own, session.id);
    if (kept.length > 0) {
      this.#beats.add(kept);
      this.#beats.hurry();
    }
    const nearlyOver = session.positionSeconds > this.#subject.length - 5;
    this.#set({
      phase: 'ready',
      session,
      resumeAt: nearlyOver || session.positionSeconds < 3 ? 0 : session.positionSeconds - 3,
      active: null,
      check: null,
      held: false,
      heard: [],
      waiting: kept,
    });
    if (session.presenceCheck) this.#ask(session.presenceCheck);
    this.#look();
  }

  /** How the element stands, which it does not say by itself. */
  #look() {
    if (this.#player) this.#heard(this.#player.paused ? 'seeked' : 'playing');
  }

  #heard(type: string) {
    const player = this.#player;
    if (!player || !this.#beats) return;
    // Nothing plays behind a question.
    if (type === 'playing' && this.#state.check) player.pause();
    this.#take(type, player);
    if (type === 'playing') void this.#stayAwake();
    if (type === 'pause') {
      void this.#wakeLock?.release();
      void this.#report();
    }
    if (type === 'ended') void this.finish();
    if (type === 'timeupdate') this.#tick();
    else if (type !== 'ratechange') this.#keep();
  }

  #tick() {
    const beats = this.#beats;
    if (!beats || this.#over) return;
    const silent = beats.silentSince === null ? 0 : now() - beats.silentSince;
    if (silent > HELD_AFTER && this.#recorder.playing && !this.#continued) {
      this.#wasPlaying = true;
      this.#player?.pause();
      this.#set({ held: true });
    }
    const told = silent > TOLD_AFTER ? Math.floor(silent) : 0;
    if (told !== this.#state.silentFor) this.#set({ silentFor: told });
    if (this.#recorder.playing && now() - this.#shownAt > SHOWN_EVERY) {
      this.#shownAt = now();
      this.#collect();
      this.#set({ waiting: beats.unacknowledged });
    }
    if (beats.due(now(), this.#recorder.playing)) void this.#report();
    else if (this.#finishAt !== null && now() >= this.#finishAt && beats.failures === 0 && !this.#state.check) void this.finish();
  }

  #take(type: string, { currentTime, playbackRate: rate, paused, seeking }: Player) {
    this.#recorder.take({ type, currentTime, rate, paused, seeking, now: now() });
  }

  #collect() {
    // An element tells its time four times a second: what was played since belongs to the report, too.
    if (this.#player && this.#recorder.playing) this.#take('timeupdate', this.#player);
    this.#beats?.add(this.#recorder.drain());
  }

  /** Sends what was played. A page that goes sends all that is unacknowledged, without waiting for what is on its way. */
  async #report(leaving = false) {
    const [beats, session] = [this.#beats, this.#state.session];
    if (!beats || !session || this.#over) return;
    this.#collect();
    this.#keep();
    if (leaving && beats.unacknowledged.length === 0) return;
    const beat = beats.beat(leaving);
    if (!beat) return;
    const presence = this.#answer;
    try {
      const { recordStudyProgress: payload } = await send(
        BeatDocument,
        {
          input: {
            sessionId: session.id,
            sequence: beat.sequence,
            positionSeconds: Math.min(this.#subject.length, Math.max(0, this.#player?.currentTime ?? session.positionSeconds)),
            segments: beat.segments,
            presence,
          },
        },
        leaving ? { keepalive: true } : { signal: AbortSignal.timeout(ANSWER_WITHIN) },
      );
      // Another tab of this sitting used the number: what was played goes again under a new one.
      if (payload.errors?.[0]?.__typename === 'SequenceConflictError') {
        beats.failed(beat, now());
        return;
      }
      beats.answered(beat, now());
      this.#continued = false;
      if (presence === this.#answer) this.#answer = null;
      this.#keep();
      this.#heardBack(payload, beat);
    } catch (fault) {
      if (fault instanceof Refused && !fault.passing && fault.code !== 'UNAUTHENTICATED' && fault.code !== 'OPERATION_UNKNOWN') {
        beats.answered(beat, now());
        this.#set({ message: fault.message });
        return;
      }
      beats.failed(beat, now(), fault instanceof Refused ? fault.retryAfter : undefined);
      this.#keep();
      if (fault instanceof Refused && fault.code === 'UNAUTHENTICATED') this.#set({ signedOut: true });
    }
  }

  #heardBack(payload: { studySession?: SessionFragment | null; errors?: { __typename?: string; message?: string }[] | null }, beat: Beat) {
    const error = payload.errors?.[0];
    switch (error?.__typename) {
      case undefined: {
        const wasHeld = this.#state.held;
        const isLoss = lostOf(payload.studySession!) > lostOf(this.#state.session);
        this.#set({
          session: payload.studySession!,
          silentFor: 0,
          held: false,
          signedOut: false,
          message: null,
          heard: isLoss ? [] : joined([...this.#state.heard, ...beat.segments]),
          waiting: this.#beats!.unacknowledged,
          lost: this.#state.lost + (isLoss ? 1 : 0),
        });
        if (payload.studySession!.presenceCheck) this.#ask(payload.studySession!.presenceCheck);
        else if (this.#state.check) this.#answered();
        else if (wasHeld && this.#wasPlaying) this.#goOn();
        return;
      }
      case 'StudySessionSupersededError':
        this.#player?.pause();
        this.#beats?.drop();
        this.#forget();
        this.#over = true;
        this.#wasPlaying = false;
        this.#set({ phase: 'superseded', check: null });
        return;
      case 'StudySessionClosedError':
        // It was silent for too long: a new one goes on at the same place.
        this.#beats?.drop();
        this.#forget();
        void this.start();
        return;
      case 'PresenceCheckOverError':
        this.#set({ check: null, message: error.message ?? null });
        this.#beats?.hurry();
        return;
      default:
        this.#set({ message: error?.message ?? null });
    }
  }

  #ask(check: CheckFragment) {
    if (this.#state.check?.id === check.id) return;
    // A second question may follow the first: by then the film stands.
    this.#wasPlaying ||= this.#player !== null && !this.#player.paused;
    this.#player?.pause();
    this.#set({ check: { ...check, until: now() + check.secondsLeft } });
  }

  #answered() {
    this.#set({ check: null });
    if (this.#wasPlaying) this.#goOn();
  }

  #goOn() {
    this.#wasPlaying = false;
    this.#set({ held: false });
    void this.#player?.play().catch(() => undefined);
  }

  #failed(fault: unknown) {
    this.#set({
      phase: this.#state.phase === 'starting' ? 'failed' : this.#state.phase,
      signedOut: this.#state.signedOut || (fault instanceof Refused && fault.code === 'UNAUTHENTICATED'),
      message: fault instanceof Refused && fault.code === 'NETWORK' ? 'NETWORK' : fault instanceof Error ? fault.message : String(fault),
    });
  }

  #visibility = () => {
    if (document.visibilityState === 'hidden') {
      void this.#report(true);
    } else {
      this.#hurry();
      if (this.#player && !this.#player.paused) void this.#stayAwake();
    }
  };

  #leave = () => void this.#report(true);

  #back = (event: Event) => {
    if ((event as PageTransitionEvent).persisted) this.#hurry();
  };

  /** How things stand is asked at once, by a report that may be empty. */
  #hurry = () => {
    this.#beats?.hurry();
    void this.#report();
  };

  async #stayAwake() {
    try {
      this.#wakeLock = await navigator.wakeLock.request('screen');
    } catch {
      // Not everywhere, and not on a low battery: the film plays all the same.
    }
  }

  // What no answer has acknowledged lies on the device, too: the next page sends it.

  /** Under it lies the sitting that this browser began last. */
  get #own() {
    return `sitting ${this.#subject.memberId}`;
  }

  get #key() {
    return `study ${this.#subject.memberId}`;
  }

  #keep() {
    const [beats, session] = [this.#beats, this.#state.session];
    if (!beats || !session || this.#over) return;
    const segments = beats.unacknowledged;
    if (segments.length === 0) this.#forget();
    else localStorage.setItem(this.#key, JSON.stringify({ session: session.id, at: Date.now(), segments }));
  }

  #kept(sessionId: string): Segment[] {
    try {
      const kept = JSON.parse(localStorage.getItem(this.#key) ?? 'null') as { session: string; at: number; segments: Segment[] } | null;
      return kept && kept.session === sessionId && Date.now() - kept.at < KEPT_FOR ? kept.segments : [];
    } catch {
      return [];
    }
  }

  #forget() {
    localStorage.removeItem(this.#key);
  }

  #set(change: Partial<StudyState>) {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** Seconds that were refused, or counted and taken back. What had been counted before is no loss. */
const lostOf = (session: SessionFragment | null) =>
  session?.refusals.reduce((sum, refusal) => sum + (refusal.reason === 'ALREADY_COUNTED' ? 0 : refusal.seconds), 0) ?? 0;

function on(target: EventTarget, type: string, listener: (event: Event) => void) {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}
