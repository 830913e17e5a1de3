import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { Link, useParams } from 'wouter';
import { FilmDocument, GapsDocument, type FilmQuery } from '../../school/generated/graphql.ts';
import { send } from '../../school/send.ts';
import { Study, type StudyState } from '../../study/Study.ts';
import { clock, duration, moment, useLanguage, useWords } from '../../words/words.ts';
import { Failure, Loading, Title, Watched } from '../Shell/Parts.tsx';
import { useViewer } from '../Shell/Shell.tsx';
import { Paper } from './Paper.tsx';
import { PresenceDialog } from './PresenceDialog.tsx';

type Course = NonNullable<FilmQuery['coursewareById']>;
type Chapter = Course['chapters'][number];

const SPEEDS = [0.75, 1, 1.25, 1.5, 2];

/** A chapter is played here and its time counted. */
export function FilmPage() {
    const words = useWords();
    const params = useParams<{ courseware: string; chapter: string }>();
    const [coursewareId, chapterId] = [decodeURIComponent(params.courseware ?? ''), decodeURIComponent(params.chapter ?? '')];
    const { data: viewer } = useViewer();
    const film = useQuery({ queryKey: ['film', coursewareId], queryFn: () => send(FilmDocument, { id: coursewareId }), staleTime: Infinity, gcTime: 0 });
    if (film.error && !film.data) return <Failure error={film.error} again={() => void film.refetch()} page />;
    if (!film.data || !viewer?.viewer.member) return <Loading />;
    const course = film.data.coursewareById;
    const chapter = course?.chapters.find((each) => each.id === chapterId);
    if (!course || !chapter)
        return (
            <>
                <Title>{words.gone.title}</Title>
                <p>{words.gone.text}</p>
            </>
        );
    const renew = async () => (await film.refetch()).data?.coursewareById?.chapters.find((each) => each.id === chapterId)?.media?.url;
    return <Sitting key={chapter.id} course={course} chapter={chapter} memberId={viewer.viewer.member.id} renew={renew} />;
}

interface SittingProps {
    course: Course;
    chapter: Chapter;
    memberId: string;
    renew: () => Promise<string | undefined>;
}

function Sitting({ course, chapter, memberId, renew }: SittingProps) {
    const words = useWords();
    const timed = chapter.durationSeconds ?? 0;
    const study = useMemo(
        () => new Study({ memberId, coursewareId: course.id, chapterId: chapter.id, length: timed, deviceName: deviceName() }),
        [memberId, course.id, chapter.id, timed],
    );
    const state = useSyncExternalStore(study.subscribe, () => study.state);
    const client = useQueryClient();
    const [element, setElement] = useState<HTMLMediaElement | null>(null);
    const next = course.chapters[course.chapters.indexOf(chapter) + 1];

    const claim = useOneTab(study, timed > 0);
    useEffect(() => (element && timed > 0 ? study.attach(element) : undefined), [study, element, timed]);
    useEffect(() => {
        if (state.phase === 'finished') void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'film' });
    }, [state.phase, client]);
    // The first page says first that somebody is asked.
    useEffect(() => void client.invalidateQueries({ queryKey: ['home'] }), [state.check?.id, client]);

    return (
        <>
            <p className="no-print">
                <Link href={`/courses/${encodeURIComponent(course.id)}`}>{course.title}</Link>
            </p>
            <Title>{chapter.title}</Title>
            <div className="stack">
                {chapter.media && timed > 0 ? (
                    <Player course={course} chapter={chapter} resumeAt={state.resumeAt} renew={renew} ready={setElement} />
                ) : chapter.media ? (
                    <Reader chapter={chapter} />
                ) : (
                    <p>{words.film.mediaFailed}</p>
                )}
                {timed > 0 && <Bar study={study} state={state} claim={claim} course={course} chapter={chapter} />}
                {timed > 0 && <Speed element={element} />}
                {state.phase === 'finished' && (
                    <div className="notice" role="status">
                        <h2>{words.film.finished}</h2>
                        <p>{state.earnedSeconds > 0 ? words.film.earned(duration(state.earnedSeconds)) : words.film.nothing}</p>
                        <div className="row">
                            {next && (
                                <Link className="button main" href={`/learn/${encodeURIComponent(course.id)}/${encodeURIComponent(next.id)}`}>
                                    {words.says(words.film.next, next.title)}
                                </Link>
                            )}
                            <Link className="button" href="/standing">
                                {words.film.standing}
                            </Link>
                            <button type="button" onClick={() => void study.start()}>
                                {words.film.again}
                            </button>
                        </div>
                    </div>
                )}
                {course.chapters.length > 1 && (
                    <nav aria-label={words.film.chapters}>
                        <h2>{words.film.chapters}</h2>
                        <ol className="stack tight">
                            {course.chapters.map((each) => (
                                <li key={each.id} className="row apart">
                                    {each === chapter ? (
                                        <strong aria-current="page">{each.title}</strong>
                                    ) : (
                                        <Link href={`/learn/${encodeURIComponent(course.id)}/${encodeURIComponent(each.id)}`}>{each.title}</Link>
                                    )}
                                    <span className="quiet figure">{each.durationSeconds ? clock(each.durationSeconds) : words.courses.notCounted}</span>
                                </li>
                            ))}
                        </ol>
                    </nav>
                )}
            </div>
            {state.check && <PresenceDialog key={state.check.id} check={state.check} offline={state.silentFor > 0} answer={(choice) => study.answer(choice)} />}
        </>
    );
}

