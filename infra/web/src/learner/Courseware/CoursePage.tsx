import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { CoursewareByIdDocument } from '../../school/generated/graphql.ts';
import { send } from '../../school/send.ts';
import { clock, day, useWords, word } from '../../words/words.ts';
import { Failure, Loading, Studied, Title, Watched } from '../Shell/Parts.tsx';

/** One course with its chapters. */
export function CoursePage() {
    const words = useWords();
    const id = decodeURIComponent(useParams<{ id: string }>().id ?? '');
    const { data, error, refetch } = useQuery({ queryKey: ['course', id], queryFn: () => send(CoursewareByIdDocument, { id }) });
    if (error) return <Failure error={error} again={() => void refetch()} page />;
    if (!data) return <Loading />;
    const course = data.coursewareById;
    if (!course)
        return (
            <>
                <Title>{words.gone.title}</Title>
                <p>{words.gone.text}</p>
            </>
        );
    const begun = course.chapters.some((chapter) => (chapter.myProgress?.coverage ?? 0) > 0);
    const next = course.chapters.find((chapter) => chapter.durationSeconds && (chapter.myProgress?.coverage ?? 0) < 0.995) ?? course.chapters[0];
    return (
        <>
            <Title>{course.title}</Title>
            <div className="stack">
                {course.poster && (
                    <img className="poster" style={{ maxWidth: '560px', borderRadius: '12px' }} src={course.poster.url} alt="" width={640} height={360} />
                )}
                <p>{course.summary}</p>
                <div className="tags">
                    <span className="tag">{word('CoursewareKind', course.kind)}</span>
                    {course.subjects.map((subject) => (
                        <span className="tag" key={subject}>
                            {word('Subject', subject)}
                        </span>
                    ))}
                    {course.audience.map((category) => (
                        <span className="tag" key={category}>
                            {word('MemberCategory', category)}
                        </span>
                    ))}
                </div>
                <dl className="facts">
                    <dt>{words.courses.length}</dt>
                    <dd className="figure">
                        {course.durationSeconds ? clock(course.durationSeconds) : words.courses.notCounted}
                        {course.creditHours ? ` · ${words.hours(course.creditHours)}` : ''}
                    </dd>
                    {course.teachers.length > 0 && (
                        <>
                            <dt>{words.courses.teachers}</dt>
                            <dd className="row">
                                {course.teachers.map((teacher) => (
                                    <Link key={teacher.id} href={`/teachers/${encodeURIComponent(teacher.id)}`}>
                                        {words.also(teacher.name, teacher.title)}
                                    </Link>
                                ))}
                            </dd>
                        </>
                    )}
                </dl>
                <p className="quiet">{words.courses.version(course.version, day(course.publishedAt))}</p>
                {next && (
                    <div>
                        <Link className="button main" href={`/learn/${encodeURIComponent(course.id)}/${encodeURIComponent(next.id)}`}>
                            {begun ? words.courses.goOn : words.courses.study}
                        </Link>
                    </div>
                )}
                <section>
                    <h2>{words.courses.chapters}</h2>
                    <ol className="stack tight">
                        {course.chapters.map((chapter) => (
                            <li key={chapter.id} className="card stack tight">
                                <span className="row apart">
                                    <Link href={`/learn/${encodeURIComponent(course.id)}/${encodeURIComponent(chapter.id)}`}>{chapter.title}</Link>
                                    <span className="row">
                                        {chapter.myProgress && chapter.myProgress.coverage > 0 && <Studied coverage={chapter.myProgress.coverage} />}
                                        <span className="quiet figure">
                                            {chapter.durationSeconds ? clock(chapter.durationSeconds) : words.courses.notCounted}
                                        </span>
                                    </span>
                                </span>
                                {chapter.durationSeconds && chapter.myProgress && chapter.myProgress.coverage > 0 && (
                                    <Watched counted={chapter.myProgress.countedSpans} length={chapter.durationSeconds} />
                                )}
                            </li>
                        ))}
                    </ol>
                </section>
            </div>
        </>
    );
}
