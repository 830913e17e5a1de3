import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import { Link, Redirect, Route, Switch, useLocation } from 'wouter';
import { chooseTheme, theme, type Theme } from '../../looks/theme.ts';
import { ViewerDocument } from '../../school/generated/graphql.ts';
import { send } from '../../school/send.ts';
import { session } from '../../school/session.ts';
import { choose, useLanguage, useWords } from '../../words/words.ts';
import { Home } from '../Home/HomePage.tsx';
import { Failure, Loading } from './Parts.tsx';

/** A page whose scripts come when it is first opened. */
const page = <N extends string>(load: () => Promise<Record<N, () => ReactNode>>, name: N) => lazy(async () => ({ default: (await load())[name] }));

const Courses = page(() => import('../Courseware/CoursesPage.tsx'), 'CoursesPage');
const Course = page(() => import('../Courseware/CoursePage.tsx'), 'CoursePage');
const Film = page(() => import('../Study/FilmPage.tsx'), 'FilmPage');
const Log = page(() => import('../Study/LogPage.tsx'), 'LogPage');
const Standing = page(() => import('../Standing/StandingPage.tsx'), 'StandingPage');
const Hours = page(() => import('../Credits/HoursPage.tsx'), 'HoursPage');
const Evidence = page(() => import('../Credits/EvidencePage.tsx'), 'EvidencePage');
const Transcript = page(() => import('../Credits/TranscriptPage.tsx'), 'TranscriptPage');
const Claims = page(() => import('../Claims/ClaimsPage.tsx'), 'ClaimsPage');
const Teachers = page(() => import('../Teachers/TeachersPage.tsx'), 'TeachersPage');
const Teacher = page(() => import('../Teachers/TeacherPage.tsx'), 'TeacherPage');
const Profile = page(() => import('../Members/ProfilePage.tsx'), 'ProfilePage');
const Messages = page(() => import('../Home/MessagesPage.tsx'), 'MessagesPage');
const Activate = page(() => import('../Members/ActivatePage.tsx'), 'ActivatePage');
const SignIn = page(() => import('../Members/SignInPage.tsx'), 'SignInPage');
const SignedIn = page(() => import('../Members/SignedInPage.tsx'), 'SignedInPage');

/** The frame of every page: who is signed in, where one can go, language and looks. */
export function Shell() {
    const words = useWords();
    const [path] = useLocation();
    const main = useRef<HTMLElement>(null);
    const first = useRef(true);

    // Whoever hears pages is told of a new one: its heading takes the focus.
    useEffect(() => {
        if (first.current) {
            first.current = false;
            return;
        }
        scrollTo(0, 0);
        main.current?.focus({ preventScroll: true });
    }, [path]);

    return (
        <div className="shell">
            <a className="skip" href="#content">
                {words.skip}
            </a>
            <Top />
            <main id="content" ref={main} tabIndex={-1}>
                <Suspense fallback={<Loading />}>
                    <Switch>
                        <Route path="/sign-in" component={SignIn} />
                        <Route path="/signed-in" component={SignedIn} />
                        <Route>
                            <Member />
                        </Route>
                    </Switch>
                </Suspense>
            </main>
            <Foot />
        </div>
    );
}

/** Pages of a member; whoever is signed in and is none yet joins first, and who is not signed in signs in. */
function Member() {
    const [path] = useLocation();
    const { data, error, refetch } = useViewer();
    if (!session.signedIn && !data && !error) return <Resume back={path} />;
    if (error) return <Failure error={error} again={() => void refetch()} page />;
    if (!data) return path === '/' ? <Home /> : <Loading />;
    if (!data.viewer.member && path !== '/activate') return <Redirect to="/activate" replace />;
    return (
        <Switch>
            <Route path="/" component={Home} />
            <Route path="/courses" component={Courses} />
            <Route path="/courses/:id" component={Course} />
            <Route path="/learn/:courseware/:chapter" component={Film} />
            <Route path="/standing" component={Standing} />
            <Route path="/hours" component={Hours} />
            <Route path="/hours/print" component={Transcript} />
            <Route path="/hours/:id" component={Evidence} />
            <Route path="/log" component={Log} />
            <Route path="/claims" component={Claims} />
            <Route path="/teachers" component={Teachers} />
            <Route path="/teachers/:id" component={Teacher} />
            <Route path="/profile" component={Profile} />
            <Route path="/messages" component={Messages} />
            <Route path="/activate" component={Activate} />
            <Route component={Gone} />
        </Switch>
    );
}