/** Phones' own controls, captions and speed: a native element, with nothing above it. */
function Player({
    course,
    chapter,
    resumeAt,
    renew,
    ready,
}: {
    course: Course;
    chapter: Chapter;
    resumeAt: number | null;
    renew: () => Promise<string | undefined>;
    ready: (element: HTMLMediaElement | null) => void;
}) {
    const words = useWords();
    const language = useLanguage();
    const media = chapter.media!;
    const element = useRef<HTMLMediaElement | null>(null);
    const renewedAt = useRef(0);
    const [broken, setBroken] = useState(false);
    // An element begins anew whenever its address is said, so it is said again only where it broke.
    const [url, setUrl] = useState(media.url);
    const sound = media.contentType.startsWith('audio/');
    const captions = chapter.captions.filter((track) => track.url);

    // Where one was is gone to once the film is there, and only before it was moved.
    useEffect(() => {
        const player = element.current;
        if (!player || resumeAt === null) return;
        const seek = () => {
            if (player.currentTime < 1) player.currentTime = resumeAt;
        };
        if (player.readyState >= 1) seek();
        else player.addEventListener('loadedmetadata', seek, { once: true });
        return () => player.removeEventListener('loadedmetadata', seek);
    }, [resumeAt]);

    useEffect(() => {
        if (sound && 'mediaSession' in navigator) navigator.mediaSession.metadata = new MediaMetadata({ title: chapter.title, album: course.title });
    }, [sound, chapter.title, course.title]);

    const failed = async () => {
        // Its address ends after some hours: once a minute at most it is asked for again, and the film goes on at the same place.
        const player = element.current;
        if (!player) return;
        if (Date.now() - renewedAt.current < 60_000) {
            setBroken(true);
            return;
        }
        renewedAt.current = Date.now();
        const [at, playing] = [player.currentTime, !player.paused];
        const fresh = await renew();
        player.addEventListener(
            'loadedmetadata',
            () => {
                player.currentTime = at;
                if (playing) void player.play().catch(() => undefined);
            },
            { once: true },
        );
        // The address may be the same: then it was the network.
        if (fresh && fresh !== url) setUrl(fresh);
        else player.load();
    };

    const shared = {
        ref: (found: HTMLMediaElement | null) => {
            if (element.current === found) return;
            element.current = found;
            ready(found);
        },
        src: url,
        controls: true,
        preload: 'metadata' as const,
        onError: () => void failed(),
    };
    return (
        <>
            <div className="player">
                {sound ? (
                    <audio {...shared} />
                ) : (
                    <video
                        {...shared}
                        playsInline
                        poster={course.poster?.url}
                        crossOrigin={captions.length > 0 && isElsewhere(media.url) ? 'anonymous' : undefined}
                    >
                        {captions.map((track) => (
                            <track
                                key={track.language}
                                kind="captions"
                                src={track.url!}
                                srcLang={track.language}
                                label={track.language}
                                default={track.language.startsWith(language.slice(0, 2))}
                            />
                        ))}
                    </video>
                )}
            </div>
            {broken && (
                <p role="alert" className="error">
                    {words.film.mediaFailed}{' '}
                    <button
                        type="button"
                        onClick={() => {
                            setBroken(false);
                            renewedAt.current = 0;
                            void failed();
                        }}
                    >
                        {words.again}
                    </button>
                </p>
            )}
        </>
    );
}

