import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { CatalogueDocument, HomeDocument, type HomeQuery, type MemberCategory } from '../../school/generated/graphql.ts';
import { send } from '../../school/send.ts';
import { session } from '../../school/session.ts';
import { clock, thisYear, useLanguage, useWords } from '../../words/words.ts';
import { CoursewareCard, Failure, Loading, Obligation, Title } from '../Shell/Parts.tsx';

type Me = NonNullable<HomeQuery['me']>;
type Sitting = Me['studySessions']['nodes'][number];

/** What waits first, the one next thing, and where one stands. */
export function Home() {
  const words = useWords();
  const language = useLanguage();
  const year = thisYear();
  const { data, error, refetch } = useQuery({ queryKey: ['home', year, language], queryFn: () => send(HomeDocument, { year }), enabled: session.signedIn });
  if (error) return <Failure error={error} again={() => void refetch()} />;
  if (!data?.me) return <Loading />;
  const me = data.me;
  const sittings = unfinished(me);
  return (
    <>
      <Title>{words.home.hello(me.name)}</Title>
      {me.unreadNotifications > 0 && (
        <p>
          <Link href="/messages">{words.home.messages(me.unreadNotifications)}</Link>
        </p>
      )}
      <Next me={me} sittings={sittings} />
      <section>
        <h2>{words.home.obligations}</h2>
        <div className="stack">
          {me.compliance.obligations.map((obligation) => (
            <Obligation key={obligation.ruleId} obligation={obligation} brief />
          ))}
          {me.compliance.obligations.length === 0 && <p>{words.standing.none}</p>}
        </div>
      </section>
      {sittings.length > 1 && (
        <section>
          <h2>{words.home.recent}</h2>
          <ul className="stack tight">
            {sittings.slice(1, 4).map((sitting) => (
              <li key={sitting.id} className="row apart">
                <Link href={filmOf(sitting)}>{`${sitting.courseware!.title} · ${sitting.chapter!.title}`}</Link>
                <span className="quiet figure">{words.courses.studied(Math.round(sitting.coverage * 100))}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Recommended category={me.category} />
    </>
  );
}

const filmOf = (sitting: Sitting) => `/learn/${encodeURIComponent(sitting.courseware!.id)}/${encodeURIComponent(sitting.chapter!.id)}`;

/** Chapters that were begun and not wholly studied, the latest first, each once. */
function unfinished(me: Me) {
  const seen = new Set<string>();
  return me.studySessions.nodes.filter((sitting) => {
    if (!sitting.courseware || !sitting.chapter || sitting.coverage >= 0.995 || seen.has(sitting.chapter.id)) return false;
    seen.add(sitting.chapter.id);
    return true;
  });
}

function Next({ me, sittings }: { me: Me; sittings: Sitting[] }) {
  const words = useWords();
  const sitting = sittings[0];
  const gap = me.compliance.obligations
    .filter((obligation) => (obligation.missingSeconds ?? 0) > 0)
    .sort((a, b) => (b.missingSeconds ?? 0) - (a.missingSeconds ?? 0))[0];
  const online = gap?.eligibleForms.includes('ONLINE') ?? true;
  return (
    <section className="card next" aria-labelledby="next">
      <h2 id="next">{words.home.next}</h2>
      {sitting ? (
        <>
          <p>
            {`${sitting.courseware!.title} · ${sitting.chapter!.title}`}{' '}
            {sitting.chapter!.durationSeconds && (
              <span className="quiet figure">{words.home.position(clock(sitting.positionSeconds), clock(sitting.chapter!.durationSeconds))}</span>
            )}
          </p>
          <div>
            <Link className="button main" href={filmOf(sitting)}>
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