/** A new tab of somebody who is signed in elsewhere in this browser goes on without asking. */
function Resume({ back }: { back: string }) {
    const [asked, setAsked] = useState(false);
    useEffect(() => {
        session
            .renew()
            .catch(() => null)
            .finally(() => setAsked(true));
    }, []);
    if (!asked) return <Loading />;
    return session.signedIn ? <Loading /> : <Redirect to={`/sign-in?back=${encodeURIComponent(back)}`} replace />;
}

export function useViewer() {
    const signedIn = useSyncExternalStore(session.subscribe, () => session.signedIn);
    return useQuery({ queryKey: ['viewer'], queryFn: () => send(ViewerDocument), enabled: signedIn, staleTime: 5 * 60_000 });
}

function Top() {
    const words = useWords();
    const [path] = useLocation();
    const { data } = useViewer();
    const places = [
        ['/', words.nav.home],
        ['/courses', words.nav.courses],
        ['/standing', words.nav.standing],
        ['/hours', words.nav.hours],
        ['/profile', words.nav.profile],
    ] as const;
    return (
        <header className="top">
            <div>
                <Link href="/" className="name">
                    {words.school}
                </Link>
                {data?.viewer.member && (
                    <nav aria-label={words.school}>
                        <ul>
                            {places.map(([href, name]) => (
                                <li key={href}>
                                    <Link href={href} aria-current={(href === '/' ? path === '/' : path.startsWith(href)) ? 'page' : undefined}>
                                        {name}
                                    </Link>
                                </li>
                            ))}
                        </ul>
                    </nav>
                )}
            </div>
        </header>
    );
}

function Foot() {
    const words = useWords();
    const language = useLanguage();
    const client = useQueryClient();
    const [, go] = useLocation();
    const [looks, setLooks] = useState<Theme>(theme());
    const { data } = useViewer();
    const places = [
        ['/log', words.nav.log],
        ['/claims', words.nav.claims],
        ['/teachers', words.nav.teachers],
        ['/messages', words.messages.title],
    ] as const;
    return (
        <footer className="foot row apart">
            <div className="row">
                {data?.viewer.member &&
                    places.map(([href, name]) => (
                        <Link key={href} href={href}>
                            {name}
                        </Link>
                    ))}
            </div>
            <div className="row">
                <button
                    type="button"
                    className="link"
                    lang={language === 'en' ? 'zh-CN' : 'en'}
                    onClick={() => {
                        choose(language === 'en' ? 'zh-CN' : 'en');
                        // What the API says is said in the language that was asked for.
                        void client.invalidateQueries();
                    }}
                >
                    {words.language}
                </button>
                <label>
                    <span className="quiet">{words.theme.label} </span>
                    <select
                        value={looks}
                        onChange={(event) => {
                            const next = event.currentTarget.value as Theme;
                            chooseTheme(next);
                            setLooks(next);
                        }}
                    >
                        <option value="auto">{words.theme.auto}</option>
                        <option value="light">{words.theme.light}</option>
                        <option value="dark">{words.theme.dark}</option>
                    </select>
                </label>
                {data && (
                    <button
                        type="button"
                        className="link"
                        onClick={() => {
                            void session.signOut().then(() => {
                                client.clear();
                                go('/sign-in');
                            });
                        }}
                    >
                        {words.signIn.out}
                    </button>
                )}
            </div>
        </footer>
    );
}

function Gone() {
    const words = useWords();
    return (
        <>
            <h1>{words.gone.title}</h1>
            <p>{words.gone.text}</p>
            <Link href="/">{words.nav.home}</Link>
        </>
    );
}
