import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useAddress } from '../../school/params.ts';
import {
    CatalogueDocument,
    FacetsDocument,
    type CoursewareFilterInput,
    type CoursewareKind,
    type CoursewareSortInput,
    type MemberCategory,
    type Subject,
} from '../../school/generated/graphql.ts';
import { usePages } from '../../school/pages.ts';
import { send } from '../../school/send.ts';
import { useWords, word } from '../../words/words.ts';
import { CoursewareCard, Failure, Loading, More, Search, Title } from '../Shell/Parts.tsx';

const orders: Record<string, CoursewareSortInput[]> = { newest: [{ publishedAt: 'DESC' }], shortest: [{ durationSeconds: 'ASC' }], title: [{ title: 'ASC' }] };

/** The catalogue: search, facets with their counts, cards. */
export function CoursesPage() {
    const words = useWords();
    const address = useAddress();
    const [kind, subject, audience, search, order] = ['kind', 'subject', 'audience', 'search', 'order'].map(address.get) as [
        string,
        string,
        string,
        string,
        string,
    ];

    const where: CoursewareFilterInput = {
        ...(kind && { kind: { eq: kind as CoursewareKind } }),
        ...(subject && { subjects: { some: { eq: subject as Subject } } }),
        ...(audience && { audience: { some: { eq: audience as MemberCategory } } }),
    };
    const filter = Object.keys(where).length > 0 ? where : undefined;
    const list = usePages(
        ['courses', where, search, order],
        async (after) => (await send(CatalogueDocument, { first: 24, after, where: filter, search: search || undefined, order: orders[order] })).courseware,
    );
    const { data: facets } = useQuery({
        queryKey: ['facets', where, search],
        queryFn: () => send(FacetsDocument, { where: filter, search: search || undefined }),
        placeholderData: keepPreviousData,
    });
    const counts = facets?.coursewareFacets;

    return (
        <>
            <Title>{words.courses.title}</Title>
            <Search label={words.courses.search} placeholder={words.courses.placeholder} value={search} change={(value) => address.set({ search: value })} />
            <div className="filters" style={{ marginTop: '1rem' }}>
                <Facet name={words.courses.kind} value={kind} change={(value) => address.set({ kind: value })} type="CoursewareKind" counts={counts?.kinds} />
                <Facet
                    name={words.courses.subject}
                    value={subject}
                    change={(value) => address.set({ subject: value })}
                    type="Subject"
                    counts={counts?.subjects}
                />
                <Facet
                    name={words.courses.audience}
                    value={audience}
                    change={(value) => address.set({ audience: value })}
                    type="MemberCategory"
                    counts={counts?.audience}
                />
                <label>
                    {words.courses.order}
                    <select value={order} onChange={(event) => address.set({ order: event.currentTarget.value })}>
                        <option value="">{search ? words.courses.byRelevance : words.courses.newest}</option>
                        {search && <option value="newest">{words.courses.newest}</option>}
                        <option value="shortest">{words.courses.shortest}</option>
                        <option value="title">{words.courses.byTitle}</option>
                    </select>
                </label>
            </div>
            {list.error ? (
                <Failure error={list.error} again={list.again} />
            ) : !list.ready ? (
                <Loading />
            ) : (
                <>
                    <p className="row">
                        <span role="status">{list.total > 0 ? words.courses.total(list.total) : words.courses.none}</span>
                        {(kind || subject || audience || search) && (
                            <button type="button" className="link" onClick={() => address.set({ kind: '', subject: '', audience: '', search: '', order: '' })}>
                                {words.courses.clear}
                            </button>
                        )}
                    </p>
                    <ul className="cards">
                        {list.nodes.map((courseware) => (
                            <CoursewareCard key={courseware.id} courseware={courseware} heading="h2" />
                        ))}
                    </ul>
                    {list.more && <More shown={list.nodes.length} total={list.total} busy={list.busy} more={list.more} />}
                </>
            )}
        </>
    );
}

interface FacetProps<E extends 'CoursewareKind' | 'Subject' | 'MemberCategory'> {
    name: string;
    value: string;
    change: (value: string) => void;
    type: E;
    counts: { value: string; count: number }[] | undefined;
}

function Facet<E extends 'CoursewareKind' | 'Subject' | 'MemberCategory'>({ name, value, change, type, counts = [] }: FacetProps<E>) {
    const words = useWords();
    const shown = counts.some((count) => count.value === value) || !value ? counts : [{ value, count: 0 }, ...counts];
    return (
        <label>
            {name}
            <select value={value} onChange={(event) => change(event.currentTarget.value)}>
                <option value="">{words.courses.any}</option>
                {shown.map((count) => (
                    <option key={count.value} value={count.value}>
                        {words.also(word(type, count.value as never), String(count.count))}
                    </option>
                ))}
            </select>
        </label>
    );
}