const isElsewhere = (url: string) => new URL(url, location.href).origin !== location.origin;

function Reader({ chapter }: { chapter: Chapter }) {
    const words = useWords();
    const media = chapter.media!;
    return (
        <div className="stack">
            <p>{words.courses.reader}</p>
            {media.contentType === 'application/pdf' &&
                (navigator.pdfViewerEnabled ? (
                    <iframe title={chapter.title} src={media.url} style={{ width: '100%', height: '75dvh', border: 0 }} />
                ) : (
                    <Paper url={media.url} title={chapter.title} />
                ))}
            <div>
                <a className="button" href={media.url} target="_blank" rel="noreferrer">
                    {words.film.document}
                </a>
            </div>
        </div>
    );
}

/** What counts, what did not and why, and how the network is. */
function Bar({ study, state, claim, course, chapter }: { study: Study; state: StudyState; claim: () => void; course: Course; chapter: Chapter }) {
    const words = useWords();
    const { session } = state;
    switch (state.phase) {
        case 'starting':
            return (
                <p role="status" className="quiet">
                    {words.film.starting}
                </p>
            );
        case 'elsewhere':
            return (
                <div className="notice" role="alert">
                    <h2>{words.film.elsewhere}</h2>
                    <p>
                        {words.film.elsewhereText(
                            state.active?.title ?? '',
                            state.active?.deviceName ?? words.film.device,
                            state.active?.since ? moment(state.active.since) : '',
                        )}
                    </p>
                    <div>
                        <button type="button" className="main" onClick={() => void study.start('any')}>
                            {words.film.takeOver}
                        </button>
                    </div>
                </div>
            );
        case 'superseded':
            return (
                <div className="notice" role="alert">
                    <p>{words.film.superseded}</p>
                    <div>
                        <button type="button" onClick={() => void study.start('any')}>
                            {words.film.takeBack}
                        </button>
                    </div>
                </div>
            );
        case 'other-tab':
            return (
                <div className="notice" role="alert">
                    <p>{words.film.otherTab}</p>
                    <div>
                        <button type="button" onClick={claim}>
                            {words.film.takeOver}
                        </button>
                    </div>
                </div>
            );
        case 'uncredited':
            return <p className="notice">{words.film.uncredited}</p>;
        case 'failed':
            return (
                <div className="notice" role="alert">
                    <p>{state.message === 'NETWORK' ? words.offline : (state.message ?? words.failed)}</p>
                    <div>
                        <button type="button" onClick={() => void study.start()}>
                            {words.again}
                        </button>
                    </div>
                </div>
            );
    }
    if (!session) return null;
    return (
        <div className="stack">
            <div role="status" aria-live="polite">
                {state.held ? (
                    <div className="notice">
                        <p>{words.film.held}</p>
                        <div className="row">
                            <button type="button" onClick={() => study.playOn()}>
                                {words.film.playOn}
                            </button>
                            <span className="quiet">{words.film.wait}</span>
                        </div>
                    </div>
                ) : (
                    state.silentFor > 0 && <p className="notice">{words.film.silent(Math.floor(state.silentFor / 10) * 10)}</p>
                )}
                {state.signedOut && (
                    <p className="notice">
                        {words.signIn.again} {/* A token is a tab's own: it is asked for in this one, and what is not reported yet waits on the device. */}
                        <Link href={`/sign-in?back=${encodeURIComponent(location.pathname)}`}>{words.signIn.title}</Link>
                    </p>
                )}
                {state.message && <p className="notice">{state.message === 'NETWORK' ? words.offline : state.message}</p>}
            </div>
            <dl className="figures">
                <div>
                    <dt>{words.film.counted}</dt>
                    <dd data-testid="counted">{duration(session.verifiedSeconds)}</dd>
                </div>
                <div>
                    <dt>{words.film.remaining}</dt>
                    <dd>{duration(session.remainingSeconds)}</dd>
                </div>
                <div>
                    <dt>{words.film.coverage}</dt>
                    <dd>{`${Math.floor(session.coverage * 100)}%`}</dd>
                </div>
            </dl>
            <Counted state={state} course={course} chapter={chapter} />
            {session.pendingSeconds > 0 && state.phase !== 'finished' && <p className="quiet">{words.film.pending(duration(session.pendingSeconds))}</p>}
            {session.refusals.length > 0 && (
                <details className="card">
                    <summary>{words.says(words.film.refused, duration(session.refusals.reduce((sum, refusal) => sum + refusal.seconds, 0)))}</summary>
                    <ul>
                        {session.refusals.map((refusal) => (
                            <li key={refusal.reason}>{refusal.explanation}</li>
                        ))}
                    </ul>
                </details>
            )}
            {state.phase !== 'finished' && (
                <div>
                    <button type="button" disabled={state.phase === 'finishing'} onClick={() => void study.finish()}>
                        {state.phase === 'finishing' ? words.film.finishing : words.film.finish}
                    </button>
                </div>
            )}
        </div>
    );
}

