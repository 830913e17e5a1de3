import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { TeacherDocument } from '../../school/generated/graphql.ts';
import { send } from '../../school/send.ts';
import { useWords, word } from '../../words/words.ts';
import { CoursewareCard, Failure, Loading, Title } from '../Shell/Parts.tsx';

/** A teacher and what they teach here. */
export function TeacherPage() {
    const words = useWords();
    const id = decodeURIComponent(useParams<{ id: string }>().id ?? '');
    const { data, error, refetch } = useQuery({ queryKey: ['teacher', id], queryFn: () => send(TeacherDocument, { id }) });
    if (error) return <Failure error={error} again={() => void refetch()} page />;
    if (!data) return <Loading />;
    const teacher = data.teacherById;
    if (!teacher)
        return (
            <>
                <Title>{words.gone.title}</Title>
                <p>{words.gone.text}</p>
            </>
        );
    return (
        <>
            <Title>{teacher.name}</Title>
            <div className="stack">
                <p>{teacher.title}</p>
                <div className="tags">
                    <span className="tag">{word('TeacherEngagement', teacher.engagement)}</span>
                    {teacher.sources.map((source) => (
                        <span className="tag" key={source}>
                            {word('TeacherSource', source)}
                        </span>
                    ))}
                    {teacher.subjects.map((subject) => (
                        <span className="tag" key={subject}>
                            {word('Subject', subject)}
                        </span>
                    ))}
                </div>
                {teacher.organisation && <p className="quiet">{words.says(words.teachers.from, teacher.organisation.name)}</p>}
                {teacher.courseware.nodes.length > 0 && (
                    <section>
                        <h2>{words.teachers.courses}</h2>
                        <ul className="cards">
                            {teacher.courseware.nodes.map((courseware) => (
                                <CoursewareCard key={courseware.id} courseware={courseware} />
                            ))}
                        </ul>
                    </section>
                )}
            </div>
        </>
    );
}
