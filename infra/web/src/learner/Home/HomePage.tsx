import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { CatalogueDocument, HomeDocument, type HomeQuery, type MemberCategory } from '../../school/generated/graphql.ts';
import { send } from '../../school/send.ts';
import { session } from '../../school/session.ts';
import { clock, thisYear, useLanguage, useWords } from '../../words/words.ts';
import { CoursewareCard, Failure, Loading, Obligation, Title } from '../Shell/Parts.tsx';

type Me = NonNullable<HomeQuery['me']>;

/** A chapter to go to. */
interface Place {
    courseware: { id: string; title: string };
    chapter: { id: string; title: string };
}

/** What waits first, the one next thing, and where one stands. */
export function Home() {
    const words = useWords();
    const language = useLanguage();
    const year = thisYear();
    const { data, error, refetch, dataUpdatedAt } = useQuery({
        queryKey: ['home', year, language],
        queryFn: () => send(HomeDocument, { year }),
        enabled: session.signedIn,
    });
    if (error) return <Failure error={error} again={() => void refetch()} page />;
    if (!data?.me) return <Loading />;
    const me = data.me;
    return (
        <>
            <Title>{words.home.hello(me.name)}</Title>
            <Next me={me} toldAt={dataUpdatedAt} again={() => void refetch()} />
            {me.unreadNotifications > 0 && (
                <p>
                    <Link href="/messages">{words.home.messages(me.unreadNotifications)}</Link>
                </p>
            )}
            <section>
                <h2>{words.home.obligations}</h2>
                <div className="stack">
                    {me.compliance.obligations.map((obligation) => (
                        <Obligation key={`${obligation.ruleId} ${obligation.window.from}`} obligation={obligation} brief />
                    ))}
                    {me.compliance.obligations.length === 0 && <p>{words.standing.none}</p>}
                </div>
            </section>
            {me.continueWatching.length > 1 && (
                <section>
                    <h2>{words.home.recent}</h2>
                    <ul className="stack tight">
                        {me.continueWatching.slice(1).map((begun) => (
                            <li key={begun.chapter.id} className="row apart">
                                <Link href={filmOf(begun)}>{titleOf(begun)}</Link>
                                <span className="quiet figure">{words.courses.studied(Math.floor(begun.progress.coverage * 100))}</span>
                            </li>
                        ))}
                    </ul>
                </section>
            )}
            <Recommended category={me.category} />
        </>
    );
}

const filmOf = (begun: Place) => `/learn/${encodeURIComponent(begun.courseware.id)}/${encodeURIComponent(begun.chapter.id)}`;

const titleOf = (begun: Place) => (begun.courseware.title === begun.chapter.title ? begun.chapter.title : `${begun.courseware.title} · ${begun.chapter.title}`);

/** @param toldAt When the server told it, by the clock of this device. */
function Next({ me, toldAt, again }: { me: Me; toldAt: number; again: () => void }) {
    const words = useWords();
    const session = me.studySessions.nodes[0];
    const { courseware, chapter, presenceCheck: check } = session ?? {};
    const begun = me.continueWatching[0];
    const gap = me.compliance.obligations
        .filter((obligation) => (obligation.missingSeconds ?? 0) > 0)
        .sort((a, b) => (b.missingSeconds ?? 0) - (a.missingSeconds ?? 0))[0];
    const online = gap?.eligibleForms.includes('ONLINE') ?? true;
    return (
        <section className="card next" aria-labelledby="next">
            <h2 id="next">{words.home.next}</h2>
            {check && courseware && chapter ? (
                <>
                    <p>
                        <strong>{words.home.asked(titleOf({ courseware, chapter }))}</strong>
                    </p>
                    <TimeLeft key={check.id} until={toldAt + check.secondsLeft * 1000} over={again} />
                    <div>
                        <Link className="button main" href={filmOf({ courseware, chapter })}>
                            {words.home.answer}
                        </Link>
                    </div>
                </>
            ) : begun ? (
                <>
                    <p>
                        {titleOf(begun)}{' '}
                        {begun.chapter.durationSeconds && (
                            <span className="quiet figure">
                                {words.home.position(clock(begun.progress.positionSeconds), clock(begun.chapter.durationSeconds))}
                            </span>
                        )}
                    </p>
                    <div>
                        <Link className="button main" href={filmOf(begun)}>
                            {words.home.goOn}
                        </Link>
                    </div>
                </>
            ) : gap ? (
                <>
                    <p>{words.home.gap(gap.title, words.hours(gap.missingHours ?? 0))}</p>
                    <div>
                        <Link className="button main" href={online ? `/courses?audience=${me.category}` : '/claims'}>
                            {online ? words.home.find : words.home.claim}
                        </Link>
                    </div>
                </>
            ) : (
                <>
                    <p>{words.home.done}</p>
                    <div>
                        <Link className="button" href="/courses">
                            {words.home.find}
                        </Link>
                    </div>
                </>
            )}
        </section>
    );
}

/** Counts down by differences of the device's clock, which itself may be wrong. */
function TimeLeft({ until, over }: { until: number; over: () => void }) {
    const words = useWords();
    const [left, setLeft] = useState(() => (until - Date.now()) / 1000);
    useEffect(() => {
        const ticking = setInterval(() => {
            const next = (until - Date.now()) / 1000;
            setLeft(next);
            if (next > -1) return;
            clearInterval(ticking);
            over();
        }, 1000);
        return () => clearInterval(ticking);
    }, [until]);
    return <p className="figure">{left > 0 ? words.film.checkLeft(clock(left)) : words.film.checkOver}</p>;
}

function Recommended({ category }: { category: MemberCategory }) {
    const words = useWords();
    const { data } = useQuery({
        queryKey: ['recommended', category],
        queryFn: () => send(CatalogueDocument, { first: 4, where: { audience: { some: { eq: category } } } }),
        staleTime: 5 * 60_000,
    });
    if (!data || data.courseware.nodes.length === 0) return null;
    return (
        <section>
            <h2>{words.home.recommended}</h2>
            <ul className="cards">
                {data.courseware.nodes.map((courseware) => (
                    <CoursewareCard key={courseware.id} courseware={courseware} />
                ))}
            </ul>
        </section>
    );
}