/** What of the chapter is counted, as the server tells at the beginning and after each loss, and what this sitting added since. */
function Counted({ state, course, chapter }: { state: StudyState; course: Course; chapter: Chapter }) {
    const { data } = useQuery({
        queryKey: ['gaps', course.id, state.session?.id, state.lost],
        queryFn: () => send(GapsDocument, { id: course.id }),
        placeholderData: keepPreviousData,
        staleTime: Infinity,
        gcTime: 0,
    });
    const counted = data?.coursewareById?.chapters.find((each) => each.id === chapter.id)?.myProgress?.countedSpans;
    return counted ? <Watched counted={[...counted, ...state.heard]} waiting={state.waiting} length={chapter.durationSeconds!} /> : null;
}

function Speed({ element }: { element: HTMLMediaElement | null }) {
    const words = useWords();
    const [speed, setSpeed] = useState(() => Number(localStorage.getItem('speed')) || 1);
    useEffect(() => {
        if (!element) return;
        element.playbackRate = speed;
        element.defaultPlaybackRate = speed;
    }, [element, speed]);
    return (
        <div className="row">
            <label className="row">
                {words.film.speed}
                <select
                    style={{ width: 'auto', margin: 0 }}
                    value={speed}
                    onChange={(event) => {
                        const next = Number(event.currentTarget.value);
                        localStorage.setItem('speed', String(next));
                        setSpeed(next);
                    }}
                >
                    {SPEEDS.map((each) => (
                        <option key={each} value={each}>{`${each}×`}</option>
                    ))}
                </select>
            </label>
            {speed > 1 && <span className="quiet">{words.film.faster}</span>}
        </div>
    );
}

const LOCK = 'study';

/** Of all tabs of a browser one plays: two would count against each other. Whoever asks for it last has it, until its page goes. Returns how to ask. */
function useOneTab(study: Study, timed: boolean) {
    const page = useRef(new AbortController());
    useEffect(() => {
        if (!timed) return;
        const here = (page.current = new AbortController());
        if ('locks' in navigator) hold(study, here.signal, { ifAvailable: true });
        else void study.start();
        return () => here.abort();
    }, [study, timed]);
    return () => hold(study, page.current.signal, { steal: true });
}

/** What this tab holds, until it let it go: the next film of the same tab waits for the one before. */
let held: Promise<unknown> = Promise.resolve();

function hold(study: Study, page: AbortSignal, how: LockOptions) {
    const play = async (lock: Lock | null) => {
        if (page.aborted) return;
        if (!lock) {
            study.otherTab();
            return;
        }
        // Whoever goes on here means it, whatever another tab of this browser plays or left open. Another device is asked about first.
        void study.start('own');
        await until(page);
    };
    held = held.then(() => navigator.locks.request(LOCK, how, play)).catch(() => page.aborted || study.otherTab());
}

const until = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

function deviceName() {
    const agent = navigator.userAgent;
    const system = /iPhone|iPad|Android|Windows|Mac OS X|Linux/.exec(agent)?.[0].replace('Mac OS X', 'Mac') ?? '';
    const browser = /MicroMessenger|Edg|Firefox|Chrome|Safari/.exec(agent)?.[0].replace('Edg', 'Edge').replace('MicroMessenger', 'WeChat') ?? '';
    return [system, browser].filter(Boolean).join(' ') || undefined;
}
