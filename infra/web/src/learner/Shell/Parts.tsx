import { type ReactNode, useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { ComplianceStatus, CoursewareCardFragment, ObligationFragment } from '../../school/generated/graphql.ts';
import { Refused } from '../../school/send.ts';
import { clock, day, daysUntil, duration, thisYear, useWords, word } from '../../words/words.ts';

/** The heading of a page, which is its title in the browser, too. */
export function Title({ children }: { children: string }) {
    const words = useWords();
    useEffect(() => {
        document.title = `${children} · ${words.school}`;
    }, [children, words]);
    return <h1>{children}</h1>;
}

export function Loading() {
    const words = useWords();
    return (
        <p className="spinner" role="status">
            {words.loading}
        </p>
    );
}

/**
 * A failure in words, with a way to try again.
 * @param page All that the page has to show: then it is its title, too.
 */
export function Failure({ error, again, page }: { error: unknown; again: () => void; page?: boolean }) {
    const words = useWords();
    const isSignedOut = error instanceof Refused && error.code === 'UNAUTHENTICATED';
    return (
        <>
            {page && <Title>{isSignedOut ? words.signIn.title : words.failed}</Title>}
            <Reason error={error} again={again} />
        </>
    );
}

function Reason({ error, again }: { error: unknown; again: () => void }) {
    const words = useWords();
    const refused = error instanceof Refused ? error : null;
    if (refused?.code === 'UNAUTHENTICATED')
        return (
            <div className="notice" role="alert">
                <p>{words.signIn.again}</p>
                <Link className="button main" href={`/sign-in?back=${encodeURIComponent(location.pathname + location.search)}`}>
                    {words.signIn.title}
                </Link>
            </div>
        );
    return (
        <div className="notice" role="alert">
            <p>
                {words.failed}
                {': '}
                {refused?.code === 'NETWORK' ? words.offline : error instanceof Error ? error.message : String(error)}
            </p>
            <div>
                <button type="button" onClick={again}>
                    {words.again}
                </button>
            </div>
        </div>
    );
}

export function More({ shown, total, busy, more }: { shown: number; total: number; busy: boolean; more: (() => void) | null }) {
    const words = useWords();
    return (
        <div className="row no-print">
            <span className="quiet" role="status">
                {words.of(shown, total)}
            </span>
            {more && (
                <button type="button" disabled={busy} onClick={more}>
                    {busy ? words.loading : words.more}
                </button>
            )}
        </div>
    );
}

const tones: Record<ComplianceStatus, string> = {
    COMPLIANT: 'good',
    ON_TRACK: 'open',
    BELOW_NORM: 'bad',
    NON_COMPLIANT: 'bad',
    NO_FIGURE: '',
    NOT_RECORDED: '',
};

export const Status = ({ status }: { status: ComplianceStatus }) => <span className={`tag ${tones[status] ?? ''}`}>{word('ComplianceStatus', status)}</span>;

/** One requirement: how far it is filled, what is missing, until when, and why in the API's own words. */
export function Obligation({ obligation, brief, children }: { obligation: ObligationFragment; brief?: boolean; children?: ReactNode }) {
    const words = useWords();
    const { requiredSeconds, creditedSeconds, missingSeconds, requiredTimes, creditedTimes, window } = obligation;
    // On its own page it stands right below the title.
    const Heading = brief ? 'h3' : 'h2';
    const share = requiredSeconds ? creditedSeconds / requiredSeconds : requiredTimes ? creditedTimes / requiredTimes : null;
    return (
        <article className="card stack tight">
            <div className="row apart">
                <Heading>{obligation.title}</Heading>
                <Status status={obligation.status} />
            </div>
            {share !== null && (
                <div
                    className={`bar ${obligation.status === 'COMPLIANT' ? 'met' : ''}`}
                    role="progressbar"
                    aria-label={obligation.title}
                    aria-valuemin={0}
                    aria-valuemax={100}
                    aria-valuenow={Math.min(100, Math.round(share * 100))}
                >
                    <i style={{ width: `${Math.min(100, share * 100)}%` }} />
                </div>
            )}
            <p className="row apart figure">
                <span>
                    {requiredSeconds != null
                        ? `${obligation.creditedHours} / ${words.hours(obligation.requiredHours!)}`
                        : requiredTimes != null
                          ? `${creditedTimes} / ${words.standing.times(requiredTimes)}`
                          : words.standing.noFigure}
                    {missingSeconds ? ` · ${words.standing.missing} ${words.also(words.hours(obligation.missingHours!), duration(missingSeconds))}` : ''}
                </span>
                {window.to && (
                    <span className="quiet">
                        {day(window.to)} · {words.standing.days(daysUntil(window.to))}
                    </span>
                )}
            </p>
            {!brief && (
                <>
                    <p className="quiet">{obligation.explanation}</p>
                    {obligation.eligibleForms.length > 0 && (
                        <div className="tags">
                            {obligation.eligibleForms.map((form) => (
                                <span className="tag" key={form}>
                                    {word('CreditForm', form)}
                                </span>
                            ))}
                        </div>
                    )}
                </>
            )}
            {children}
        </article>
    );
}

/** How much of it was counted this year. */
export function Studied({ coverage }: { coverage: number }) {
    const words = useWords();
    return <span className={`tag ${coverage >= 0.995 ? 'good' : 'open'}`}>{words.courses.studied(coverage >= 0.995 ? 100 : Math.floor(coverage * 100))}</span>;
}

export interface Span {
    startSeconds: number;
    endSeconds: number;
}

/** Where in a chapter something lies. */
export function Spans({ spans, also, length, label }: { spans: readonly Span[]; also?: readonly Span[]; length: number; label?: string }) {
    return (
        <svg
            className="gaps"
            width="100%"
            height="12"
            viewBox={`0 0 ${length} 1`}
            preserveAspectRatio="none"
            {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
        >
            {[also ?? [], spans].map((some, i) =>
                some.map((span) => (
                    <rect
                        key={`${i} ${span.startSeconds}`}
                        className={i === 0 ? 'open' : undefined}
                        x={span.startSeconds}
                        width={Math.max(0, span.endSeconds - span.startSeconds)}
                        y="0"
                        height="1"
                    />
                )),
            )}
        </svg>
    );
}

/** What of a chapter is counted, and the gaps, drawn and in words. What waits to be heard lies below it in another colour. */
export function Watched({ counted, waiting, length }: { counted: readonly Span[]; waiting?: readonly Span[]; length: number }) {
    const words = useWords();
    const whole = union(counted, length);
    return <Spans spans={whole} also={waiting} length={length} label={words.film.spans(whole.map(inWords), gapsOf(whole, length).map(inWords))} />;
}

/** A gap that is shorter cannot be heard nor seen. */
const SHORTEST_GAP = 1;

const inWords = (span: Span) => `${clock(Math.round(span.startSeconds))}–${clock(Math.round(span.endSeconds))}`;

/** In order, disjoint and without gaps that are no gaps. */
function union(spans: readonly Span[], length: number): Span[] {
    const whole: Span[] = [];
    for (const span of [...spans].sort((a, b) => a.startSeconds - b.startSeconds)) {
        const last = whole.at(-1);
        if (span.startSeconds - (last?.endSeconds ?? 0) < SHORTEST_GAP) {
            const endSeconds = Math.max(span.endSeconds, last?.endSeconds ?? 0);
            whole.splice(-1, 1, { startSeconds: last?.startSeconds ?? 0, endSeconds: length - endSeconds < SHORTEST_GAP ? length : endSeconds });
        } else whole.push({ ...span, endSeconds: length - span.endSeconds < SHORTEST_GAP ? length : span.endSeconds });
    }
    return whole;
}

const gapsOf = (spans: readonly Span[], length: number): Span[] =>
    [...spans, { startSeconds: length, endSeconds: length }]
        .map((span, i) => ({ startSeconds: spans[i - 1]?.endSeconds ?? 0, endSeconds: span.startSeconds }))
        .filter((gap) => gap.endSeconds > gap.startSeconds);

/** @param heading Below the title of its page or below that of a section. */
export function CoursewareCard({ courseware, heading: Heading = 'h3' }: { courseware: CoursewareCardFragment; heading?: 'h2' | 'h3' }) {
    const words = useWords();
    return (
        <li className="card">
            {courseware.poster ? (
                <img className="poster" src={courseware.poster.url} alt="" loading="lazy" width={320} height={180} />
            ) : (
                <div className="poster" />
            )}
            <div className="body">
                <Heading>
                    <Link href={`/courses/${encodeURIComponent(courseware.id)}`}>{courseware.title}</Link>
                </Heading>
                <p className="quiet clamp">{courseware.summary}</p>
                <p className="quiet figure">
                    {word('CoursewareKind', courseware.kind)} · {courseware.durationSeconds ? clock(courseware.durationSeconds) : words.courses.notCounted}
                    {courseware.creditHours ? ` · ${words.hours(courseware.creditHours)}` : ''}
                </p>
                {courseware.myProgress && courseware.myProgress.coverage > 0 && <Studied coverage={courseware.myProgress.coverage} />}
            </div>
        </li>
    );
}

/** The year that a page shows, kept in its address. */
export function YearChoice({ year, change }: { year: number; change: (year: number) => void }) {
    const words = useWords();
    const now = thisYear();
    return (
        <label className="no-print">
            {words.transcript.year}
            <select value={year} onChange={(event) => change(Number(event.currentTarget.value))}>
                {Array.from({ length: 5 }, (_, i) => now - i).map((each) => (
                    <option key={each} value={each}>
                        {words.standing.year(each)}
                    </option>
                ))}
            </select>
        </label>
    );
}

/** What a list is searched by; it is sent with Enter or the button, and follows the address. */
export function Search({ label, placeholder, value, change }: { label: string; placeholder: string; value: string; change: (value: string) => void }) {
    const [typed, setTyped] = useState(value);
    useEffect(() => setTyped(value), [value]);
    return (
        <form
            role="search"
            className="row"
            onSubmit={(event) => {
                event.preventDefault();
                change(typed.trim());
            }}
        >
            <input
                type="search"
                aria-label={label}
                placeholder={placeholder}
                value={typed}
                onInput={(event) => setTyped(event.currentTarget.value)}
                style={{ flex: '1 1 240px', width: 'auto' }}
            />
            <button type="submit" className="main">
                {label}
            </button>
        </form>
    );
}
