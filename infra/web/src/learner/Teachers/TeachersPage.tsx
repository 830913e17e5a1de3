import { Link } from 'wouter';
import { TeacherPoolDocument } from '../../school/generated/graphql.ts';
import { useAddress } from '../../school/params.ts';
import { usePages } from '../../school/pages.ts';
import { send } from '../../school/send.ts';
import { useWords, word } from '../../words/words.ts';
import { Failure, Loading, More, Search, Title } from '../Shell/Parts.tsx';

/** The teacher pool. */
export function TeachersPage() {
    const words = useWords();
    const address = useAddress();
    const search = address.get('search');
    const list = usePages(['teachers', search], async (after) => (await send(TeacherPoolDocument, { first: 24, after, search: search || undefined })).teachers);
    return (
        <>
            <Title>{words.teachers.title}</Title>
            <Search label={words.teachers.search} placeholder={words.teachers.placeholder} value={search} change={(value) => address.set({ search: value })} />
            {list.error ? (
                <Failure error={list.error} again={list.again} />
            ) : !list.ready ? (
                <Loading />
            ) : (
                <>
                    <p role="status">{list.total > 0 ? words.teachers.total(list.total) : words.teachers.none}</p>
                    <ul className="cards">
                        {list.nodes.map((teacher) => (
                            <li className="card" key={teacher.id}>
                                <div className="body">
                                    <h2>
                                        <Link href={`/teachers/${encodeURIComponent(teacher.id)}`}>{teacher.name}</Link>
                                    </h2>
                                    <p>{teacher.title}</p>
                                    <p className="quiet">{teacher.organisation?.name}</p>
                                    <p className="quiet">{teacher.subjects.map((subject) => word('Subject', subject)).join('、')}</p>
                                </div>
                            </li>
                        ))}
                    </ul>
                    {list.more && <More shown={list.nodes.length} total={list.total} busy={list.busy} more={list.more} />}
                </>
            )}
        </>
    );
}
