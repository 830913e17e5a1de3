import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { CatalogueDocument, HomeDocument, type HomeQuery, type MemberCategory } from '../../school/generated/graphql.ts';
import { send } from '../../school/send.ts';
import { session } from '../../school/session.ts';
import { clock, thisYear, useLanguage, useWords } from '../../words/words.ts';
import { CoursewareCard, Failure, Loading, Obligation, Title } from '../Shell/Parts.tsx';

type Me = NonNullable<HomeQuery['me']>;
type Begun = Me['continueWatching'][number];

/** What waits first, the one next thing, and where one stands. */
export function Home() {
    const words = useWords();
    const language = useLanguage();
    const year = thisYear();
    const { data, error, refetch } = useQuery({ queryKey: ['home', year, language], queryFn: () => send(HomeDocument, { year }), enabled: session.signedIn });
    if (error) return <Failure error={error} again={() => void refetch()} />;
    if (!data?.me) return <Loading />;
    const me = data.me;
    return (
        <>
            <Title>{words.home.hello(me.name)}</Title>
            {me.unreadNotifications > 0 && (
                <p>
                    <Link href="/messages">{words.home.messages(me.unreadNotifications)}</Link>
                </p>
            )}
            <Next me={me} />
            <section>
                <h2>{words.home.obligations}</h2>
                <div className="stack">
                    {me.compliance.obligations.map((obligation) => (
                        <Obligation key={obligation.ruleId} obligation={obligation} brief />
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

const filmOf = (begun: Begun) => `/learn/${encodeURIComponent(begun.courseware.id)}/${encodeURIComponent(begun.chapter.id)}`;

const titleOf = (begun: Begun) => (begun.courseware.title === begun.chapter.title ? begun.chapter.title : `${begun.courseware.title} · ${begun.chapter.title}`);

function Next({ me }: { me: Me }) {
    const words = useWords();
    const begun = me.continueWatching[0];
    const gap = me.compliance.obligations
        .filter((obligation) => (obligation.missingSeconds ?? 0) > 0)
        .sort((a, b) => (b.missingSeconds ?? 0) - (a.missingSeconds ?? 0))[0];
    const online = gap?.eligibleForms.includes('ONLINE') ?? true;
    return (
        <section className="card next" aria-labelledby="next">
            <h2 id="next">{words.home.next}</h2>
            {begun ? (
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
